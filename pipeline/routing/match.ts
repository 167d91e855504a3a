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

/** Whether an entry answers a standing request, as `find` would say, without saying why. */
export function match(entry: Routable, condition: Condition, asker: Asking): boolean {
  return matchers.getOrInsertComputed(condition, matcherOf)(entry, asker)
}

type Matcher = (entry: Routable, asker: Asking) => boolean

// A request meets thousands of entries: which tests it is made of is worked out once.
const matchers = new WeakMap<Condition, Matcher>()

function matcherOf(condition: Condition): Matcher {
  if ('all' in condition) return every(condition.all.toSorted((a, b) => openness(b) - openness(a)).map(matcherOf))
  if ('any' in condition) return some(condition.any.map(matcherOf))
  if ('none' in condition) {
    const held = some(condition.none.map(matcherOf))
    return (entry, asker) => !held(entry, asker)
  }
  if ('service_type' in condition) return (entry) => condition.service_type.includes(entry.serviceType)
  if ('theme' in condition) return (entry, asker) => themePair(entry, condition, asker.trees) !== undefined
  if ('territory' in condition) return (entry, asker) => territoryPair(entry, condition, asker.trees) !== undefined
  return (entry, asker) => find(entry, condition, asker).held
}

// Requests are arranged by the kinds and the places they ask for: what they ask besides is what most entries fail.
function openness(part: Condition): number {
  if ('service_type' in part) return 0
  return 'territory' in part ? 1 : 2
}

function every(parts: readonly Matcher[]): Matcher {
  return (entry, asker) => {
    for (const part of parts) if (!part(entry, asker)) return false
    return true
  }
}

function some(parts: readonly Matcher[]): Matcher {
  return (entry, asker) => {
    for (const part of parts) if (part(entry, asker)) return true
    return false
  }
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

type OfTheme = Extract<Condition, { theme: unknown }>
type OfTerritory = Extract<Condition, { territory: unknown }>
type Pair = ReturnType<typeof firstPair>

function theme(entry: Routable, condition: OfTheme, trees: Trees): Finding {
  const by = themePair(entry, condition, trees)
  const finding = { condition: 'theme', asked: condition.theme, has: entry.themes } as const
  return by ? { held: true, ...finding, by } : { held: false, ...finding }
}

function themePair(entry: Routable, { theme: asked, exactly }: OfTheme, trees: Trees): Pair {
  const above = climbed(entry, trees).themes
  const climb = (has: string, i: number) => (exactly ? trees.thesaurus.codes('themes', has) : (above[i] ?? []))
  return firstPair(entry.themes, asked, climb)
}

function territory(entry: Routable, condition: OfTerritory, trees: Trees): Finding {
  const { territory: asked, relation = 'within' } = condition
  const by = territoryPair(entry, condition, trees)
  const finding = { condition: 'territory', asked, relation, has: entry.territories } as const
  return by ? { held: true, ...finding, by } : { held: false, ...finding }
}

function territoryPair(entry: Routable, { territory: asked, relation = 'within' }: OfTerritory, trees: Trees): Pair {
  const { territories } = entry
  const above = climbed(entry, trees).territories
  const within = relation === 'covering' ? undefined : firstPair(territories, asked, (_, i) => above[i] ?? [])
  if (within || relation === 'within') return within
  const covering = firstPair(asked, territories, (key) => trees.gazetteer.ancestors(key))
  return covering && { has: covering.asked, asked: covering.has }
}
