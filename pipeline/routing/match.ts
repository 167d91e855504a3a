import type { Condition } from '../model/condition.ts'
import { climbed } from './climbed.ts'
import { fieldFinding } from './field-test.ts'
import type { Finding } from './finding.ts'
import { nearFinding } from './near.ts'
import { originFinding } from './origin.ts'
import { firstPair } from './pairs.ts'
import { publicationFinding } from './publication-test.ts'
import type { Asking, Routable, Trees } from './routable.ts'

/** Whether an entry answers a standing request, and why: the very same walk decides and explains. */
export function find(entry: Routable, condition: Condition, asker: Asking): Finding {
  if ('all' in condition) return group('all', condition.all, (part) => find(entry, part, asker))
  if ('any' in condition) return group('any', condition.any, (part) => find(entry, part, asker))
  if ('none' in condition) return group('none', condition.none, (part) => find(entry, part, asker))
  if ('service_type' in condition) return plain('service_type', [entry.serviceType], condition.service_type)
  if ('language' in condition) return plain('language', [entry.language], condition.language)
  if ('theme' in condition) return theme(entry, condition, asker.trees)
  if ('territory' in condition) return territory(entry, condition, asker.trees)
  if ('near' in condition) return nearFinding(entry, condition, asker.trees.gazetteer)
  if ('published' in condition) return publicationFinding(entry, condition.published)
  if ('field' in condition) return fieldFinding(entry, condition)
  return originFinding(entry, condition.origin, {
    ...asker,
    holds: (scope, organisation) => match(entry, scope, { ...asker, organisation }),
  })
}

/** Whether an entry answers a standing request: groups are left as soon as they are decided, each test is the one `find` explains. */
export function match(entry: Routable, condition: Condition, asker: Asking): boolean {
  const holds = (part: Condition) => match(entry, part, asker)
  if ('all' in condition) return condition.all.every(holds)
  if ('any' in condition) return condition.any.some(holds)
  if ('none' in condition) return !condition.none.some(holds)
  return find(entry, condition, asker).held
}

function group(
  kind: 'all' | 'any' | 'none',
  parts: readonly Condition[],
  judge: (part: Condition) => Finding,
): Finding {
  const findings = parts.map(judge)
  const held =
    kind === 'all'
      ? findings.every((part) => part.held)
      : kind === 'any'
        ? findings.some((part) => part.held)
        : !findings.some((part) => part.held)
  return { held, condition: kind, parts: findings }
}

function plain(condition: 'service_type' | 'language', has: readonly string[], asked: readonly string[]): Finding {
  const found = has.find((value) => asked.includes(value))
  if (found === undefined) return { held: false, condition, asked, has }
  return { held: true, condition, asked, has, by: { has: found, asked: found } }
}

function theme(
  entry: Routable,
  { theme: asked, exactly }: Extract<Condition, { theme: unknown }>,
  trees: Trees,
): Finding {
  const { themes } = entry
  const above = climbed(entry, trees).themes
  const by = firstPair(themes, asked, (has, i) => (exactly ? trees.thesaurus.codes('themes', has) : (above[i] ?? [])))
  const finding = { condition: 'theme', asked, has: themes } as const
  return by ? { held: true, ...finding, by } : { held: false, ...finding }
}

function territory(
  entry: Routable,
  { territory: asked, relation = 'within' }: Extract<Condition, { territory: unknown }>,
  trees: Trees,
): Finding {
  const { territories } = entry
  const above = climbed(entry, trees).territories
  const within = relation === 'covering' ? undefined : firstPair(territories, asked, (_, i) => above[i] ?? [])
  const covering =
    within || relation === 'within' ? undefined : firstPair(asked, territories, (key) => trees.gazetteer.ancestors(key))
  const by = within ?? (covering && { has: covering.asked, asked: covering.has })
  const finding = { condition: 'territory', asked, relation, has: territories } as const
  return by ? { held: true, ...finding, by } : { held: false, ...finding }
}
