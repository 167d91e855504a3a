import { inArray } from 'drizzle-orm'
import fc from 'fast-check'
import { planAgeing } from '../../../farm/jobs/ageing.ts'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { askReroute } from '../../../farm/routing/ask-reroute.ts'
import { proposePact, revokePact, signPact } from '../../../farm/sites/change-pacts.ts'
import { changeSubscriptions } from '../../../farm/sites/change-subscriptions.ts'
import { openJobs } from '../../../farm/storage/jobs/job-store.ts'
import { heldVintage } from '../../../farm/storage/knowledge/territory-store.ts'
import { changePerimeter } from '../../../farm/territories/change-perimeter.ts'
import { changeVintage } from '../../../farm/territories/change-vintage.ts'
import { changeThemes } from '../../../farm/themes/change-themes.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Condition } from '../../../pipeline/model/condition.ts'
import type { Result } from '../../../pipeline/model/problem.ts'

/** One change of the rules: what a section asks for, where a theme stands or what it becomes, what a perimeter holds, a new vintage, whether a pact holds. */
export type RuleStep =
  | { readonly do: 'ask'; readonly site: string; readonly among: number; readonly when: Condition }
  | { readonly do: 'move-theme'; readonly code: string; readonly broader: string | null }
  | { readonly do: 'merge-theme'; readonly code: string; readonly into: string }
  | { readonly do: 'vintage'; readonly lines: readonly (keyof typeof MOVEMENTS)[] }
  | { readonly do: 'redraw'; readonly members: readonly string[] }
  | { readonly do: 'pact'; readonly holds: boolean }

// As INSEE writes them: Clamecy into Nevers, itself again, under another code, back; Varzy into Clamecy.
const MOVEMENTS = {
  merged: ['58079', '58194'],
  split: ['58194', '58079'],
  recoded: ['58079', '58900'],
  back: ['58900', '58079'],
  neighbour: ['58304', '58079'],
} as const

const PERIMETER = { code: 'au-hasard', name: 'Au hasard' }

const conditions: fc.Arbitrary<Condition> = fc
  .tuple(
    fc.constantFrom<Condition>({ service_type: ['news', 'press-review'] }, { service_type: ['press-review'] }),
    fc.constantFrom<Condition>(
      { theme: ['employment'] },
      { theme: ['training'], exactly: true },
      { territory: ['departement:58'], relation: 'either' },
      { territory: ['perimeter:au-hasard'] },
      { territory: ['commune:58079'] },
      { territory: ['commune:58194'], relation: 'covering' },
      { territory: ['perimeter:au-hasard'], relation: 'either' },
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
    do: fc.constant('merge-theme' as const),
    code: fc.constantFrom('job-search', 'recruitment', 'apprenticeship', 'crafts'),
    into: fc.constantFrom('training', 'economy', 'employment', 'job-search'),
  }),
  fc.record({
    do: fc.constant('vintage' as const),
    lines: fc.uniqueArray(fc.constantFrom('merged', 'split', 'recoded', 'back', 'neighbour'), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  fc.record({
    do: fc.constant('redraw' as const),
    members: fc.uniqueArray(fc.constantFrom('commune:58079', 'commune:58194', 'departement:89'), { minLength: 1 }),
  }),
  fc.record({ do: fc.constant('pact' as const), holds: fc.boolean() }),
)

/** Makes sure what the steps speak of is there, and communes of two départements alone: a vintage of all of France takes a second to bring in. */
export async function prepareRules(farm: Farm): Promise<void> {
  const { territories, territoryAliases } = farm.storage.tables
  const elsewhere = (await farm.storage.read.select().from(territories)).filter(
    ({ level, parents }) =>
      ['commune', 'epci', 'arrondissement'].includes(level) &&
      !parents.some((key) => key === 'region:27' || key === 'departement:58' || key === 'departement:89'),
  )
  await farm.storage.write(async ({ db }) => {
    await db.delete(territoryAliases)
    for (let i = 0; i < elsewhere.length; i += 500) {
      const some = elsewhere.slice(i, i + 500).map(({ key }) => key)
      await db.delete(territories).where(inArray(territories.key, some))
    }
  })
  await farm.changed('geography')
  const [id = 0] = await farm.storage.newIds(1)
  const everything = { about: 'everything', subscriptions: null, touching: null, describe: true, id, at: farm.now() }
  await farm.storage.write((writer) => askReroute(farm.storage.tables, writer, everything))
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
  if (step.do === 'merge-theme') {
    const change = { do: 'merge', code: step.code, into: step.into } as const
    return settle(farm, await changeThemes(farm, { actor: FARM, vocabulary: 'themes', change }))
  }
  if (step.do === 'vintage') return bringVintage(farm, step.lines)
  if (step.do === 'redraw') {
    const { gazetteer } = await farm.memory()
    const members = [...new Set(step.members.map((key) => gazetteer.get(key)?.key ?? key))]
    return settle(farm, await changePerimeter(farm, { actor: FARM, perimeter: { ...PERIMETER, members } }))
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

// Of what is not there any more, or not yet, a file of movements may speak as much as it likes.
async function bringVintage(farm: Farm, lines: readonly (keyof typeof MOVEMENTS)[]): Promise<void> {
  const year = ((await heldVintage(farm.storage)) ?? 0) + 1
  const told = lines.flatMap((line) => {
    const [was, became] = MOVEMENTS[line]
    const after = (code: string) => `${year}-01-01,COM,${was},COM,${code},Commune ${code}`
    return line === 'split' ? [after(was), after(became)] : [after(became)]
  })
  const bytes = Buffer.from(['DATE_EFF,TYPECOM_AV,COM_AV,TYPECOM_AP,COM_AP,LIBELLE_AP', ...told].join('\n'))
  await settle(farm, await changeVintage(farm, { actor: FARM, bytes }))
}

// Refused as they should be: nothing is changed then.
const REFUSED = ['theme-circle', 'theme-merge-below', 'unknown-term']

async function settle(farm: Farm, done: Result<unknown>): Promise<void> {
  if (!done.ok && done.problems.some(({ code }) => !REFUSED.includes(code)))
    throw new Error(JSON.stringify(done.problems))
  await finishAll(farm)
}

async function finishAll(farm: Farm): Promise<void> {
  for (const { id } of await openJobs(farm.storage, 'reroute ')) await finishJob(farm, id)
}
