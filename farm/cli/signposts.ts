import type { Farm } from '../open-farm.ts'
import type { Words } from '../web/words/words.ts'
import { siteAddress } from './addresses.ts'

/** An address a newcomer should open. */
export interface Signpost {
  readonly name: string
  readonly url: string
}

/** The addresses a newcomer should open: the directory of sites, three portals, a workshop, the desk. */
export async function signposts(farm: Farm, port: number, words: Words): Promise<readonly Signpost[]> {
  const { sites } = await farm.memory()
  const url = (slug: string) => siteAddress({ domain: farm.settings.domain, port }, slug)
  const portals = sites.all().filter((site) => site.kind === 'portal' && site.visibility === 'public')
  const first = TELLING.flatMap((id) => portals.find((site) => site.id === id) ?? [])
  const shown = [...new Set([...first, ...portals])].slice(0, 3)
  const workshop = sites.all().find((site) => site.kind === 'workshop')
  return [
    { name: words('cli.directory'), url: url('') },
    ...shown.map((site) => ({ name: site.name, url: url(site.id) })),
    ...(workshop ? [{ name: words('cli.workshop', { name: workshop.name }), url: url(workshop.id) }] : []),
    { name: words('cli.desk'), url: url('desk') },
  ]
}

// A département, its region and a theme: where the demo's walk is seen.
const TELLING = ['nievre', 'bourgogne-franche-comte', 'metiers-agricoles']
