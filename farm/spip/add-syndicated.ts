import { plainOfShortcuts } from '../../pipeline/intake/spip/shortcuts.ts'
import type { SpipDatabase } from '../../pipeline/intake/spip/tables.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { Gateway } from '../sources/gateway.ts'
import { createSource, pauseSource } from '../sources/sources.ts'

/** What became of the sites a SPIP site pulled. */
export interface Syndicated {
  readonly added: number
  /** There already. */
  readonly known: number
  /** Those that could not be added, with the position of the site. */
  readonly problems: readonly Problem[]
}

/** Who makes sources of what. */
export interface AddingSyndicated {
  readonly organisation: string
  readonly serviceType: string
  readonly actor: Actor
  readonly dryRun: boolean
}

/** Makes paused sources of the sites a SPIP site pulled, for a person to look at before they are pulled again. */
export async function addSyndicated(
  gateway: Gateway,
  database: SpipDatabase,
  { actor, dryRun, ...terms }: AddingSyndicated,
): Promise<Syndicated> {
  const pulled = pulledSites(database)
  if (dryRun) return { added: pulled.length, known: 0, problems: [] }
  let [added, known] = [0, 0]
  const problems: Problem[] = []
  for (const { line, ...site } of pulled) {
    const made = await createSource(gateway, actor, { ...terms, ...site, everyMinutes: 120, defaults: {} })
    if (made.ok) {
      await pauseSource(gateway, actor, made.value.id)
      added += 1
    } else if (made.problems.some(({ code }) => code === 'source-exists')) known += 1
    else problems.push(...made.problems.map((problem) => ({ ...problem, line })))
  }
  return { added, known, problems }
}

function pulledSites(database: SpipDatabase) {
  return [...database.rows('syndic')].flatMap((row) => {
    const { nom_site = '', url_syndic: url = '', syndication = '', statut = '' } = row
    if (!/^https?:\/\//i.test(url) || syndication === 'non' || statut === 'poubelle' || statut === 'refuse') return []
    const name = plainOfShortcuts(nom_site).slice(0, 200) || (URL.parse(url)?.hostname ?? '')
    return [{ line: Number(row.id_syndic), name, url }]
  })
}
