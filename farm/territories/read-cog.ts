import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import type { TerritoryAlias } from '../storage/knowledge/territory-store.ts'
import { cogAliases } from './cog-aliases.ts'
import { type CogCommune, type CogEpci, type CogFiles, type CogRow, readCogFiles } from './cog-files.ts'

/** The French geography of one year. */
export interface Geography {
  /** Year of the Code officiel géographique. */
  readonly vintage: number
  readonly territories: readonly Territory[]
  readonly aliases: readonly TerritoryAlias[]
}

type Draft = Omit<Territory, 'population' | 'vintage'>

const COUNTRY = 'country:FR'

/** Reads the Code officiel géographique (INSEE) and the EPCI (DGCL) from the installed data package in well under a second. */
export function readCog(): Geography {
  const files = readCogFiles()
  const current = files.communes.filter((row) => row.type === 'commune-actuelle')
  const epciOf = new Map(files.epci.flatMap((epci) => epci.membres.map((member) => [member.code, epci.code] as const)))
  const communes = current.map((row) => communeNode(row, epciOf.get(row.code)))
  const drafts = [...areaNodes(files), ...epciNodes(files.epci, current), ...communes]
  const people = populations(drafts, current)
  const { vintage } = files
  return {
    vintage,
    territories: drafts.map((node) => ({ ...node, population: people.get(node.key) ?? 0, vintage })),
    aliases: cogAliases(files.communes),
  }
}

function areaNodes({ regions, departements, arrondissements }: CogFiles): Draft[] {
  const country = node('country', { row: { code: 'FR', nom: 'France' }, parents: [] })
  return [
    country,
    ...regions.filter((row) => row.zone !== 'com').map((row) => node('region', { row, parents: [COUNTRY] })),
    ...departements.map((row) =>
      node('departement', { row, parents: [row.zone === 'com' ? COUNTRY : `region:${row.region}`] }),
    ),
    ...arrondissements.map((row) => node('arrondissement', { row, parents: [`departement:${row.departement}`] })),
  ]
}

function communeNode(row: CogCommune, epci: string | undefined): Draft {
  const parents = [`departement:${row.departement}`]
  // Mayotte has none, written as an empty text.
  if (row.arrondissement) parents.unshift(`arrondissement:${row.arrondissement}`)
  if (epci !== undefined) parents.unshift(`epci:${epci}`)
  return { ...node('commune', { row, parents }), postcodes: row.codesPostaux ?? [] }
}

function epciNodes(epcis: readonly CogEpci[], current: readonly CogCommune[]): Draft[] {
  const byCode = new Map(current.map((row) => [row.code, row]))
  return epcis.map((row) => {
    const members = row.membres.flatMap((member) => byCode.get(member.code) ?? [])
    return node('epci', { row, parents: [narrowestOver(members)] })
  })
}

// Some forty EPCI lie across départements: the parent is what holds all their communes.
function narrowestOver(communes: readonly CogCommune[]): TerritoryKey {
  const departements = new Set(communes.map((row) => row.departement))
  if (departements.size === 1) return `departement:${[...departements][0]}`
  const regions = new Set(communes.map((row) => row.region))
  return regions.size === 1 ? `region:${[...regions][0]}` : COUNTRY
}

function populations(nodes: readonly Draft[], current: readonly CogCommune[]): Map<TerritoryKey, number> {
  const parentsOf = new Map(nodes.map((node) => [node.key, node.parents]))
  const total = new Map<TerritoryKey, number>()
  for (const { code, population } of current) {
    if (population === undefined) continue
    for (const key of upward(`commune:${code}`, parentsOf)) total.set(key, (total.get(key) ?? 0) + population)
  }
  return total
}

function upward(start: TerritoryKey, parentsOf: ReadonlyMap<TerritoryKey, readonly TerritoryKey[]>): Set<TerritoryKey> {
  const reached = new Set([start])
  for (const key of reached) for (const parent of parentsOf.get(key) ?? []) reached.add(parent)
  return reached
}

function node(
  level: Territory['level'],
  { row, parents }: { readonly row: CogRow; readonly parents: readonly TerritoryKey[] },
): Draft {
  return { key: `${level}:${row.code}`, level, code: row.code, name: row.nom, parents, postcodes: [] }
}
