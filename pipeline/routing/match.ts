import type { Condition, OriginRule, TerritoryRelation } from '../model/condition.ts'
import type { OrganisationTree } from '../model/organisation.ts'
import type { Gazetteer, TerritoryKey } from '../model/territory.ts'
import type { Thesaurus } from '../model/theme.ts'

/** What routing knows of an entry: everything a condition may ask about. */
export interface Routable {
  readonly serviceType: string
  readonly organisation: string
  readonly language: string
  /** Theme codes as chosen. */
  readonly themes: readonly string[]
  readonly territories: readonly TerritoryKey[]
}

/** What routing knows of the asking site. */
export interface Asker {
  readonly organisation: string
}

/** The trees conditions are read against. */
export interface Trees {
  readonly gazetteer: Gazetteer
  readonly thesaurus: Thesaurus
  readonly organisations: OrganisationTree
}

/** One condition's verdict with what decided: a theme, a territory, an origin; groups carry their parts. */
export interface Finding {
  readonly held: boolean
  readonly condition: 'all' | 'any' | 'none' | 'service_type' | 'theme' | 'territory' | 'origin' | 'language'
  /** What was asked for, as codes and keys. */
  readonly asked?: readonly string[]
  readonly relation?: TerritoryRelation
  /** What the entry has of it. */
  readonly has?: readonly string[]
  /** The pair that decided: the entry's own value and the asked one it lies under (or covers). */
  readonly by?: { readonly has: string; readonly asked: string }
  readonly parts?: readonly Finding[]
}

/** Whether an entry answers a standing request, and why: the very same walk decides and explains. */
export function find(entry: Routable, condition: Condition, asker: Asker & { readonly trees: Trees }): Finding {
  if ('all' in condition) return group('all', condition.all, (part) => find(entry, part, asker))
  if ('any' in condition) return group('any', condition.any, (part) => find(entry, part, asker))
  if ('none' in condition) return group('none', condition.none, (part) => find(entry, part, asker))
  if ('service_type' in condition) return plain('service_type', [entry.serviceType], condition.service_type)
  if ('language' in condition) return plain('language', [entry.language], condition.language)
  if ('theme' in condition) return theme(entry, condition, asker.trees.thesaurus)
  if ('territory' in condition) return territory(entry, condition, asker.trees.gazetteer)
  return origin(entry, condition.origin, asker)
}

/** Whether an entry answers a standing request; `find` says why. */
export function match(entry: Routable, condition: Condition, asker: Asker & { readonly trees: Trees }): boolean {
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
  return {
    held: found !== undefined,
    condition,
    asked,
    has,
    ...(found === undefined ? {} : { by: { has: found, asked: found } }),
  }
}

function theme(
  entry: Routable,
  condition: { theme: readonly string[]; exactly?: boolean },
  thesaurus: Thesaurus,
): Finding {
  const by = firstPair(entry.themes, condition.theme, (has) =>
    condition.exactly ? [has] : thesaurus.ancestors('themes', has),
  )
  return {
    held: by !== undefined,
    condition: 'theme',
    asked: condition.theme,
    has: entry.themes,
    ...(by ? { by } : {}),
  }
}

function territory(
  entry: Routable,
  condition: { territory: readonly TerritoryKey[]; relation?: TerritoryRelation },
  gazetteer: Gazetteer,
): Finding {
  const relation = condition.relation ?? 'within'
  const by =
    (relation === 'covering' ? undefined : within(entry.territories, condition.territory, gazetteer)) ??
    (relation === 'within' ? undefined : covering(entry.territories, condition.territory, gazetteer))
  return {
    held: by !== undefined,
    condition: 'territory',
    asked: condition.territory,
    relation,
    has: entry.territories,
    ...(by ? { by } : {}),
  }
}

function within(has: readonly TerritoryKey[], asked: readonly TerritoryKey[], gazetteer: Gazetteer) {
  return firstPair(has, asked, (key) => gazetteer.ancestors(key))
}

function covering(has: readonly TerritoryKey[], asked: readonly TerritoryKey[], gazetteer: Gazetteer) {
  const pair = firstPair(asked, has, (key) => gazetteer.ancestors(key))
  return pair && { has: pair.asked, asked: pair.has }
}

function firstPair(lower: readonly string[], upper: readonly string[], climb: (node: string) => readonly string[]) {
  for (const node of lower) {
    const reached = climb(node).find((ancestor) => upper.includes(ancestor))
    if (reached !== undefined) return { has: node, asked: reached }
  }
  return undefined
}

function origin(entry: Routable, rules: readonly OriginRule[], asker: Asker & { readonly trees: Trees }): Finding {
  const found = rules.find((rule) => standsThere(entry.organisation, rule, asker))
  return {
    held: found !== undefined,
    condition: 'origin',
    asked: rules,
    has: [entry.organisation],
    ...(found === undefined ? {} : { by: { has: entry.organisation, asked: found } }),
  }
}

function standsThere(
  organisation: string,
  rule: OriginRule,
  { organisation: asking, trees }: Asker & { readonly trees: Trees },
): boolean {
  if (rule === 'network') {
    const root = trees.organisations.above(asking).at(-1)
    return root !== undefined && root === trees.organisations.above(organisation).at(-1)
  }
  if (rule === 'own') return organisation === asking
  if (rule === 'below') return trees.organisations.below(asking).has(organisation)
  if (rule === 'above') return trees.organisations.above(asking).includes(organisation)
  return rule === `organisation:${organisation}`
}
