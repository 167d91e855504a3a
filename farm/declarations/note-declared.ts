import { isDeepStrictEqual } from 'node:util'
import type { Organisation } from '../../pipeline/model/organisation.ts'
import type { Site, Subscription } from '../../pipeline/model/site.ts'
import { noteChange } from '../storage/knowledge/change-store.ts'
import type { Network } from '../storage/network/network-store.ts'
import type { Storage, Writer } from '../storage/storage.ts'

/** What a folder of declarations says of the network, and what was known before it was read. */
export interface DeclaredNetwork {
  readonly known: Omit<Network, 'pacts'>
  readonly organisations: readonly Organisation[]
  readonly sites: readonly Site[]
  readonly subscriptions: readonly Subscription[]
  readonly now: number
  /** Numbers nothing else has: one, and one for each declared site. */
  readonly newIds: readonly number[]
}

/** Notes what an edited folder of declarations changes of sites, their services and their bodies, so that a day before it can be told as it was. */
export async function noteDeclared(
  { tables }: Pick<Storage, 'tables'>,
  writer: Writer,
  { known, organisations, sites, subscriptions, now, newIds }: DeclaredNetwork,
): Promise<void> {
  const [id = 0, ...eventIds] = newIds
  const back = { sites: formerOf(known.sites, sites), organisations: formerOf(known.organisations, organisations) }
  const noted = { id, at: now, person: null, data: { back } } as const
  if (back.sites.length + back.organisations.length > 0)
    await noteChange(tables, writer, { ...noted, kind: 'network-changed' })
  const changed = sites.flatMap((site) => {
    const was = known.subscriptions.filter((one) => one.site === site.id)
    const declared = subscriptions.filter((one) => one.site === site.id)
    return was.length === 0 || declared.every((one) => was.some((other) => same(other, one)))
      ? []
      : [{ site: site.id, was, slugs: [...new Set([...was, ...declared].map(({ slug }) => slug))] }]
  })
  await writer.bulk(
    tables.events,
    changed.map(({ site, was, slugs }, i) => ({
      ...{ id: eventIds[i] ?? 0, at: now, kind: 'subscriptions-changed', site, entry: null, person: null, batch: null },
      data: { services: slugs, removed: [], was },
    })),
  )
}

// What was not there before had no former name.
function formerOf<T extends { readonly id: string }>(known: readonly T[], given: readonly T[]): readonly T[] {
  const declared = new Map(given.map((one) => [one.id, one]))
  return known.filter((one) => {
    const now = declared.get(one.id)
    return now !== undefined && !same(one, { ...one, ...now })
  })
}

// As JSON keeps it: what is not said is not there.
function same(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(plain(one), plain(other))
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
