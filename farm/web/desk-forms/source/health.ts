import { inLanguage } from '../../../../pipeline/model/local-text.ts'
import { listMappings } from '../../../batches/mappings.ts'
import { batchProblems, listBatches } from '../../../storage/gateways/batch-store.ts'
import { type Exchange, listExchanges } from '../../../storage/gateways/exchange-store.ts'
import { hubSubscription, isPushed } from '../../../storage/gateways/hub-store.ts'
import type { Source } from '../../../storage/gateways/source-store.ts'
import type { Tone } from '../../components/shapes.ts'
import { agoText, momentText } from '../../present/dates.ts'
import type { Visit } from '../../visit.ts'
import { formatName, sourceMark, sourceStatus } from '../source-status.ts'

/** One reading that brought content, as the chart draws it. */
export interface Reading {
  readonly at: number
  readonly items: number
  /** New or changed among them. */
  readonly fresh: number
}

/** What the page of a source tells of its health. */
export interface SourceHealth {
  readonly tone: Tone
  readonly title: string
  /** What happened last, and when it is read next. */
  readonly sentences: readonly string[]
  /** Of a reading of which nothing could be used, why. */
  readonly reasons: readonly string[]
  /** What pulls taught, as names and values. */
  readonly learnt: readonly { readonly label: string; readonly value: string }[]
  readonly exchanges: readonly Exchange[]
  readonly readings: readonly Reading[]
}

const SHOWN = 25
const DRAWN = 40

/** Reads the health of a source. */
export async function sourceHealth(visit: Visit, source: Source): Promise<SourceHealth> {
  const { farm, words } = visit
  const exchanges = await listExchanges(farm.storage, { source: source.id, limit: SHOWN })
  const asked = { organisations: [source.organisation], source: source.id, limit: DRAWN }
  const readings = (await listBatches(farm.storage, asked))
    .map(({ startedAt: at, total: items, counts }) => ({ at, items, fresh: counts.new + counts.changed }))
    .sort((a, b) => a.at - b.at)
  const { key, tone } = sourceMark(source)
  const pushed = isPushed(await hubSubscription(farm.storage, source.id), farm.now())
  return {
    tone,
    title: words(key),
    sentences: sentencesOf(visit, source),
    reasons: await reasonsOf(visit, source, exchanges[0]),
    learnt: lessonsOf(visit, source, pushed),
    exchanges,
    readings,
  }
}

/** Saved mappings a source of this kind and body may be read by; of one whose kind and body are not said yet, all. */
export async function mappingsFor(
  { farm, actor, memory, language }: Visit,
  about: Pick<Source, 'serviceType' | 'organisation'> | undefined,
): Promise<readonly { readonly id: number; readonly name: string }[]> {
  const all = await listMappings(farm, actor)
  if (about)
    return all.filter((one) => one.serviceType === about.serviceType && one.organisation === about.organisation)
  return all.map(({ id, name, serviceType, organisation }) => {
    const kind = inLanguage(memory.serviceType(serviceType)?.plural ?? { fr: serviceType }, language)
    return { id, name: [name, kind, memory.organisations.get(organisation)?.shortName ?? organisation].join(' · ') }
  })
}

// Of items that were all refused, what most of them lack.
async function reasonsOf(
  { farm, words, memory, language }: Visit,
  source: Source,
  last: Exchange | undefined,
): Promise<readonly string[]> {
  if (last?.problem?.code !== 'nothing-readable' || !last.batch) return []
  const problems = await batchProblems(farm.storage, { batch: last.batch, limit: READ })
  const fields = new Map(
    memory.serviceType(source.serviceType)?.fields.map(({ name, label }) => [name, inLanguage(label, language)]),
  )
  const told = Map.groupBy(problems, ({ problem }) => {
    const label = fields.get(problem.field?.split('.')[0] ?? '')
    const message = words.problem(problem)
    return label === undefined ? message : words('form.error-of', { label, message })
  })
  return [...told]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .slice(0, TOLD)
    .map(([sentence, lines]) => words('sources.reason', { sentence, count: lines.length }))
}

const READ = 500
const TOLD = 4

function sentencesOf({ words, farm, language }: Visit, source: Source): string[] {
  const now = farm.now()
  const last = source.lastAt === null ? [] : [words('sources.last', { when: agoText(source.lastAt, now, language) })]
  const next =
    source.nextAt <= now
      ? words('sources.next.soon')
      : words('sources.next', { when: momentText(source.nextAt, language) })
  return [
    ...last,
    sourceStatus(source, words),
    ...(source.state === 'paused' ? [words('sources.paused')] : [next]),
    ...(source.state === 'troubled'
      ? [words(`sources.never-given-up${source.lastStatus === 'gone' ? '.gone' : ''}`)]
      : []),
  ]
}

function lessonsOf({ words, language }: Visit, source: Source, pushed: boolean): SourceHealth['learnt'] {
  const { pulls, changes, changeEvery, shape, asks, moved, hub } = source.learnt
  const lesson = (name: string, value: string) => ({ label: words(`sources.learnt.${name}`), value })
  const span = (ms: number) => lengthText(ms, language)
  return [
    lesson(
      'rhythm',
      changeEvery === null
        ? words('sources.learnt.too-soon')
        : words('sources.learnt.every', { span: span(changeEvery) }),
    ),
    lesson('pulls', words('sources.learnt.pulls-of', { pulls, changes })),
    ...(shape
      ? [
          lesson('items', words('sources.learnt.usually', { count: shape.items })),
          lesson('format', formatName(shape.format, words)),
        ]
      : []),
    ...(shape?.language ? [lesson('language', shape.language)] : []),
    ...(shape?.host ? [lesson('host', shape.host)] : []),
    ...(asks ? [lesson('asks', span(asks))] : []),
    ...(moved ? [lesson('moved', moved.to)] : []),
    ...(hub
      ? [lesson('hub', words(pushed ? 'sources.learnt.pushed' : 'sources.learnt.offered', { hub: hub.hub }))]
      : []),
  ]
}

function lengthText(ms: number, language: Visit['language']): string {
  const [unit, size] = UNITS.find(([, length]) => ms >= length) ?? (['minute', 60_000] as const)
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 })
  return format.format(Math.max(1, Math.round(ms / size)))
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const
