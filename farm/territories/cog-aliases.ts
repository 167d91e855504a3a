import type { TerritoryAlias } from '../storage/knowledge/territory-store.ts'
import type { CogCommune } from './cog-files.ts'

/** Delegated and associated communes, municipal arrondissements and merged codes, each leading to today's commune. */
export function cogAliases(rows: readonly CogCommune[]): TerritoryAlias[] {
  const current = new Map(rows.filter((row) => row.type === 'commune-actuelle').map((row) => [row.code, row.nom]))
  const aliases = new Map<string, TerritoryAlias>()
  for (const row of rows) {
    const today = row.commune ?? row.chefLieu
    if (row.type === 'commune-actuelle' || today === undefined) continue
    // A new commune often keeps the code, and now and then the name, of its largest part: the name alone is news.
    if (row.code === today && row.nom === current.get(today)) continue
    aliases.set(`${row.code} ${today}`, { code: row.code, name: row.nom, key: `commune:${today}` })
  }
  for (const { code, anciensCodes } of rows) {
    for (const former of current.has(code) ? (anciensCodes ?? []) : []) {
      const id = `${former} ${code}`
      if (!aliases.has(id)) aliases.set(id, { code: former, name: '', key: `commune:${code}` })
    }
  }
  return [...aliases.values()]
}
