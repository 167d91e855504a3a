import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import type { StoredGeography, TerritoryAlias } from '../storage/knowledge/territory-store.ts'

/** What to write to come from one state of a geography to another; the other way round, it undoes. */
export interface GeographyDifference {
  readonly put: readonly Territory[]
  readonly gone: readonly TerritoryKey[]
  readonly leads: readonly TerritoryAlias[]
  readonly unled: readonly TerritoryAlias[]
}

/** What differs between two states of the same part of a geography, head counts and vintages aside. */
export function geographyDifference(before: StoredGeography, after: StoredGeography): GeographyDifference {
  const [was, is] = [byKey(before.territories), byKey(after.territories)]
  const [led, leads] = [byLead(before.aliases), byLead(after.aliases)]
  return {
    put: after.territories.filter((one) => !same(one, was.get(one.key))),
    gone: [...was.keys()].filter((key) => !is.has(key)),
    leads: [...leads].flatMap(([lead, one]) => (led.get(lead)?.name === one.name ? [] : [one])),
    unled: [...led].flatMap(([lead, one]) => (leads.has(lead) ? [] : [one])),
  }
}

/** A geography after that difference was written. */
export function withGeography(
  { territories, aliases }: StoredGeography,
  { put, gone, leads, unled }: GeographyDifference,
): StoredGeography {
  const nodes = byKey(territories)
  for (const key of gone) nodes.delete(key)
  for (const one of put) nodes.set(one.key, one)
  const lead = byLead(aliases)
  for (const one of unled) lead.delete(leadOf(one))
  for (const one of leads) lead.set(leadOf(one), one)
  return { territories: [...nodes.values()], aliases: [...lead.values()] }
}

/** Whether anything would be written. */
export function movesNothing({ put, gone, leads, unled }: GeographyDifference): boolean {
  return put.length + gone.length + leads.length + unled.length === 0
}

/** Whether what an event kept is what undoes a change: only changes of the geography write these events, in this shape. */
export function isGeographyDifference(value: unknown): value is GeographyDifference {
  const lists = ['put', 'gone', 'leads', 'unled'] as const
  return typeof value === 'object' && value !== null && lists.every((name) => name in value)
}

function byKey(territories: readonly Territory[]): Map<TerritoryKey, Territory> {
  return new Map(territories.map((one) => [one.key, one]))
}

function byLead(aliases: readonly TerritoryAlias[]): Map<string, TerritoryAlias> {
  return new Map(aliases.map((one) => [leadOf(one), one]))
}

function leadOf({ code, key }: TerritoryAlias): string {
  return `${code} ${key}`
}

function same(one: Territory, other: Territory | undefined): boolean {
  return other !== undefined && told(one) === told(other)
}

function told({ level, code, name, parents, postcodes }: Territory): string {
  return JSON.stringify([level, code, name, parents.toSorted(), postcodes.toSorted()])
}
