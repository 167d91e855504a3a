import type { Condition } from '../model/condition.ts'
import type { Gazetteer, TerritoryKey } from '../model/territory.ts'
import type { Thesaurus } from '../model/theme.ts'
import { fieldFinding } from './field-test.ts'
import type { Finding } from './finding.ts'
import { nearFinding } from './near.ts'
import { originFinding } from './origin.ts'
import { firstPair } from './pairs.ts'
import { publicationFinding } from './publication-test.ts'
import type { Asking, Routable } from './routable.ts'

/** Whether an entry answers a standing request, and why: the very same walk decides and explains. */
export function find(entry: Routable, condition: Condition, asker: Asking): Finding {
  if ('all' in condition) return group('all', condition.all, (part) => find(entry, part, asker))
  if ('any' in condition) return group('any', condition.any, (part) => find(entry, part, asker))
  if ('none' in condition) return group('none', condition.none, (part) => find(entry, part, asker))
  if ('service_type' in condition) return plain('service_type', [entry.serviceType], condition.service_type)
  if ('language' in condition) return plain('language', [entry.language], condition.language)
  if ('theme' in condition) return theme(entry, condition, asker.trees.thesaurus)
  if ('territory' in condition) return territory(entry, condition, asker.trees.gazetteer)
  if ('near' in condition) return nearFinding(entry, condition, asker.trees.gazetteer)
  if ('published' in condition) return publicationFinding(entry, condition.published)
  if ('field' in condition) return fieldFinding(entry, condition)
  return originFinding(entry, condition.origin, {
    ...asker,
    holds: (scope, organisation) => match(entry, scope, { ...asker, organisation }),
  })
}

/** Whether an entry answers a standing request; `find` says why. */
export function match(entry: Routable, condition: Condition, asker: Asking): boolean {
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
  const by = found === undefined ? {} : { by: { has: found, asked: found } }
  return { held: found !== undefined, condition, asked, has, ...by }
}

function theme(
  { themes }: Routable,
  { theme: asked, exactly }: Extract<Condition, { theme: unknown }>,
  thesaurus: Thesaurus,
): Finding {
  const by = firstPair(themes, asked, (has) =>
    exactly ? thesaurus.codes('themes', has) : thesaurus.ancestors('themes', has),
  )
  return { held: by !== undefined, condition: 'theme', asked, has: themes, ...(by ? { by } : {}) }
}

function territory(
  { territories }: Routable,
  { territory: asked, relation = 'within' }: Extract<Condition, { territory: unknown }>,
  gazetteer: Gazetteer,
): Finding {
  const climb = (key: TerritoryKey) => gazetteer.ancestors(key)
  const within = relation === 'covering' ? undefined : firstPair(territories, asked, climb)
  const covering = within || relation === 'within' ? undefined : firstPair(asked, territories, climb)
  const by = within ?? (covering && { has: covering.asked, asked: covering.has })
  return { held: by !== undefined, condition: 'territory', asked, relation, has: territories, ...(by ? { by } : {}) }
}
