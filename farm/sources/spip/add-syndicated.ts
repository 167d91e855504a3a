import { plainOfShortcuts } from '../../../pipeline/intake/spip/shortcuts.ts'
import type { SpipDatabase } from '../../../pipeline/intake/spip/tables.ts'
import type { Actor } from '../../../pipeline/model/actor.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { Gateway } from '../gateway.ts'
import { createSource, pauseSource } from '../sources.ts'

/** What became of the sites a SPIP site pulled. */
export interface Syndicated {
  readonly added: number
  /** There already. */
  readonly known: number
  /** Those that could not be added, with the position of the site. */
  readonly problems: readonly Problem[]
}

/** Makes paused sources of the sites a SPIP site pulled, for a person to look at before they are pulled again. */
export async function addSyndicated(
  gateway: Gateway,
  database: SpipDatabase,
  {
    organisation,
    serviceType,
    actor,
    dryRun,
  }: {
    readonly organisation: string
    readonly serviceType: string
    readonly actor: Actor
    readonly dryRun: boolean
  },
): Promise<Syndicated> {
  let [added, known, line] = [0, 0, 0]
  const problems: Problem[] = []
  for (const { nom_site = '', url_syndic: url = '', syndication = '', statut = '' } of database.rows('syndic')) {
    line += 1
    if (!/^https?:\/\//i.test(url) || syndication === 'non' || statut === 'poubelle' || statut === 'refuse') continue
    const name = plainOfShortcuts(nom_site).slice(0, 200) || new URL(url).hostname
    if (dryRun) {
      added += 1
      continue
    }
    const made = await createSource(gateway, actor, {
      organisation,
      serviceType,
      name,
      url,
      everyMinutes: 120,
      defaults: {},
    })
    if (made.ok) {
      await pauseSource(gateway, actor, made.value.id)
      added += 1
    } else if (made.problems.some(({ code }) => code === 'source-exists')) known += 1
    else problems.push(...made.problems.map((problem) => ({ ...problem, line })))
  }
  return { added, known, problems }
}
