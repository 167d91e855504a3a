import fc from 'fast-check'
import { planAgeing } from '../../../farm/jobs/ageing.ts'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { proposePact, revokePact, signPact } from '../../../farm/sites/change-pacts.ts'
import { changeSubscriptions } from '../../../farm/sites/change-subscriptions.ts'
import { openJobs } from '../../../farm/storage/jobs/job-store.ts'
import { changePerimeter } from '../../../farm/territories/change-perimeter.ts'
import { changeThemes } from '../../../farm/themes/change-themes.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Condition } from '../../../pipeline/model/condition.ts'
import type { Result } from '../../../pipeline/model/problem.ts'

/** One change of the rules: what a section asks for, where a theme stands, what a perimeter holds, whether a pact holds. */
export type RuleStep =
  | { readonly do: 'ask'; readonly site: string; readonly among: number; readonly when: Condition }
  | { readonly do: 'move-theme'; readonly code: string; readonly broader: string | null }
  | { readonly do: 'redraw'; readonly members: readonly string[] }
  | { readonly do: 'pact'; readonly holds: boolean }

const PERIMETER = { code: 'au-hasard', name: 'Au hasard' }

const conditions: fc.Arbitrary<Condition> = fc
  .tuple(
    fc.constantFrom<Condition>({ service_type: ['news', 'press-review'] }, { service_type: ['press-review'] }),
    fc.constantFrom<Condition>(
      { theme: ['employment'] },
      { theme: ['training'], exactly: true },
      { territory: ['departement:58'], relation: 'either' },
      { territory: ['perimeter:au-hasard'] },
      { territory: ['commune:58194'], relation: 'covering' },
      { near: 'commune:58194', km: 70 },
      { published: { within_days: 3 } },
      { any: [{ territory: ['departement:89'] }, { theme: ['economy'] }] },
      { none: [{ origin: ['own'] }, { territory: ['epci:200067429'] }] },
      { origin: ['granted', 'below'] },
    ),
  )
  .map((all) => ({ all }))

/** Any change of the rules. */
export const ruleSteps: fc.Arbitrary<RuleStep> = fc.oneof(
  fc.record({
    do: fc.constant('ask' as const),
    site: fc.constantFrom('nievre', 'yonne', 'bourgogne-franche-comte', 'kiosque'),
    among: fc.nat(20),
    when: conditions,
  }),
  fc.record({
    do: fc.constant('move-theme' as const),
    code: fc.constantFrom('job-search', 'recruitment'),
    broader: fc.constantFrom('employment', 'training', 'economy', null),
  }),
  fc.record({
    do: fc.constant('redraw' as const),
    members: fc.uniqueArray(fc.constantFrom('commune:58079', 'commune:58194', 'departement:89'), { minLength: 1 }),
  }),
  fc.record({ do: fc.constant('pact' as const), holds: fc.boolean() }),
)

/** Makes sure what the steps speak of is there. */
export async function prepareRules(farm: Farm): Promise<void> {
  await settle(
    farm,
    await changePerimeter(farm, { actor: FARM, perimeter: { ...PERIMETER, members: ['commune:58079'] } }),
  )
}

/** Plays one change of the rules, and what it asks of jobs. */
export async function playRule(farm: Farm, step: RuleStep): Promise<void> {
  if (step.do === 'ask') return ask(farm, step)
  if (step.do === 'move-theme') {
    const change = { do: 'move', code: step.code, broader: step.broader } as const
    return settle(farm, await changeThemes(farm, { actor: FARM, vocabulary: 'themes', change }))
  }
  if (step.do === 'redraw') {
    return settle(
      farm,
      await changePerimeter(farm, { actor: FARM, perimeter: { ...PERIMETER, members: step.members } }),
    )
  }
  const pact = (await farm.memory()).pacts.by('passerelles').find((one) => one.grantee === 'nievre' && !one.revokedAt)
  if (pact && !step.holds) return settle(farm, await revokePact(farm, { actor: FARM, pact: pact.id }))
  if (pact || !step.holds) return
  const offer = { grantor: 'passerelles', grantee: 'nievre', below: false, scope: null, until: null }
  const offered = await proposePact(farm, { actor: FARM, ...offer })
  if (!offered.ok) throw new Error(JSON.stringify(offered.problems))
  await settle(farm, await signPact(farm, { actor: FARM, pact: offered.value.pact.id }))
}

/** Does what the turn of the day asks for. */
export async function turnTheDay(farm: Farm): Promise<void> {
  await planAgeing(farm)
  await finishAll(farm)
}

async function ask(farm: Farm, { site, among, when }: Extract<RuleStep, { do: 'ask' }>): Promise<void> {
  const services = (await farm.memory()).sites.subscriptions(site)
  const chosen = services[among % services.length]
  const changed = services.map((one) => (one.id === chosen?.id ? { ...one, when } : one))
  await settle(farm, await changeSubscriptions(farm, { actor: FARM, site, services: changed }))
}

async function settle(farm: Farm, done: Result<unknown>): Promise<void> {
  if (!done.ok && done.problems.some(({ code }) => code !== 'theme-circle'))
    throw new Error(JSON.stringify(done.problems))
  await finishAll(farm)
}

async function finishAll(farm: Farm): Promise<void> {
  for (const { id } of await openJobs(farm.storage, 'reroute ')) await finishJob(farm, id)
}
