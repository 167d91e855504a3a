import type { Storage } from '../storage.ts'
import { readMeta, writeMeta } from './network-store.ts'

const KEY = 'names-kept-since'

/** From when on every change of names, of the geography and of declared subjects left a trace, in milliseconds; 0 where one always did. */
export async function namesKeptSince(storage: Pick<Storage, 'read' | 'tables'>): Promise<number> {
  return Number((await readMeta(storage, KEY)) ?? 0)
}

/** Notes, once, from when on such changes leave a trace: always in a farm that is only beginning. */
export async function markNamesKept(
  storage: Storage,
  { now, fresh }: { readonly now: number; readonly fresh: boolean },
): Promise<void> {
  if ((await readMeta(storage, KEY)) !== null) return
  await storage.write((writer) => writeMeta(storage, writer, { key: KEY, value: String(fresh ? 0 : now) }))
}
