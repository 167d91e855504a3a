import { and, eq, like, or } from 'drizzle-orm'
import type { Storage } from '../storage.ts'

const AT_ONCE = 100

/** Identities of entries of a source that stand behind these, as `name#2` stands behind `name`. */
export async function identifiersBehind(
  { read, tables: { entries } }: Pick<Storage, 'read' | 'tables'>,
  { source, names }: { readonly source: number; readonly names: readonly string[] },
): Promise<readonly string[]> {
  const found: string[] = []
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE)
    const behind = some.map((name) => like(entries.externalId, `${name.replace(/[\\%_]/g, '_')}#%`))
    const rows = await read
      .select({ externalId: entries.externalId })
      .from(entries)
      .where(and(eq(entries.source, source), or(...behind)))
    const starts = new Set(some)
    for (const { externalId } of rows)
      if (externalId !== null && starts.has(externalId.slice(0, externalId.lastIndexOf('#')))) found.push(externalId)
  }
  return found
}
