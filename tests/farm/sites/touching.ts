import { listEntries } from '../../../farm/lists/list-entries.ts'
import type { Listed } from '../../../farm/lists/listed.ts'
import { shownHere } from '../../../farm/lists/shown-here.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import type { Result } from '../../../pipeline/model/problem.ts'
import { explain } from '../../../pipeline/routing/explain.ts'
import { routableOf } from '../../../pipeline/terms.ts'
import { person } from '../../farms.ts'

/** One transparent pixel. */
export const POINT = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

export interface Desk {
  readonly farm: Farm
  readonly subscription: number
  readonly actor: Awaited<ReturnType<typeof person>>
}

export async function desk(farm: Farm, site: string, login: string): Promise<Desk> {
  const { sites } = await farm.memory()
  const all = sites.subscriptions(site)
  const section = all.find((one) => JSON.stringify(one.when).includes('press-review')) ?? all[0]
  return { farm, subscription: section?.id ?? 0, actor: await person(farm, login) }
}

export function done(result: Result<unknown>): void {
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
}

export function request(subscription: number, limit: number) {
  return { subscriptions: [subscription], terms: [], query: '', upcoming: false, limit, pinsOf: 'nievre' }
}

export async function pageOf(farm: Farm, subscription: number): Promise<readonly Listed[]> {
  return (await listEntries(farm.storage, request(subscription, 100))).items
}

export async function allPages(farm: Farm, subscription: number): Promise<[number[], ...number[][]]> {
  const asked = request(subscription, 3)
  const first = await listEntries(farm.storage, asked)
  const pages: [number[], ...number[][]] = [first.items.map((one) => one.entry.id)]
  for (let { next } = first; next; ) {
    const page = await listEntries(farm.storage, { ...asked, after: next })
    pages.push(page.items.map((one) => one.entry.id))
    next = page.next
  }
  return pages
}

export async function shown(
  farm: Farm,
  { entry, subscription }: { readonly entry: number; readonly subscription: number },
) {
  const listed = (await pageOf(farm, subscription)).find((one) => one.entry.id === entry)
  if (!listed) throw new Error('not shown')
  const { entry: said, values } = shownHere(listed)
  return { title: said.title, summary: values.summary }
}

export async function stateOf(
  farm: Farm,
  { entry, subscription }: { readonly entry: number; readonly subscription: number },
) {
  return (await farm.ports.entries.deliveries([entry])).find((one) => one.subscription === subscription)?.state
}

export async function why(
  farm: Farm,
  { entry: id, subscription }: { readonly entry: number; readonly subscription: number },
) {
  const memory = await farm.memory()
  const entry = await farm.ports.entries.get(id)
  const subscribed = memory.subscriptions.get(subscription)
  const serviceType = memory.serviceType(entry?.serviceType ?? '')
  if (!entry || !subscribed || !serviceType) throw new Error('no such place')
  const values = (await farm.ports.entries.revision(entry.liveRevision ?? 0))?.values ?? {}
  const routable = routableOf(serviceType, values, { ...entry, now: farm.now() })
  const deliveries = await farm.ports.entries.deliveries([id])
  return explain(subscribed, { routable, state: entry.state, serviceType, trees: memory, deliveries })
}

export async function privateEntry(farm: Farm): Promise<number> {
  const memory = await farm.memory()
  const { entries } = farm.storage.tables
  const all = await farm.storage.read.select().from(entries)
  const found = all.find(
    (one) =>
      one.state === 'published' &&
      one.organisation === 'nievre' &&
      memory.serviceType(one.serviceType)?.visibility === 'private',
  )
  return found?.id ?? 0
}
