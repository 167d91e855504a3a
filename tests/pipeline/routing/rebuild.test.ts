import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { type Move, rehearse } from '../../../farm/routing/rehearse.ts'
import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import { stems } from '../../../pipeline/model/stems.ts'
import { accessOf } from '../../../pipeline/routing/access.ts'
import { match } from '../../../pipeline/routing/match.ts'
import { admits, type Subscribed } from '../../../pipeline/routing/subscription-index.ts'
import { routableOf, termsOf } from '../../../pipeline/terms.ts'
import { describeFarmOnBoth } from '../../farms.ts'
import { found, termsIn } from '../writing.ts'
import { courses, type Life, play, type Step } from './random-life.ts'
import { prepareRules } from './random-rules.ts'

describeFarmOnBoth('Whatever happens to entries and to the rules they travel by', (open) => {
  it('leaves each where a rebuild from nothing would put it, found and filtered by what is live', async () => {
    let now = Date.now()
    const farm = await open({ now: () => now })
    const wait = (ms: number) => {
      now += ms
    }
    await prepareRules(farm)
    const take = async (steps: readonly Step[]) => {
      const life: Life = { entries: [], excluded: new Set(), confirmed: new Set() }
      const versions = new Map<number, number>()
      for (const step of steps) {
        await play(farm, life, step, wait)
        for (const { id, version } of await farm.ports.entries.many(life.entries)) {
          expect(version).toBeGreaterThanOrEqual(versions.get(id) ?? 1)
          versions.set(id, version)
        }
      }
      for (const id of life.entries) await checkEntry(farm, life, id)
      await checkAll(farm)
    }
    let last: Promise<void> | undefined
    const course = fc.asyncProperty(courses, (steps) => {
      last = take(steps)
      return last
    })
    await fc.assert(course, { numRuns: 15, interruptAfterTimeLimit: 15_000 })
    // One that time interrupted goes on: it is left to its end, and must end well too.
    await last
  }, 60_000)
})

/** Nothing that was ever published, by this course or one before it, would come or go were all routed anew. */
async function checkAll(farm: Farm): Promise<void> {
  const knowledge = await farm.ports.knowledge()
  const subscribed = [...(await farm.memory()).subscriptions.all()]
  const moves: Move[] = []
  const asked = { subscribed, knowledge, imagined: true, days: null, onMove: (move: Move) => moves.push(move) }
  await rehearse({ storage: farm.storage, now: farm.now }, asked)
  expect(moves).toEqual([])
}

async function checkEntry(farm: Farm, life: Life, id: number): Promise<void> {
  const entry = await farm.ports.entries.get(id)
  if (!entry) throw new Error(`no entry ${id}`)
  const revision = entry.liveRevision === null ? undefined : await farm.ports.entries.revision(entry.liveRevision)
  const values = revision?.values ?? {}
  await checkDeliveries(farm, life, { entry, wanted: await wantedBy(farm, entry, values) })
  const memory = await farm.memory()
  const kind = memory.serviceType(entry.serviceType)
  // What is only scheduled is filtered by nobody yet, and described anew on its day.
  const isShown = entry.state === 'published'
  if (isShown && revision && kind) expect(await termsIn(farm, id)).toEqual(termsOf(kind, values, memory).sort())
  await checkSearch(farm, entry)
}

/** Sections that ask for the entry, looked at one by one. */
async function wantedBy(farm: Farm, entry: Entry, values: Values): Promise<readonly Subscribed[]> {
  const memory = await farm.memory()
  const kind = memory.serviceType(entry.serviceType)
  if (entry.state !== 'published' || !kind) return []
  const routable = routableOf(kind, values, { ...entry, now: farm.now() })
  const asks = ({ subscription, site }: Subscribed) =>
    match(routable, subscription.when, { organisation: site.organisation, trees: memory }) &&
    accessOf(routable, { organisation: site.organisation, trees: memory }) !== null
  return [...memory.subscriptions.all()].filter((one) => admits(one, kind) && asks(one))
}

async function checkDeliveries(
  farm: Farm,
  life: Life,
  { entry, wanted }: { readonly entry: Entry; readonly wanted: readonly Subscribed[] },
): Promise<void> {
  const { deliveries } = farm.storage.tables
  const all = (await farm.storage.read.select().from(deliveries)).filter((one) => one.entry === entry.id)
  const states = new Map(all.map((one) => [one.subscription, one.state]))
  const excluded = (subscription: number) => life.excluded.has(`${entry.id} ${subscription}`)
  for (const { subscription, site } of wanted) {
    const state = states.get(subscription.id)
    const said = life.confirmed.has(`${entry.id} ${subscription.id}`)
    const possible = excluded(subscription.id)
      ? ['excluded']
      : subscription.mode === 'automatic'
        ? ['live']
        : ['pending', ...(said ? ['live'] : [])]
    expect(possible, `${entry.serviceType} ${entry.id} on ${site.id}/${subscription.slug}`).toContain(state)
  }
  const asked = new Set([...wanted.map((one) => one.subscription.id), ...(await broughtTo(farm, entry))])
  const { sites, serviceType } = await farm.memory()
  for (const row of all) {
    const shown = row.state === 'live' || row.state === 'pending'
    if (entry.liveRevision === null) expect(shown).toBe(false)
    if (!asked.has(row.subscription)) expect(row.state).toBe(excluded(row.subscription) ? 'excluded' : 'retracted')
    if (shown) expect(row).toMatchObject({ revision: entry.liveRevision, sortAt: entry.sortAt })
    if (shown && serviceType(entry.serviceType)?.visibility === 'private')
      expect(sites.get(row.site)?.visibility).toBe('private')
  }
}

/** Sections that brought the entry themselves, where it shows as long as it may come there and they do not keep it out. */
async function broughtTo(farm: Farm, entry: Entry): Promise<readonly number[]> {
  const deliveries = await farm.ports.entries.deliveries([entry.id])
  const held = deliveries.filter((one) => one.touch?.hold === 'reintroduced')
  if (entry.liveRevision === null) expect(held).toEqual([])
  const memory = await farm.memory()
  const kind = memory.serviceType(entry.serviceType)
  const values = (await farm.ports.entries.revision(entry.liveRevision ?? 0))?.values ?? {}
  if (entry.state !== 'published' || !kind) return []
  const routable = routableOf(kind, values, { ...entry, now: farm.now() })
  const there = held.filter(({ subscription }) => memory.subscriptions.lets(routable, kind, subscription))
  for (const { state } of there) expect(['live', 'excluded']).toContain(state)
  return there.filter((one) => one.state === 'live').map((one) => one.subscription)
}

async function checkSearch(farm: Farm, entry: Entry): Promise<void> {
  const { revisions } = farm.storage.tables
  const all = (await farm.storage.read.select().from(revisions)).filter((one) => one.entry === entry.id)
  for (const { id, values } of all) {
    const [, stem = ''] = stems(String(values.title))
    const live = entry.state === 'published' && entry.liveRevision === id
    expect(await found(farm, stem, [entry.id]), `${stem} of ${entry.state}`).toEqual(live ? [entry.id] : [])
  }
}
