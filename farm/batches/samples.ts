import { differingFields } from '../../pipeline/merge-said.ts'
import type { BatchLine } from '../../pipeline/model/batch.ts'
import type { Values } from '../../pipeline/model/entry.ts'
import type { StoredValue } from '../../pipeline/model/field-types/field-type.ts'
import type { Arrival } from '../../pipeline/model/submission.ts'

/** One arrival of a rehearsal, to look at: what it is called, and of one that changes which fields, from what to what. */
export interface Sample {
  readonly outcome: 'new' | 'changed' | 'gone'
  readonly line: number
  readonly entry: number | undefined
  readonly title: string
  readonly fields: readonly SampleField[]
}

/** A field that would change; undefined where it says nothing. */
export interface SampleField {
  readonly field: string
  readonly before: StoredValue | undefined
  readonly after: StoredValue | undefined
}

/** The sample an arrival of a rehearsal makes, if any. */
export function sampleOf({ outcome, line = 0, entry, shown }: Arrival): Sample[] {
  if (!shown || (outcome !== 'new' && outcome !== 'changed')) return []
  const { before, after } = shown
  const title = String(after.title ?? '').slice(0, 300)
  const fields = outcome === 'new' ? [] : differingFields(before, after).map((field) => fieldOf(field, shown))
  return [{ outcome, line, entry: outcome === 'new' ? undefined : entry, title, fields }]
}

function fieldOf(field: string, { before, after }: { readonly before: Values; readonly after: Values }): SampleField {
  return { field, before: before[field], after: after[field] }
}

// No problem, and never said: it only tells such a line from the others.
const SAMPLE = 'sample'

/** A sample as lines kept with a batch: one per field that changes, else one alone. */
export function sampleLines({ outcome, line, entry, title, fields }: Sample): BatchLine[] {
  const about = { line, outcome, entry }
  if (fields.length === 0) return [{ ...about, problem: { code: SAMPLE, params: { title } } }]
  return fields.map(({ field, before, after }) => {
    const params = { title, before: written(before), after: written(after) }
    return { ...about, problem: { code: SAMPLE, field, params } }
  })
}

/** The samples such lines hold, in their order. */
export function readSamples(lines: readonly BatchLine[]): readonly Sample[] {
  const samples = new Map<string, Sample>()
  for (const { outcome, line, entry, problem } of lines) {
    if (outcome !== 'new' && outcome !== 'changed' && outcome !== 'gone') continue
    const { title = '', before = '', after = '' } = problem.params ?? {}
    const key = `${outcome} ${line} ${entry}`
    const sample = samples.get(key) ?? { outcome, line, entry, title: String(title), fields: [] }
    const { field } = problem
    const more = field === undefined ? [] : [{ field, before: readBack(before), after: readBack(after) }]
    samples.set(key, { ...sample, fields: [...sample.fields, ...more] })
  }
  return [...samples.values()]
}

const LONGEST = 8000

// Long texts are cut: a sample is looked at, not read.
function written(value: StoredValue | undefined): string {
  if (value === undefined) return ''
  const json = JSON.stringify(value)
  return json.length <= LONGEST ? json : JSON.stringify(`${json.slice(1, 600)}…`)
}

function readBack(text: string | number): StoredValue | undefined {
  if (text === '') return undefined
  const value: StoredValue = JSON.parse(String(text))
  return value
}
