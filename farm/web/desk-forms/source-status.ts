import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { readStatus } from '../../sources/last-status.ts'
import type { Source } from '../../storage/gateways/source-store.ts'
import type { Tone } from '../components/shapes.ts'
import type { Words } from '../words/words.ts'

/** How a source is, in a word and its tone: what waits for a person first, then whether it was read last time. */
export function sourceMark(source: Pick<Source, 'state' | 'quarantine' | 'failures'>): {
  readonly key: string
  readonly tone: Tone
} {
  const { state, quarantine, failures } = source
  if (quarantine) return { key: 'sources.state.held', tone: 'wait' }
  if (state === 'active' && failures > 0) return { key: 'sources.state.failing', tone: 'wait' }
  return { key: `sources.state.${state}`, tone: TONES[state] }
}

const TONES: Readonly<Record<Source['state'], Tone>> = { active: 'good', paused: 'info', troubled: 'stop' }

/** What the last reading of a source gave, in a sentence. */
export function sourceStatus({ lastStatus, failures }: Pick<Source, 'lastStatus' | 'failures'>, words: Words): string {
  if (lastStatus === null) return words('form.sources.never')
  const { problem, figure } = readStatus(lastStatus)
  const key = `form.sources.status.${problem.code}`
  if (words.has(key)) return words(key, { address: figure })
  const trouble = sourceTrouble(problem, words)
  return failures > 1 ? `${trouble} ${words('form.sources.failures', { count: failures })}` : trouble
}

/** What is wrong with an address that was read: of a web page, with the feed it announces. */
export function sourceTrouble(problem: Problem, words: Words): string {
  const { feed = '' } = problem.code === 'html-instead-of-feed' ? (problem.params ?? {}) : {}
  return feed === '' ? words.problem(problem) : words('sources.announces', { feed })
}

/** Why a source is held, in a sentence; formats, and fields of its kind, by what people call them. */
export function heldReason({ code, params = {}, ...problem }: Problem, words: Words, kind?: ServiceType): string {
  if (code === 'source-lost-fields') {
    const labels = new Map(kind?.fields.map(({ name, label }) => [name, inLanguage(label, words.language)]))
    const fields = String(params.fields)
      .split(', ')
      .map((name) => labels.get(name) ?? name)
    return words.problem({ code, params: { fields: fields.join(', ') } })
  }
  if (code !== 'source-other-format') return sourceTrouble({ code, params, ...problem }, words)
  const [before, now] = [params.before, params.now].map((one) => formatName(String(one), words))
  return words.problem({ code, params: { ...params, before: before ?? '', now: now ?? '' } })
}

/** What people call a format of files. */
export function formatName(format: string, words: Words): string {
  const key = `sources.format.${format}`
  return words.has(key) ? words(key) : format
}
