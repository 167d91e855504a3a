import { join } from 'node:path'
import type { Storage } from '../storage.ts'

/** Opens the farm's database: a `postgres://` address, a file, or by default `farm.sqlite` in the data folder. Only the chosen driver is loaded. */
export async function openStorage({
  data,
  url,
}: {
  readonly data: string
  readonly url?: string | undefined
}): Promise<Storage> {
  if (url && /^postgres(ql)?:\/\//.test(url)) {
    const { openPostgres } = await import('./open-postgres.ts')
    return openPostgres(url)
  }
  const { openSqlite } = await import('./open-sqlite.ts')
  return openSqlite(url || join(data, 'farm.sqlite'))
}
