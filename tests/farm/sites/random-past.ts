import fc from 'fast-check'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { changeSubscriptions } from '../../../farm/sites/change-subscriptions.ts'
import { movePin, pinEntry, unpinEntry } from '../../../farm/sites/pin-entry.ts'
import { retouchEntry, settleTouch } from '../../../farm/sites/retouch-entry.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Condition } from '../../../pipeline/model/condition.ts'
import type { Arrangement } from '../../../pipeline/model/site.ts'
import { type Life, play, type Step, sheets } from '../../pipeline/routing/random-life.ts'

/** One thing that happens to what a site shows; `which` picks among the entries made so far and those it shows, `among` among its sections. */
export type PastStep =
  | Step
  | { readonly do: 'pin' | 'unpin' | 'up' | 'settle'; readonly which: number; readonly among: number }
  | { readonly do: 'say'; readonly which: number; readonly among: number; readonly title: string }
  | { readonly do: 'arrange'; readonly among: number; readonly arrangement: Arrangement | null }
  | { readonly do: 'request'; readonly among: number; readonly when: Condition }
  | { readonly do: 'drop'; readonly among: number }

const which = fc.nat(7)
const among = fc.nat(9)

const touchSteps: fc.Arbitrary<PastStep> = fc.oneof(
  fc.record({ do: fc.constantFrom('pin', 'pin', 'unpin', 'up', 'settle'), which, among }),
  fc.record({ do: fc.constant('say' as const), which, among, title: fc.constantFrom('Dit ici', 'Fiche', 'Autrement') }),
)

const ruleSteps: fc.Arbitrary<PastStep> = fc.oneof(
  fc.record({
    do: fc.constant('arrange' as const),
    among,
    arrangement: fc.constantFrom<(Arrangement | null)[]>(
      null,
      { order: 'oldest' },
      { order: 'newest', limit: 3 },
      { transforms: [{ shorten: 'summary', to: 12 }, { mention: 'D’après {organisation}' }] },
      { order: 'oldest', limit: 4, transforms: [{ drop: 'summary' }] },
    ),
  }),
  fc.record({
    do: fc.constant('request' as const),
    among,
    when: fc.constantFrom<Condition>(
      { service_type: ['press-review', 'news'] },
      { all: [{ service_type: ['press-review'] }, { territory: ['departement:58'] }] },
      { all: [{ service_type: ['news', 'press-review'] }, { theme: ['employment'] }] },
    ),
  }),
  fc.record({ do: fc.constant('drop' as const), among }),
)

const lifeSteps: fc.Arbitrary<PastStep> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('propose' as const), sheet: sheets }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('correct' as const), which, sheet: sheets }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('approve' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('withdraw', 'trash'), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('show', 'exclude'), which, among }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('bring', 'let-go'), which, among: fc.nat(300) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 4 }) }) },
)

/** Any course of things on one site, with some entries to begin with. */
export const pastCourses: fc.Arbitrary<readonly PastStep[]> = fc
  .tuple(
    fc.array(fc.record({ do: fc.constant('propose' as const), sheet: sheets }), { minLength: 3, maxLength: 5 }),
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: lifeSteps },
        { weight: 3, arbitrary: touchSteps },
        { weight: 1, arbitrary: ruleSteps },
      ),
      { minLength: 6, maxLength: 18 },
    ),
  )
  .map(([first, then]) => [...first, ...first.map((_, i): PastStep => ({ do: 'approve', which: i })), ...then])

interface Playing {
  readonly life: Life
  readonly site: string
  readonly step: PastStep
  readonly wait: (ms: number) => void
}

/** Plays one step; what cannot be done is left undone. */
export async function playPast(farm: Farm, { life, site, step, wait }: Playing): Promise<void> {
  if (step.do === 'arrange' || step.do === 'request' || step.do === 'drop') return change(farm, site, step)
  if (!('among' in step) || !isTouch(step)) return play(farm, life, step, wait)
  const services = (await farm.memory()).sites.subscriptions(site)
  const entry = life.entries[step.which % life.entries.length] ?? 0
  const held = (await farm.ports.entries.deliveries([entry])).filter((one) => one.site === site && one.state === 'live')
  const subscription = (held[step.among % held.length] ?? { subscription: services[0]?.id ?? 0 }).subscription
  const place = { entry, subscription, actor: FARM }
  if (step.do === 'pin') await pinEntry(farm, place)
  else if (step.do === 'unpin') await unpinEntry(farm, place)
  else if (step.do === 'up') await movePin(farm, { ...place, by: 'up' })
  else if (step.do === 'say')
    await retouchEntry(farm, { ...place, over: await liveOf(farm, entry), raw: { title: step.title } })
  else await settleTouch(farm, { ...place, field: 'title', keep: 'theirs' })
}

type Touching = Extract<PastStep, { readonly do: 'pin' | 'unpin' | 'up' | 'settle' } | { readonly do: 'say' }>

function isTouch(step: PastStep): step is Touching {
  return ['pin', 'unpin', 'up', 'settle', 'say'].includes(step.do)
}

async function liveOf(farm: Farm, entry: number): Promise<number> {
  return (await farm.ports.entries.get(entry))?.liveRevision ?? 0
}

async function change(
  farm: Farm,
  site: string,
  step: Extract<PastStep, { readonly do: 'arrange' | 'request' | 'drop' }>,
): Promise<void> {
  const services = (await farm.memory()).sites.subscriptions(site)
  const chosen = services[step.among % services.length]
  // A site keeps a few sections, however often one goes.
  const gone = step.do === 'drop' && services.length > 4
  const changed = services.flatMap((one) => {
    if (one.id !== chosen?.id) return [one]
    if (step.do === 'arrange') return [{ ...one, arrangement: step.arrangement }]
    if (step.do === 'request') return [{ ...one, when: step.when }]
    return gone ? [] : [one]
  })
  const done = await changeSubscriptions(farm, { actor: FARM, site, services: changed })
  // Not every section can be arranged so: some hold kinds without a summary.
  if (done.ok && done.value !== null) await finishJob(farm, done.value)
}
