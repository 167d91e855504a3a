import fc from 'fast-check'
import { expireDue } from '../../../farm/jobs/expire.ts'
import { releaseDue } from '../../../farm/jobs/release.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { letGo, reintroduce } from '../../../farm/sites/reintroduce.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import type { Submission } from '../../../pipeline/model/submission.ts'
import { playRule, type RuleStep, ruleSteps, turnTheDay } from './random-rules.ts'

/** One thing that happens; `which` picks among the entries made so far, and `among` among its deliveries, or all sections to bring it to. */
export type Step =
  | { readonly do: 'propose'; readonly sheet: Sheet }
  | { readonly do: 'correct'; readonly which: number; readonly sheet: Sheet }
  | { readonly do: 'approve' | 'refuse' | 'return' | 'withdraw' | 'trash'; readonly which: number }
  | { readonly do: 'show' | 'exclude'; readonly which: number; readonly among: number }
  | { readonly do: 'bring' | 'let-go'; readonly which: number; readonly among: number }
  | { readonly do: 'wait'; readonly days: number }
  | RuleStep

/** What an entry is about. */
export interface Sheet {
  readonly kind: (typeof KINDS)[number]
  readonly organisation: string
  readonly themes: readonly string[]
  readonly places: readonly string[]
  /** Days from now, or none. */
  readonly from: number | null
  readonly until: number | null
}

const KINDS = ['news', 'watch', 'press-review'] as const
const DAY = 86_400_000

/** Any entry. */
export const sheets: fc.Arbitrary<Sheet> = fc.record({
  kind: fc.constantFrom(...KINDS),
  organisation: fc.constantFrom('nievre', 'haut-nivernais', 'yonne', 'bourgogne-franche-comte', 'passerelles'),
  themes: fc.uniqueArray(fc.constantFrom('employment', 'job-search', 'training', 'economy'), {
    minLength: 1,
    maxLength: 2,
  }),
  places: fc.uniqueArray(
    fc.constantFrom(
      ...['commune:58079', 'epci:200067429', 'departement:58', 'departement:89', 'region:27', 'country:FR'],
      'perimeter:au-hasard',
    ),
    { minLength: 1, maxLength: 2 },
  ),
  from: fc.option(fc.integer({ min: -3, max: 5 }), { freq: 3 }),
  until: fc.option(fc.integer({ min: -1, max: 8 }), { freq: 2 }),
})

const which = fc.nat(7)

/** Any course of things, propositions and approvals first, or nothing would ever be live. */
export const courses: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.array(fc.record({ do: fc.constant('propose' as const), sheet: sheets }), { minLength: 2, maxLength: 5 }),
    fc.array(
      fc.oneof(
        { weight: 2, arbitrary: fc.record({ do: fc.constant('propose' as const), sheet: sheets }) },
        { weight: 4, arbitrary: fc.record({ do: fc.constant('correct' as const), which, sheet: sheets }) },
        { weight: 6, arbitrary: fc.record({ do: fc.constant('approve' as const), which }) },
        { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('refuse', 'return', 'withdraw', 'trash'), which }) },
        { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('show', 'exclude'), which, among: fc.nat(9) }) },
        { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('bring', 'let-go'), which, among: fc.nat(300) }) },
        { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 4 }) }) },
        { weight: 5, arbitrary: ruleSteps },
      ),
      { minLength: 8, maxLength: 30 },
    ),
  )
  .map(([first, then]) => [...first, ...first.map((_, entry): Step => ({ do: 'approve', which: entry })), ...then])

/** What a course did, and what it was told. */
export interface Life {
  readonly entries: number[]
  /** Sections that said no, and that ever said yes, as `entry subscription`. */
  readonly excluded: Set<string>
  readonly confirmed: Set<string>
}

/** Plays one step on the farm, whose clock `wait` moves. */
export async function play(farm: Farm, life: Life, step: Step, wait: (ms: number) => void): Promise<void> {
  if (step.do === 'wait') {
    wait(step.days * DAY)
    await releaseDue(farm, new AbortController().signal)
    await expireDue(farm, new AbortController().signal)
    return turnTheDay(farm)
  }
  if (isRule(step)) return playRule(farm, step)
  if (step.do === 'propose') {
    const [arrival] = await farm.submit([submissionOf(await placed(farm, step.sheet), farm.now())], { actor: FARM })
    if (arrival?.entry === undefined) throw new Error(JSON.stringify(arrival))
    life.entries.push(arrival.entry)
    return
  }
  const entry = life.entries[step.which % life.entries.length] ?? 0
  if (step.do === 'correct') return correct(farm, entry, step.sheet)
  if (step.do === 'show' || step.do === 'exclude') return confirm(farm, life, { ...step, entry })
  if (step.do === 'bring') return bring(farm, life, { ...step, entry })
  if (step.do === 'let-go') return release(farm, entry)
  const said = { entry, actor: FARM, reason: 'Au hasard' }
  if (step.do === 'withdraw') await farm.withdraw(said)
  else if (step.do === 'trash') await farm.trash(said)
  else await farm.decide({ ...said, word: step.do })
}

