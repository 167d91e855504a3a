import type { Condition, OriginRule } from '../../pipeline/model/condition.ts'
import { JsonPlace } from '../../pipeline/model/json-place.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'

/** Reads a condition someone wrote by hand, with the rules of `instances/schemas/site.schema.json`; each mistake names its place. */
export function readCondition(json: unknown): Result<Condition> {
  const problems: Problem[] = []
  const condition = conditionAt(new JsonPlace(json, { file: '', problems }))
  return problems.length > 0 ? fail(...problems) : ok(condition)
}

const KINDS = ['all', 'any', 'none', 'service_type', 'theme', 'territory', 'origin', 'language'] as const

function conditionAt(place: JsonPlace): Condition {
  const kind = KINDS.find((name) => place.at(name).exists)
  if (kind === undefined) {
    place.problem('bad-declaration-missing', { value: KINDS.join(' | ') })
    return { all: [] }
  }
  place.only([kind, ...(kind === 'theme' ? ['exactly'] : kind === 'territory' ? ['relation'] : [])])
  const at = place.at(kind)
  if (at.items().length === 0) at.problem('bad-declaration-missing', { value: kind })
  const words = () => at.items().map((item) => item.text())
  if (kind === 'all') return { all: at.items().map(conditionAt) }
  if (kind === 'any') return { any: at.items().map(conditionAt) }
  if (kind === 'none') return { none: at.items().map(conditionAt) }
  if (kind === 'service_type') return { service_type: words() }
  if (kind === 'language') return { language: words() }
  if (kind === 'theme') return place.at('exactly').flag(false) ? { theme: words(), exactly: true } : { theme: words() }
  if (kind === 'origin') return { origin: at.items().map(originAt) }
  const relation = place.at('relation')
  return relation.exists
    ? { territory: words(), relation: relation.oneOf(['within', 'covering', 'either']) }
    : { territory: words() }
}

function originAt(place: JsonPlace): OriginRule {
  const text = place.text()
  return text.startsWith('organisation:')
    ? `organisation:${text.slice('organisation:'.length)}`
    : place.oneOf(['own', 'below', 'above', 'network'])
}
