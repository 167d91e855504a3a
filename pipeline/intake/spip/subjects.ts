import { fold } from '../../model/fold.ts'
import { fail, ok, type Result } from '../../model/problem.ts'
import type { Gazetteer } from '../../model/territory.ts'
import type { Thesaurus } from '../../model/theme.ts'
import type { OldSite } from './old-site.ts'

/** What sections and keywords of SPIP stand for here, by number or title: themes and territories; an empty list says nothing on purpose. */
export interface SubjectMapping {
  readonly rubriques: Readonly<Record<string, readonly string[]>>
  readonly mots: Readonly<Record<string, readonly string[]>>
}

/** What a text is about, in the words of the farm. */
export interface Subjects {
  readonly themes: readonly string[]
  readonly territories: readonly string[]
}

/** A section or a keyword, and how many texts lie under it. */
export interface Unmapped {
  readonly kind: 'rubrique' | 'mot'
  readonly id: number
  readonly title: string
  readonly count: number
}

/** The same with what it stands for here; undefined for nothing. */
export interface ToldSubject extends Unmapped {
  readonly means: Subjects | undefined
}

/** Reads what a person declared (JSON `{ "rubriques": { "Emploi": "employment", "12": ["training"] }, "mots": {} }`). Problem: `not-a-subject-mapping` { place }. */
export function readSubjectMapping(written: unknown): Result<SubjectMapping> {
  if (!isRecord(written)) return fail({ code: 'not-a-subject-mapping', params: { place: '/' } })
  const strange = Object.keys(written).find((name) => !['rubriques', 'mots', '$schema'].includes(name))
  if (strange !== undefined) return fail({ code: 'not-a-subject-mapping', params: { place: `/${strange}` } })
  const parts = (['rubriques', 'mots'] as const).map((name) => partOf(name, written[name]))
  const problems = parts.flatMap((part) => (part.ok ? [] : part.problems))
  const [rubriques, mots] = parts.map((part) => (part.ok ? part.value : {}))
  return problems.length > 0 ? fail(...problems) : ok({ rubriques: rubriques ?? {}, mots: mots ?? {} })
}

/** Tells what each text is about, and counts what stands for nothing. */
export interface SubjectReader {
  of(object: string, rubrique: number): Subjects
  /** Those met that stand for nothing here. */
  unmapped(): readonly Unmapped[]
  /** All that were met. */
  met(): readonly ToldSubject[]
}

/**
 * A reader of subjects. What nobody declared goes by its title: a section or a keyword called as a theme is that theme, a keyword of a group
 * of places is that territory; a section that stands for nothing is as the one above it. Problem: `unknown-subject` { value }.
 */
export function subjectReader(
  site: OldSite,
  { mapping, thesaurus, gazetteer }: { mapping: SubjectMapping; thesaurus: Thesaurus; gazetteer: Gazetteer },
): Result<SubjectReader> {
  const meaning = (value: string): Subjects | undefined => {
    const theme = thesaurus.resolve('themes', value)
    if (theme !== undefined) return { themes: [theme.code], territories: [] }
    const place = gazetteer.get(value) ?? foundIn(gazetteer, value)
    return place && { themes: [], territories: [place.key] }
  }
  const wrong = [mapping.rubriques, mapping.mots]
    .flatMap((part) => Object.values(part).flat())
    .find((one) => !meaning(one))
  if (wrong !== undefined) return fail({ code: 'unknown-subject', params: { value: wrong.slice(0, 80) } })
  const declared = (part: SubjectMapping['mots'], id: number, title: string) => {
    const found = part[String(id)] ?? folded(part).get(fold(title))
    return found && joined(found.map((value) => meaning(value) ?? NOTHING))
  }
  const section = (id: number, depth = 0): Subjects | undefined => {
    const found = site.rubriques.get(id)
    if (found === undefined || depth > 50) return undefined
    const theme = thesaurus.resolve('themes', found.title)
    const own = declared(mapping.rubriques, id, found.title) ?? (theme && { themes: [theme.code], territories: [] })
    return own ?? section(found.parent, depth + 1)
  }
  const keyword = (id: number): Subjects | undefined => {
    const { title = '', group = '' } = site.keywords.get(id) ?? {}
    const theme = thesaurus.resolve('themes', title)
    const place = PLACES.test(group) ? foundIn(gazetteer, title) : undefined
    return (
      declared(mapping.mots, id, title) ??
      (theme ? { themes: [theme.code], territories: [] } : place && { themes: [], territories: [place.key] })
    )
  }
  const counted = new Map<string, ToldSubject>()
  const told = (kind: Unmapped['kind'], id: number, found: Subjects | undefined): Subjects => {
    const title = (kind === 'mot' ? site.keywords : site.rubriques).get(id)?.title ?? ''
    const before = counted.get(`${kind} ${id}`)
    if (title !== '') counted.set(`${kind} ${id}`, { kind, id, title, count: (before?.count ?? 0) + 1, means: found })
    return found ?? NOTHING
  }
  return ok({
    of: (object, rubrique) =>
      joined([
        told('rubrique', rubrique, section(rubrique)),
        ...site.keywordsOf(object).map((id) => told('mot', id, keyword(id))),
      ]),
    unmapped: () =>
      [...counted.values()].flatMap(({ means, ...one }) => (means ? [] : [one])).sort((a, b) => b.count - a.count),
    met: () => [...counted.values()].sort((a, b) => b.count - a.count),
  })
}

const NOTHING: Subjects = { themes: [], territories: [] }
const PLACES = /territoire|commune|d[ée]partement|r[ée]gion|lieu|ville|canton|g[ée]ograph/i

function foundIn(gazetteer: Gazetteer, text: string) {
  const found = gazetteer.resolve(text)
  return found.kind === 'found' ? found.territory : undefined
}

function joined(all: readonly Subjects[]): Subjects {
  const list = (name: keyof Subjects) => [...new Set(all.flatMap((one) => one[name]))]
  return { themes: list('themes'), territories: list('territories') }
}

const foldedParts = new WeakMap<SubjectMapping['mots'], ReadonlyMap<string, readonly string[]>>()

function folded(part: SubjectMapping['mots']): ReadonlyMap<string, readonly string[]> {
  return foldedParts.getOrInsertComputed(
    part,
    () => new Map(Object.entries(part).map(([name, to]) => [fold(name), to])),
  )
}

function partOf(name: string, written: unknown): Result<Readonly<Record<string, readonly string[]>>> {
  if (written === undefined) return ok({})
  if (!isRecord(written)) return fail({ code: 'not-a-subject-mapping', params: { place: `/${name}` } })
  const wrong = Object.entries(written).find(([, to]) => [to].flat().some((one) => typeof one !== 'string'))
  if (wrong !== undefined) return fail({ code: 'not-a-subject-mapping', params: { place: `/${name}/${wrong[0]}` } })
  const parts = Object.entries(written).map(([from, to]) => {
    return [from, [to].flat().flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : []))] as const
  })
  return ok(Object.fromEntries(parts))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
