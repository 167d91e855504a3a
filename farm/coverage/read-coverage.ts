import type { Actor } from '../../pipeline/model/actor.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Territory } from '../../pipeline/model/territory.ts'
import type { Concept } from '../../pipeline/model/theme.ts'
import { addUp, type CoverageSum } from './add-up.ts'
import type { CoverageMemory, CoverageRoom } from './coverage-room.ts'
import { pathTo, placesBelow } from './places-below.ts'
import { type Quiet, readQuiet } from './read-quiet.ts'
import { type CoverageSubject, coverageSubjects, homeOf, scopeOf } from './subjects.ts'

/** What one looks at: a subject, a territory within it (its own by default), a theme (all by default). */
export interface CoverageRequest {
  readonly actor: Actor
  readonly kind: CoverageSubject['kind']
  readonly id: string
  readonly within?: string | undefined
  readonly theme?: string | undefined
}

/** What a subject covers: figures of themes in territories, and what is missing. */
export interface Coverage {
  readonly subject: CoverageSubject
  /** When the figures were counted. */
  readonly at: number
  /** The territory looked at, and what leads to it from the subject's own. */
  readonly within: Territory
  readonly path: readonly Territory[]
  /** The theme looked at, broadest first up to itself; empty for all. */
  readonly themePath: readonly Concept[]
  readonly themes: readonly Concept[]
  readonly places: readonly Territory[]
  readonly sum: CoverageSum
  readonly quiet: Quiet
}

/** Reads what a subject covers. Problems: `not-allowed`, `unknown-territory`, `unknown-theme`. */
export async function readCoverage(room: CoverageRoom, request: CoverageRequest): Promise<Result<Coverage>> {
  const memory = await room.memory()
  const framed = frame(memory, request)
  if (!framed.ok) return framed
  const { subject, within, themePath, themes, places } = framed.value
  const { at, sum } = await addUp(room, {
    scope: scopeOf(subject, request.actor, memory),
    themes: [...themePath.slice(-1), ...themes].map(({ code }) => code),
    places: [within, ...places].map(({ key }) => key),
  })
  const quiet = await readQuiet(room, { subject, actor: request.actor })
  const path = pathTo(memory.gazetteer, { home: homeOf(subject, memory), to: within.key })
  return ok({ subject, at, within, path, themePath, themes, places, sum, quiet })
}

function frame(memory: CoverageMemory, request: CoverageRequest) {
  const { gazetteer, thesaurus } = memory
  const subject = coverageSubjects(request.actor, memory).find(
    (one) => one.kind === request.kind && one.id === request.id,
  )
  if (!subject) return refused('not-allowed', request.id)
  const key = request.within ?? homeOf(subject, memory)
  const within = gazetteer.get(key)
  if (!within) return refused('unknown-territory', key)
  const theme = request.theme ?? null
  const above = theme === null ? [] : thesaurus.ancestors('themes', theme)
  if (theme !== null && above.length === 0) return refused('unknown-theme', theme)
  const concepts = above.flatMap((code) => thesaurus.get('themes', code) ?? [])
  const themePath = [...new Map(concepts.map((one) => [one.code, one])).values()].reverse()
  const themes = thesaurus.narrower('themes', themePath.at(-1)?.code ?? null)
  return ok({ subject, within, themePath, themes, places: placesBelow(gazetteer, key) })
}

function refused(code: Problem['code'], value: string): Result<never> {
  return fail({ code, params: { value } })
}
