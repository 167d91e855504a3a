import { readWaiting } from '../../sources/waiting-file.ts'
import type { Visit } from '../visit.ts'

/** The bytes a form gives: of the file that waits here since it was tried, else of the one chosen now; undefined where there is none. */
export async function postedFile({ farm }: Pick<Visit, 'farm'>, data: FormData): Promise<Uint8Array | undefined> {
  const waiting = data.get('waiting')
  if (typeof waiting === 'string') return readWaiting(farm.files, waiting)
  const file = data.get('file')
  return file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : undefined
}
