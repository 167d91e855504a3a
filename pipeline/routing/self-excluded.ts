import type { Condition } from '../model/condition.ts'
import type { Fault, FaultKnowledge } from './fault.ts'

interface Place {
  readonly knowledge: FaultKnowledge
  /** JSON Pointer. */
  readonly place: string
}

/** Themes, places and languages that a request asks for and keeps out at once. */
export function selfExcluded(condition: Condition, { knowledge, place }: Place): readonly Fault[] {
  const inside = (name: string, parts: readonly Condition[]) =>
    parts.flatMap((part, i) => selfExcluded(part, { knowledge, place: `${place}/${name}/${i}` }))
  if ('all' in condition) return [...faultsAmong(condition.all, { knowledge, place }), ...inside('all', condition.all)]
  if ('any' in condition) return inside('any', condition.any)
  return 'none' in condition ? inside('none', condition.none) : []
}

// Only what is certain: whatever answers the one is kept out by the other.
function faultsAmong(parts: readonly Condition[], { knowledge, place }: Place): readonly Fault[] {
  const excluded = parts.flatMap((part) => ('none' in part ? part.none : []))
  const barred = parts.filter((asked) => excluded.some((one) => keepsOut({ excluded: one, asked }, knowledge)))
  const own = barred.map((part): Fault => {
    return { code: 'asked-and-excluded', level: 'error', place, params: { value: nameIn(part, knowledge) } }
  })
  const [first = [], ...others] = parts.flatMap((part) => ('language' in part ? [part.language] : []))
  const apart = others.length > 0 && !first.some((one) => others.every((some) => some.includes(one)))
  return apart ? [...own, { code: 'languages-apart', level: 'error', place }] : own
}

function keepsOut(
  { excluded, asked }: { readonly excluded: Condition; readonly asked: Condition },
  { thesaurus, gazetteer }: FaultKnowledge,
): boolean {
  if ('language' in excluded && 'language' in asked)
    return asked.language.every((one) => excluded.language.includes(one))
  if ('theme' in excluded && 'theme' in asked) {
    if (excluded.exactly && !asked.exactly) return false
    const above = (code: string) =>
      excluded.exactly ? thesaurus.codes('themes', code) : thesaurus.ancestors('themes', code)
    return asked.theme.every((code) => above(code).some((one) => excluded.theme.includes(one)))
  }
  if (!('territory' in excluded && 'territory' in asked)) return false
  if (excluded.relation === 'covering' || (asked.relation ?? 'within') !== 'within') return false
  return asked.territory.every((key) => gazetteer.ancestors(key).some((one) => excluded.territory.includes(one)))
}

function nameIn(condition: Condition, { thesaurus, gazetteer }: FaultKnowledge): string {
  if ('theme' in condition)
    return condition.theme.map((one) => thesaurus.get('themes', one)?.label.fr ?? one).join(', ')
  if ('territory' in condition) return condition.territory.map((key) => gazetteer.get(key)?.name ?? key).join(', ')
  return 'language' in condition ? condition.language.join(', ') : ''
}
