import type { Problem } from '../../../pipeline/model/problem.ts'
import { askedDay } from '../../../pipeline/routing/asked-day.ts'
import { type FieldOperator, fieldOperators } from '../../../pipeline/routing/field-operators.ts'
import { fieldNamed } from '../present/condition-names.ts'
import type { Visit } from '../visit.ts'
import { type Draft, isGroup, type Said, type TestDraft } from './condition-draft.ts'
import { filledLines, placeNamed } from './place-text.ts'

/** A draft as the JSON it would be kept as, with what is wrong, each problem on its control; what cannot be read stays as typed. */
export interface DraftJson {
  readonly json: object
  readonly problems: readonly Problem[]
}

/** Writes a draft as JSON. */
export function draftJson(draft: Draft, visit: Pick<Visit, 'memory'>, place = 'when'): DraftJson {
  if (!isGroup(draft)) return new Writing(draft, visit, place).whole()
  const parts = draft.parts.map((part, i) => draftJson(part, visit, `${place}.${i}`))
  const empty: readonly Problem[] = parts.length === 0 ? [{ code: 'empty-group', field: `${place}.add` }] : []
  const problems = [...empty, ...parts.flatMap((part) => part.problems)]
  return { json: { [draft.kind]: parts.map((part) => part.json) }, problems }
}

class Writing {
  readonly #kind: TestDraft['kind']
  readonly #said: Said
  readonly #memory: Visit['memory']
  readonly #place: string
  readonly #problems: Problem[] = []

  constructor({ kind, said }: TestDraft, { memory }: Pick<Visit, 'memory'>, place: string) {
    this.#kind = kind
    this.#said = said
    this.#memory = memory
    this.#place = place
  }

  whole(): DraftJson {
    const json = this.#json()
    return { json, problems: this.#problems }
  }

  #json(): object {
    switch (this.#kind) {
      case 'theme': {
        const theme = this.#needed(
          'lines',
          this.#lines().map((line) => this.#theme(line)),
        )
        return this.#text('exactly') === '' ? { theme } : { theme, exactly: true }
      }
      case 'territory': {
        const territory = this.#needed(
          'lines',
          this.#lines().map((line) => this.#territory(line, 'lines')),
        )
        return { territory, relation: this.#text('relation') || 'within' }
      }
      case 'near':
        return { near: this.#centre(), km: this.#number('km', { needed: true }) }
      case 'published':
        return { published: this.#published() }
      case 'field':
        return this.#field()
      default:
        return { [this.#kind]: this.#needed('values', this.#said.values ?? []) }
    }
  }

  #theme(line: string): string {
    const concept = this.#memory.thesaurus.resolve('themes', line)
    if (!concept) this.#wrong('lines', 'unknown-term', { value: line })
    return concept?.code ?? line
  }

  #territory(line: string, name: string): string {
    const found = placeNamed(line, `${this.#place}.${name}`, this.#memory)
    if ('problem' in found) this.#problems.push(found.problem)
    return 'key' in found ? found.key : line
  }

  #centre(): string | readonly number[] {
    const typed = this.#text('place')
    if (typed === '') this.#wrong('place', 'required')
    const [, latitude, longitude] = /^(-?\d{1,2}(?:[.,]\d+)?)\s*[;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)$/.exec(typed) ?? []
    if (latitude !== undefined && longitude !== undefined)
      return [latitude, longitude].map((one) => Number(one.replace(',', '.')))
    if (typed === '') return ''
    const key = this.#territory(typed, 'place')
    const known = this.#memory.gazetteer.get(key)
    if (known && !this.#memory.gazetteer.point(key)) this.#wrong('place', 'no-point', { value: known.name })
    return key
  }

  #published(): object {
    const asked = {
      ...this.#numbers(['within_days', 'before_days']),
      ...this.#days(['at_least', 'at_most']),
    }
    if (Object.keys(asked).length === 0) this.#wrong('within_days', 'nothing-asked')
    return asked
  }

  #field(): object {
    const name = this.#text('field')
    if (name === '') this.#wrong('field', 'field-needed')
    const field = fieldNamed({ memory: this.#memory }, name)
    const offered: readonly FieldOperator[] = field ? fieldOperators(field.type) : []
    const is = (this.#said.is ?? []).flatMap((one) => filledLines(one))
    const filled = this.#text('filled')
    const asked = {
      ...(offered.includes('is') && is.length > 0 ? { is } : {}),
      ...(offered.includes('number') ? this.#numbers(['at_least', 'at_most']) : {}),
      ...(offered.includes('day') ? this.#days(['at_least', 'at_most']) : {}),
      ...(offered.includes('contains') && this.#text('contains') !== '' ? { contains: this.#text('contains') } : {}),
      ...(filled === '' ? {} : { filled: filled === 'yes' }),
    }
    if (name !== '' && Object.keys(asked).length === 0) this.#wrong('field', 'nothing-asked')
    return { field: name, ...asked }
  }

  #numbers(names: readonly string[]): Record<string, number | string> {
    const said = names.filter((name) => this.#text(name) !== '')
    return Object.fromEntries(said.map((name) => [name, this.#number(name)]))
  }

  #number(name: string, { needed = false } = {}): number | string {
    const typed = this.#text(name)
    const value = Number(typed.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.'))
    const whole = this.#kind !== 'published' || Number.isInteger(value)
    if (typed === '' && needed) this.#wrong(name, 'required')
    else if (!Number.isFinite(value) || !whole) this.#wrong(name, 'not-a-number')
    else if (value < 0 || (name === 'km' && value <= 0)) this.#wrong(name, 'too-small', { value: typed, min: 0 })
    else return value
    return typed
  }

  #days(names: readonly string[]): Record<string, string> {
    const said = names.filter((name) => this.#text(name) !== '')
    return Object.fromEntries(said.map((name) => [name, this.#day(name)]))
  }

  #day(name: string): string {
    const typed = this.#text(name)
      .replace(/^aujourd.hui/i, 'today')
      .replaceAll(' ', '')
    const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(typed) ?? []
    const read = day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : typed
    if (askedDay(read, 0) === undefined) this.#wrong(name, 'not-an-asked-day', { value: typed })
    return read
  }

  #lines(): string[] {
    return filledLines(this.#text('lines'))
  }

  #needed(name: string, values: readonly string[]): readonly string[] {
    if (values.length === 0) this.#wrong(name, 'nothing-asked')
    return [...new Set(values)]
  }

  #text(name: string): string {
    return (this.#said[name]?.[0] ?? '').trim()
  }

  #wrong(name: string, code: string, params?: Problem['params']): void {
    this.#problems.push({ code, field: `${this.#place}.${name}`, ...(params ? { params } : {}) })
  }
}
