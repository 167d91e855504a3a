import { type Coverage, type CoverageRequest, readCoverage } from '../../coverage/read-coverage.ts'
import { type CoverageSubject, coverageSubjects } from '../../coverage/subjects.ts'
import type { CoverageFigures } from '../../storage/deliveries/coverage-store.ts'
import type { Visit } from '../visit.ts'
import { rememberedOrganisation, workplaceOf } from './working-for.ts'

/** Since when entries are counted: so many days, or ever. */
export type CoverageAge = '30' | '60' | '90' | 'all'

/** The ages one may choose, as addresses write them. */
export const COVERAGE_AGES: readonly CoverageAge[] = ['30', '60', '90', 'all']

/** What the address of the page asks, and what it may ask about. */
export interface CoverageView {
  readonly request: CoverageRequest
  readonly subjects: readonly CoverageSubject[]
  readonly age: CoverageAge
}

/** Reads the address of a page of coverage; null for those who may see none. Without a subject it is where one works. */
export function coverageView(visit: Visit, { url, headers }: Request): CoverageView | null {
  const { actor, memory } = visit
  const search = new URL(url).searchParams
  const subjects = coverageSubjects(actor, memory)
  const work = workplaceOf(visit, rememberedOrganisation(headers.get('cookie'))).organisation?.id
  const [, kind, id] = /^(site|organisation):([a-z0-9-]+)$/.exec(search.get('of') ?? '') ?? []
  const own = subjects.find((one) => one.kind === 'organisation' && one.id === work) ?? subjects[0]
  if (!own) return null
  const asked = { kind: kind === 'site' ? ('site' as const) : ('organisation' as const), id: id ?? '' }
  const subject = kind === undefined ? { kind: own.kind, id: own.id } : asked
  return {
    subjects,
    age: COVERAGE_AGES.find((age) => age === search.get('age')) ?? 'all',
    request: {
      ...{ actor, ...subject },
      ...{ within: search.get('in') || undefined, theme: search.get('theme') || undefined },
    },
  }
}

/** What the person asked to see. */
export async function viewedCoverage(visit: Visit, view: CoverageView) {
  return readCoverage(visit.farm, view.request)
}

/** Address of coverage with some of its choices changed; an empty one is left out. */
export function coverageHref(
  { request, age }: CoverageView,
  changes: Readonly<Record<string, string>>,
  page = '/coverage',
): string {
  const own = { of: `${request.kind}:${request.id}`, in: request.within ?? '', theme: request.theme ?? '' }
  const all = { ...own, age: age === 'all' ? '' : age, ...changes }
  return `${page}?${new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))}`
}

/** The figure of an age. */
export function figureOf(figures: CoverageFigures, age: CoverageAge): number {
  return { 30: figures.days30, 60: figures.days60, 90: figures.days90, all: figures.all }[age]
}

/** What a subject is called. */
export function subjectName(subject: CoverageSubject): string {
  return subject.kind === 'site' ? subject.site.name : subject.organisation.shortName
}

/** Figures of a territory about the theme looked at, or whatever the theme. */
export function placeFigures({ sum, themePath }: Coverage, place: string): CoverageFigures {
  const theme = themePath.at(-1)
  return theme ? sum.cell(theme.code, place) : sum.place(place)
}