const RULES: readonly string[] = ['ask', 'move-theme', 'merge-theme', 'vintage', 'redraw', 'pact']

function isRule(step: Step): step is RuleStep {
  return RULES.includes(step.do)
}

async function correct(farm: Farm, id: number, sheet: Sheet): Promise<void> {
  const entry = await farm.ports.entries.get(id)
  const kind = KINDS.find((one) => one === entry?.serviceType)
  if (!entry || !kind) return
  const same = { ...(await placed(farm, sheet)), kind, organisation: entry.organisation }
  const [arrival] = await farm.submit([{ ...submissionOf(same, farm.now()), entry: id }], { actor: FARM })
  if (arrival?.outcome !== 'changed') throw new Error(JSON.stringify(arrival))
}

async function confirm(
  farm: Farm,
  life: Life,
  { entry, among, do: word }: { entry: number; among: number; do: 'show' | 'exclude' },
): Promise<void> {
  const all = await farm.ports.entries.deliveries([entry])
  const delivery = all.toSorted((a, b) => a.subscription - b.subscription)[among % Math.max(1, all.length)]
  if (!delivery) return
  const shown = word === 'show'
  const { subscription } = delivery
  const said = await farm.confirm({ entry, subscription, shown, reason: 'Au hasard', actor: FARM })
  if (!said.ok) return
  const key = `${entry} ${subscription}`
  if (!shown) life.excluded.add(key)
  else life.confirmed.add(key)
  if (shown) life.excluded.delete(key)
}

// A site may bring what it does not ask for, and what it kept out itself.
async function bring(farm: Farm, life: Life, { entry, among }: { entry: number; among: number }): Promise<void> {
  const all = [...(await farm.memory()).subscriptions.all()]
  const subscription = all[among % all.length]?.subscription.id ?? 0
  const brought = await reintroduce(farm, { entry, subscription, actor: FARM })
  if (!brought.ok) return
  life.excluded.delete(`${entry} ${subscription}`)
  life.confirmed.add(`${entry} ${subscription}`)
}

async function release(farm: Farm, entry: number): Promise<void> {
  const held = (await farm.ports.entries.deliveries([entry])).find((one) => one.touch?.hold === 'reintroduced')
  if (held) await letGo(farm, { entry, subscription: held.subscription, actor: FARM })
}

// A code that a vintage divided is ambiguous to whoever writes it anew: a person would be asked.
async function placed(farm: Farm, sheet: Sheet): Promise<Sheet> {
  const { gazetteer } = await farm.memory()
  return { ...sheet, places: [...new Set(sheet.places.map((key) => gazetteer.get(key)?.key ?? key))] }
}

let written = 0

function submissionOf(sheet: Sheet, now: number): Submission {
  written += 1
  const day = (days: number) => new Date(now + days * DAY).toISOString().slice(0, 10)
  const title = `Fiche mot${written}x`
  const raw: Record<string, RawValue> = { title, themes: sheet.themes, territories: sheet.places }
  if (sheet.kind === 'news') Object.assign(raw, { summary: 'Résumé.', body: 'Un texte assez long pour être lu.' })
  if (sheet.kind === 'press-review')
    Object.assign(raw, { summary: 'Résumé.', source_name: 'Un journal', source_date: day(-1), rights: 'link' })
  if (sheet.kind === 'watch')
    Object.assign(raw, {
      source_url: `https://veille.example/${written}`,
      source_name: 'Un flux',
      captured_at: `${day(-1)}T10:00`,
      triage: 'kept',
    })
  if (sheet.from !== null && sheet.kind === 'news') raw.valid_from = day(sheet.from)
  if (sheet.until !== null && sheet.kind !== 'press-review') raw.valid_until = day(sheet.until)
  return { serviceType: sheet.kind, organisation: sheet.organisation, road: 'form', intent: 'propose', raw }
}
