import type { Entry } from '../../pipeline/model/entry.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { themeTerm } from '../../pipeline/terms.ts'
import { type CoverageList, countCoverageEntries, coverageEntries } from '../storage/deliveries/coverage-list.ts'
import type { CoverageRoom } from './coverage-room.ts'
import type { CoverageRequest } from './read-coverage.ts'
import { coverageSubjects, scopeOf } from './subjects.ts'

/** A page of the entries behind a figure. */
export interface ListBehind {
  readonly total: number
  readonly entries: readonly Entry[]
  /** Where the next page goes on; null on the last. */
  readonly next: NonNullable<CoverageList['after']> | null
}

/** Which figure, and from where on. */
export interface FigureRequest extends CoverageRequest {
  /** Published in the last so many days; ever, where it is not given. */
  readonly days?: number | undefined
  /** Only what sources or files brought. */
  readonly imported?: boolean | undefined
  readonly after?: CoverageList['after']
}

const PAGE = 50

/** Lists the entries a figure of `readCoverage` counts, last published first. Problems: `not-allowed`. */
export async function listBehind(room: CoverageRoom, request: FigureRequest): Promise<Result<ListBehind>> {
  const memory = await room.memory()
  const { kind, id, actor, theme, within, days, imported, after } = request
  const subject = coverageSubjects(actor, memory).find((one) => one.kind === kind && one.id === id)
  if (!subject) return fail({ code: 'not-allowed', params: { value: id } })
  const list = {
    scope: scopeOf(subject, actor, memory),
    terms: [...(theme ? [themeTerm(theme)] : []), ...(within ? [within] : [])],
    since: days === undefined ? undefined : room.now() - days * 86_400_000,
    imported,
  }
  const [found, total] = await Promise.all([
    coverageEntries(room.storage, { ...list, limit: PAGE + 1, after }),
    countCoverageEntries(room.storage, list),
  ])
  const entries = found.slice(0, PAGE)
  const last = found.length > PAGE ? entries.at(-1) : undefined
  return ok({ total, entries, next: last ? { publishedAt: last.publishedAt ?? 0, entry: last.id } : null })
}
