import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Site, Subscription } from '../../pipeline/model/site.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import { type Rehearsal, type Rehearsing, rehearse } from '../routing/rehearse.ts'
import { forgetTouches } from '../storage/deliveries/touch-store.ts'
import { noteChange } from '../storage/knowledge/change-store.ts'
import { putNetwork } from '../storage/network/network-store.ts'
import type { Writer } from '../storage/storage.ts'
import { checkServices, type ServiceDraft } from './check-service.ts'
import { serviceEdition } from './service-edition.ts'
import type { SiteRoom } from './site-room.ts'

/** The services a site is to have from now on, in their order; those it had and that are not named go. */
export interface SubscriptionsChange {
  readonly actor: Actor
  readonly site: string
  readonly services: readonly ServiceDraft[]
  /** A service someone had open, as it was then: `stale-service` when somebody else changed or removed it meanwhile. */
  readonly opened?: { readonly service: number; readonly edition: string } | undefined
}

/**
 * Changes the services of a site; the entries of a removed service leave it at once. Answers the number of the job that routes again
 * what the change touches, null where nothing is to be routed: `finishJob` does it here and now, the worker soon.
 */
export async function changeSubscriptions(room: SiteRoom, change: SubscriptionsChange): Promise<Result<number | null>> {
  const planned = await planChange(room, change)
  if (!planned.ok) return planned
  if (hasMovedOn(planned.value.plan, change)) return fail({ code: 'stale-service' })
  const job = await writePlan(room, change, planned.value.plan)
  await room.changed('network')
  return ok(job)
}

/** Tells what a site would gain and lose by such a change over the last 90 days, and writes nothing. */
export async function rehearseSubscriptions(
  room: SiteRoom,
  change: SubscriptionsChange,
  rehearsing: Pick<Rehearsing, 'days' | 'onMove'> = {},
): Promise<Result<Rehearsal>> {
  const planned = await planChange(room, change)
  if (!planned.ok) return planned
  const { site, plan } = planned.value
  const of = (services: readonly Subscription[]) => services.map((subscription) => ({ subscription, site }))
  const knowledge = await room.memory()
  const asked = { subscribed: of(plan.rerouted), removed: of(plan.removed), knowledge }
  return ok(await rehearse({ storage: room.storage, now: room.ports.now }, { ...rehearsing, ...asked }))
}

async function planChange(room: SiteRoom, change: SubscriptionsChange): Promise<Result<{ site: Site; plan: Plan }>> {
  const memory = await room.memory()
  const site = memory.sites.get(change.site)
  if (!site) return fail({ code: 'unknown-site', params: { value: change.site } })
  const allowed = may(change.actor, { action: 'manage-site', site }, memory)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const problems = checkServices(change.services, { site, knowledge: memory })
  if (problems.length > 0) return fail(...problems)
  const before = memory.sites.subscriptions(site.id)
  return ok({ site, plan: planOf(before, change, await room.ports.newIds(change.services.length)) })
}

/** Changes name, tagline, languages or look of a site; its address, kind, visibility and organisation stay. */
export async function changeSite(
  room: SiteRoom,
  { actor, site: changed }: { readonly actor: Actor; readonly site: Site },
): Promise<Result<Site>> {
  const memory = await room.memory()
  const site = memory.sites.get(changed.id)
  if (!site) return fail({ code: 'unknown-site', params: { value: changed.id } })
  const allowed = may(actor, { action: 'manage-site', site }, memory)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  if (changed.name.trim() === '') return fail({ code: 'required', field: 'name' })
  const { storage, ports } = room
  const { name, tagline, languages, skin } = changed
  const kept = { ...site, name: name.trim(), tagline, languages, skin }
  const [id = 0] = await ports.newIds(1)
  const now = ports.now()
  const noted = { id, at: now, kind: 'network-changed', person: personOf(actor) } as const
  await storage.write(async (writer) => {
    await putNetwork(storage, writer, { organisations: [], sites: [kept], subscriptions: [], now })
    // The site as seen on a day before bears what it was called and how it looked.
    await noteChange(storage.tables, writer, { ...noted, data: { back: { sites: [site], organisations: [] } } })
  })
  await room.changed('network')
  return ok(kept)
}

