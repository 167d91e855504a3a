import type { Farm } from '../open-farm.ts'

/** The addresses a newcomer should open: the directory of sites, three portals, a workshop, the desk. */
export async function signposts(farm: Farm, port: number): Promise<string> {
  const { sites } = await farm.memory()
  const address = (slug: string) =>
    `http://${slug === '' ? '' : `${slug}.`}${farm.settings.domain}${port === 80 ? '' : `:${port}`}/`
  const portals = sites.all().filter((site) => site.kind === 'portal' && site.visibility === 'public')
  const first = ['nievre', 'bourgogne-franche-comte', 'metiers-agricoles'].flatMap(
    (id) => portals.find((site) => site.id === id) ?? [],
  )
  const shown = [...new Set([...first, ...portals])].slice(0, 3)
  const workshop = sites.all().find((site) => site.kind === 'workshop')
  const lines = [
    ['Annuaire des sites', address('')],
    ...shown.map((site) => [site.name, address(site.id)]),
    ...(workshop ? [[`${workshop.name} (atelier)`, address(workshop.id)]] : []),
    ['Bureau', address('desk')],
  ]
  const width = Math.max(...lines.map(([name = '']) => name.length))
  return ['Terroir est prêt.', '', ...lines.map(([name = '', url = '']) => `  ${name.padEnd(width)}  ${url}`), ''].join(
    '\n',
  )
}
