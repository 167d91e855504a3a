import { fail, ok, type Result } from '../../../pipeline/model/problem.ts'
import { bringSample } from '../../sources/bring-sample.ts'
import { keepWaiting } from '../../sources/waiting-file.ts'
import type { Upload } from '../desk-forms/read-upload.ts'
import type { Visit } from '../visit.ts'

/** The file a form brings, by upload or by address, as the fields that name it from now on; nothing changes where it brings none. */
export async function bringFile(
  { farm, actor }: Visit,
  { data, file: upload }: Pick<Upload, 'data' | 'file'>,
): Promise<Result<{ readonly file?: string; readonly fileName?: string }>> {
  if (upload && upload.bytes.length > 0) {
    const file = await keepWaiting(farm.files, upload.bytes)
    return ok({ file, fileName: upload.name.slice(0, 200) })
  }
  const url = String(data.get('url') ?? '').trim()
  if (data.get('do') !== 'bring') return ok({})
  if (url === '') return fail({ code: 'file-required', field: 'file' })
  const found = await bringSample(farm, actor, { url, organisation: String(data.get('organisation') ?? '') })
  return found.ok ? ok({ file: found.value.id, fileName: found.value.name }) : found
}