function hasMovedOn({ before }: Plan, { opened }: SubscriptionsChange): boolean {
  if (opened === undefined) return false
  const today = before.find((one) => one.id === opened.service)
  return today === undefined || serviceEdition(today) !== opened.edition
}

interface Plan {
  readonly before: readonly Subscription[]
  readonly kept: readonly Subscription[]
  readonly removed: readonly Subscription[]
  /** Those whose request or mode is new. */
  readonly rerouted: readonly Subscription[]
}

function planOf(before: readonly Subscription[], change: SubscriptionsChange, ids: readonly number[]): Plan {
  const known = new Map(before.map((one) => [one.id, one]))
  const kept = change.services.map(({ id, slug, label, mode, when, arrangement = null }, position) => ({
    ...{ id: id !== undefined && known.has(id) ? id : (ids[position] ?? 0), site: change.site },
    ...{ slug, label, mode, when, position, arrangement },
  }))
  const rerouted = kept.filter((one) => {
    const was = known.get(one.id)
    return !was || was.mode !== one.mode || JSON.stringify(was.when) !== JSON.stringify(one.when)
  })
  const staying = new Set(kept.map((one) => one.id))
  return { before, kept, removed: before.filter((one) => !staying.has(one.id)), rerouted }
}

async function writePlan(room: SiteRoom, { actor, site }: SubscriptionsChange, plan: Plan): Promise<number | null> {
  const { storage, ports } = room
  const [event = 0, id = 0] = await ports.newIds(2)
  const now = ports.now()
  const slugs = (services: readonly Subscription[]) => services.map((one) => one.slug)
  // The site as seen on a day before reads what its services were.
  const data = { services: slugs(plan.kept), removed: slugs(plan.removed), was: plan.before }
  const blank = { entry: null, batch: null, kind: 'subscriptions-changed' }
  return storage.write(async (writer) => {
    await removeServices(room, writer, { removed: plan.removed.map((one) => one.id), now })
    await moveAside(room, writer, plan)
    await putServices(room, writer, plan.kept)
    await writer.bulk(storage.tables.events, [{ ...blank, id: event, at: now, site, person: personOf(actor), data }])
    if (plan.rerouted.length === 0) return null
    const asked = { subscriptions: plan.rerouted.map((one) => one.id), touching: null, describe: false }
    return askReroute(storage.tables, writer, { ...asked, about: `site ${site}`, id, at: now, part: 'network' })
  })
}

async function removeServices(
  { storage: { tables } }: SiteRoom,
  writer: Writer,
  { removed, now }: { readonly removed: readonly number[]; readonly now: number },
): Promise<void> {
  if (removed.length === 0) return
  const { db } = writer
  const { deliveries, subscriptions, touches } = tables
  const shown = or(eq(deliveries.state, 'live'), eq(deliveries.state, 'pending'))
  await db
    .update(deliveries)
    .set({ state: 'retracted', updatedAt: now })
    .where(and(inArray(deliveries.subscription, [...removed]), shown))
  await forgetTouches(touches, writer, { which: inArray(touches.subscription, [...removed]), at: now })
  await db.delete(subscriptions).where(inArray(subscriptions.id, [...removed]))
}

// Two services may exchange their addresses, which are unique at every moment of the transaction.
async function moveAside({ storage: { tables } }: SiteRoom, { db }: Writer, { kept }: Plan): Promise<void> {
  const { subscriptions } = tables
  const ids = kept.map((one) => one.id)
  if (ids.length === 0) return
  await db
    .update(subscriptions)
    .set({ slug: sql`${subscriptions.slug} || ' ' || ${subscriptions.id}` })
    .where(inArray(subscriptions.id, ids))
}

async function putServices(
  { storage: { tables } }: SiteRoom,
  { db }: Writer,
  services: readonly Subscription[],
): Promise<void> {
  const { subscriptions } = tables
  for (const service of services)
    await db.insert(subscriptions).values(service).onConflictDoUpdate({ target: subscriptions.id, set: service })
}
