import type { Farm } from '../../farm/open-farm.ts'
import { putNetwork } from '../../farm/storage/network/network-store.ts'
import type { Condition } from '../../pipeline/model/condition.ts'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { Territory } from '../../pipeline/model/territory.ts'
import { type RoutedDelivery, route } from '../../pipeline/routing/route.ts'
import { routableOf, termsOf } from '../../pipeline/terms.ts'
import { worldOf } from './bench-farm.ts'
import { benchSite, type World } from './generate.ts'
import { type Seeded, seeded } from './seeded.ts'

/** How large a farm is made. */
export interface Scale {
  readonly entries: number
  readonly sites: number
  /** The first service of the first site holds every entry, whatever its kind. */
  readonly whole?: boolean
}

/** Services of each site, and what the making of the farm told. */
export const SERVICES = 5
const KINDS = ['job', 'training', 'news', 'press-review', 'event'] as const
const CHUNK = 2_000
const DAY = 86_400_000

/** An invented entry with what is written beside it. */
export interface Made {
  readonly entry: Entry
  readonly values: Values
  readonly serviceType: ServiceType
}

/** Fills an empty farm with invented live entries and sites by a seed, straight into its tables; answers how many deliveries that made. */
export async function makeScaleFarm(farm: Farm, scale: Scale): Promise<number> {
  const loaded = await farm.loadNetwork('farm')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const world = await worldOf(farm)
  await putSites(farm, scale, world)
  const makers = maker(await farm.memory(), world)
  let deliveries = 0
  for (let from = 0; from < scale.entries; from += CHUNK) {
    const ids = await farm.storage.newIds(2 * Math.min(CHUNK, scale.entries - from))
    const made = Array.from({ length: ids.length / 2 }, (_, i) => makers(ids[2 * i] ?? 0, ids[2 * i + 1] ?? 0))
    deliveries += await write(farm, made)
  }
  return deliveries
}

async function putSites(farm: Farm, { sites: count, whole }: Scale, world: World): Promise<void> {
  const luck = seeded(11)
  const sites = Array.from({ length: count }, (_, i) => benchSite(`scale-${i}`, `Site ${i}`))
  const ids = await farm.storage.newIds(count * SERVICES)
  const subscriptions = sites.flatMap((site, i) =>
    KINDS.map((kind, k) => ({
      id: ids[i * SERVICES + k] ?? 0,
      ...{ site: site.id, slug: `s${k}`, label: { fr: `Rubrique ${k}` }, mode: 'automatic' as const, position: k },
      when: i === 0 && k === 0 ? { service_type: whole ? KINDS : ['job'] } : request(kind, { world, luck, rank: k }),
    })),
  )
  await farm.storage.write((writer) =>
    putNetwork(farm.storage, writer, { organisations: [], sites, subscriptions, now: 0 }),
  )
  await farm.changed('network')
}

/** A theme no invented entry has: what bears it reaches every site. */
export const COMMON = 'employment'

// The last service of each site follows the common theme; the others a place, a few with a theme too.
function request(kind: string, { world, luck, rank }: { world: World; luck: Seeded; rank: number }): Condition {
  if (rank === SERVICES - 1) return { all: [{ service_type: ['press-review'] }, { theme: [COMMON] }] }
  const level = luck.pick(['departement', 'departement', 'epci', 'region'] as const)
  const place = luck.pick(world.territories.filter((one) => one.level === level)).key
  const about: Condition[] = level === 'region' || luck.chance(0.3) ? [{ theme: [theme(world, luck)] }] : []
  return { all: [{ service_type: [kind] }, { territory: [place] }, ...about] }
}

function theme({ thesaurus }: World, luck: Seeded): string {
  return luck.pick(thesaurus.narrower('themes', null).filter((one) => one.code !== COMMON)).code
}

/** Makes invented live entries one after the other, the same on every run. */
export function maker(
  memory: Awaited<ReturnType<Farm['memory']>>,
  world: World,
): (id: number, revision: number) => Made {
  const luck = seeded(7)
  const communes = world.territories.filter((one) => one.level === 'commune')
  const themes = world.thesaurus
    .narrower('themes', null)
    .filter((one) => one.code !== COMMON)
    .flatMap(({ code }) => [code, ...world.thesaurus.narrower('themes', code).map((one) => one.code)])
  const start = Date.parse('2026-11-01T08:00:00Z')
  return (id, revision) => {
    const kind = luck.pick(KINDS)
    const serviceType = memory.serviceType(kind)
    if (!serviceType) throw new Error(kind)
    const at = start - Math.floor((id % 1_000) * DAY * 0.7) - (id % 86_400) * 1_000
    return {
      ...madeOf({ id, revision, at, kind }, { commune: luck.pick(communes), theme: luck.pick(themes) }),
      serviceType,
    }
  }
}

function madeOf(
  { id, revision, at, kind }: { id: number; revision: number; at: number; kind: string },
  { commune, theme: about }: { commune: Territory; theme: string },
): Omit<Made, 'serviceType'> {
  const title = `Fiche ${id} de ${commune.name}`
  const values = {
    title,
    summary: `${title}, avec un résumé.`,
    themes: [about],
    territories: [commune.key],
    contract: 'permanent',
  }
  return {
    values,
    entry: {
      ...{ id, serviceType: kind, organisation: 'nievre', author: null, state: 'published', review: 'accepted' },
      ...{ title, language: 'fr', liveRevision: revision, workingRevision: revision, version: 1, source: null },
      ...{ externalId: null, canonicalUrl: null, fingerprint: `f${id}`, contentHash: `h${id}` },
      ...{
        createdAt: at,
        updatedAt: at,
        submittedAt: at,
        publishedAt: at,
        validFrom: null,
        validUntil: null,
        sortAt: at,
      },
    },
  }
}

async function write(farm: Farm, made: readonly Made[]): Promise<number> {
  const memory = await farm.memory()
  const now = farm.now()
  const routed: RoutedDelivery[] = made.flatMap(({ entry, values, serviceType }) => {
    const routable = routableOf(serviceType, values, { ...entry, now })
    return route({ entry, routable, serviceType, index: memory.subscriptions, current: [], now: entry.sortAt })
  })
  const { tables } = farm.storage
  await farm.storage.write(async (writer) => {
    await writer.bulk(
      tables.entries,
      made.map((one) => one.entry),
    )
    await writer.bulk(
      tables.revisions,
      made.map(({ entry, values }) => ({
        ...{ id: entry.workingRevision, entry: entry.id, number: 1, author: null, createdAt: entry.createdAt },
        values,
      })),
    )
    await writer.bulk(
      tables.entryTerms,
      made.flatMap(({ entry, values, serviceType }) =>
        termsOf(serviceType, values, memory).map((term) => ({ entry: entry.id, term })),
      ),
    )
    await writer.bulk(tables.deliveries, routed)
  })
  return routed.length
}
