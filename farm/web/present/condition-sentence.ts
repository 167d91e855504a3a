import type { Condition } from '../../../pipeline/model/condition.ts'
import { askedDayName, fieldNamed, fieldValueName, nameOf, type Telling } from './condition-names.ts'
import { inPlace, ofName, ofPlace, placeName } from './place-phrase.ts'

/** A standing request as one sentence: `Les offres d’emploi sur le thème « Agriculture », dans la Nièvre ou à moins de 30 km de Nevers.` */
export function conditionSentence(telling: Telling, condition: Condition): string {
  const text = entriesAsked(telling, condition)
  return `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}.`
}

/** One condition as it stands inside a sentence: `dans la Nièvre`, `venant de l’organisme du site`. */
export function conditionPhrase(telling: Telling, condition: Condition, kinds: readonly string[] = []): string {
  if ('all' in condition) return allPhrase(telling, condition.all, kinds)
  if ('any' in condition)
    return joined(
      telling,
      'or',
      condition.any.map((one) => nested(telling, one, kinds)),
    )
  if ('none' in condition) return exceptPhrase(telling, condition.none, { kinds, say: 'other-than' })
  if ('service_type' in condition) return kindsPhrase(telling, condition.service_type, 'why.say.of-kind')
  if ('theme' in condition) return themePhrase(telling, condition)
  if ('territory' in condition) return territoryPhrase(telling, condition)
  if ('near' in condition) return nearPhrase(telling, condition)
  if ('origin' in condition) return originPhrase(telling, condition.origin)
  if ('language' in condition) return languagePhrase(telling, condition.language)
  if ('published' in condition) return publishedPhrase(telling, condition.published)
  return fieldPhrase(telling, condition, kinds)
}

function entriesAsked(telling: Telling, condition: Condition): string {
  const { words } = telling
  if ('service_type' in condition) return kindsPhrase(telling, condition.service_type, 'why.say.the-kind')
  if ('any' in condition && condition.any.every(namesKinds))
    return condition.any.map((one) => entriesAsked(telling, one)).join(words('why.say.or-else'))
  const parts = 'all' in condition ? condition.all : [condition]
  const [kinds, ...more] = parts.filter((part) => 'service_type' in part)
  const rest = parts.filter((part) => part !== kinds)
  const asked = kinds && more.length === 0 ? kinds.service_type : []
  const subject = kinds ? kindsPhrase(telling, kinds.service_type, 'why.say.the-kind') : words('why.say.everything')
  const phrases = rest.map((part) => partPhrase(telling, part, asked)).filter((text) => text !== '')
  const [first, ...others] = phrases
  if (first === undefined) return subject
  const start = rest[0] && 'none' in rest[0] ? `${subject}, ${first}` : `${subject} ${first}`
  return [start, ...others].join(', ')
}

// A part of what is asked of every entry: only there does « sauf » follow what it takes from.
function partPhrase(telling: Telling, part: Condition, kinds: readonly string[]): string {
  return 'none' in part
    ? exceptPhrase(telling, part.none, { kinds, say: 'except' })
    : conditionPhrase(telling, part, kinds)
}

function allPhrase(telling: Telling, parts: readonly Condition[], kinds: readonly string[]): string {
  const asked = parts.filter((part) => !('none' in part))
  const excluded = parts.filter((part) => 'none' in part)
  const phrase = (all: readonly Condition[]) =>
    joined(
      telling,
      'and',
      all.map((one) => nested(telling, one, kinds)),
    )
  return asked.length === 0
    ? phrase(excluded)
    : [phrase(asked), ...excluded.map((one) => partPhrase(telling, one, kinds))].join(', ')
}

function namesKinds(condition: Condition): boolean {
  return 'service_type' in condition || ('all' in condition && condition.all.some((part) => 'service_type' in part))
}

function nested(telling: Telling, condition: Condition, kinds: readonly string[]): string {
  const phrase = conditionPhrase(telling, condition, kinds)
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : []
  return parts.length > 1 ? `(${phrase})` : phrase
}

function joined({ words }: Telling, by: 'and' | 'or', phrases: readonly string[]): string {
  return phrases.filter((text) => text !== '').join(words(`why.say.${by}`))
}

function exceptPhrase(
  telling: Telling,
  parts: readonly Condition[],
  { kinds, say }: { readonly kinds: readonly string[]; readonly say: 'except' | 'other-than' },
): string {
  const { words } = telling
  const excluded = parts.map((part) =>
    'service_type' in part
      ? kindsPhrase(telling, part.service_type, 'why.say.the-kind')
      : words('why.say.those', { asked: conditionPhrase(telling, part, kinds) }),
  )
  return words(`why.say.${say}`, { excluded: joined(telling, 'or', excluded) })
}

function kindsPhrase(telling: Telling, kinds: readonly string[], key: string): string {
  const names = kinds.map((id) => {
    const name = nameOf(telling, 'service_type', id)
    return telling.words(isHeading(telling, name) ? `${key}-entries` : key, {
      name: isHeading(telling, name) ? name : small(name),
    })
  })
  return listed(telling, names, key === 'why.say.the-kind' ? 'conjunction' : 'disjunction')
}

function themePhrase(telling: Telling, { theme, exactly }: Extract<Condition, { theme: unknown }>): string {
  const names = listed(
    telling,
    theme.map((code) => telling.words('why.say.quoted', { name: nameOf(telling, 'theme', code) })),
  )
  const parents = theme.some((code) => telling.memory.thesaurus.narrower('themes', code).length > 0)
  const depth = exactly ? 'exactly' : parents ? 'under' : 'plain'
  return telling.words(`why.say.theme.${theme.length > 1 ? 'many' : 'one'}.${depth}`, { names })
}

function territoryPhrase(telling: Telling, asked: Extract<Condition, { territory: unknown }>): string {
  const { words, memory } = telling
  const { relation = 'within' } = asked
  const names = asked.territory.map((key) => {
    const place = memory.gazetteer.get(key)
    if (!place) return key
    return relation === 'covering' ? placeName(place, words.language) : inPlace(place, words.language)
  })
  return words(`why.say.territory.${relation}`, { places: listed(telling, names) })
}

function nearPhrase(telling: Telling, { near, km }: Extract<Condition, { near: unknown }>): string {
  const { words, memory } = telling
  const place = typeof near === 'string' ? memory.gazetteer.get(near) : undefined
  const name = typeof near === 'string' ? near : nameOf(telling, 'near', near.join(','))
  const of = place ? ofPlace(place, words.language) : words('why.say.of', { name })
  return words('why.say.near', { km, of })
}

function originPhrase(telling: Telling, rules: readonly string[]): string {
  const { words } = telling
  const names = rules.map((rule) => nameOf(telling, 'origin', rule))
  const from = names.map((name) => (words.language === 'fr' ? ofName(name) : words('why.say.from', { name })))
  return words('why.say.origin', { from: listed(telling, from) })
}

function languagePhrase(telling: Telling, tags: readonly string[]): string {
  return listed(
    telling,
    tags.map((tag) => telling.words('why.say.language', { name: nameOf(telling, 'language', tag) })),
  )
}

function publishedPhrase(telling: Telling, asked: Extract<Condition, { published: unknown }>['published']): string {
  const { words } = telling
  const { within_days, before_days, at_least, at_most } = asked
  return joined(telling, 'and', [
    within_days === undefined ? '' : words('why.say.published.within_days', { count: within_days }),
    before_days === undefined ? '' : words('why.say.published.before_days', { count: before_days }),
    at_least === undefined ? '' : words('why.say.published.at_least', { day: askedDayName(telling, at_least) }),
    at_most === undefined ? '' : words('why.say.published.at_most', { day: askedDayName(telling, at_most) }),
  ])
}

function fieldPhrase(
  telling: Telling,
  asked: Extract<Condition, { field: unknown }>,
  kinds: readonly string[],
): string {
  const { words } = telling
  const field = fieldNamed(telling, asked.field, kinds)
  const name = field ? (field.label[words.language] ?? field.label.fr) : asked.field
  const say = (test: string, value = '') => words(`why.say.field.${test}`, { field: name, value })
  const value = (one: string | number) => fieldValueName(telling, field, String(one))
  const bound = (test: 'at_least' | 'at_most', limit: string | number | undefined) =>
    limit === undefined
      ? ''
      : typeof limit === 'number'
        ? say(test, value(limit))
        : say(`${test}-day`, askedDayName(telling, limit))
  return joined(telling, 'and', [
    asked.is ? say('is', listed(telling, asked.is.map(value))) : '',
    bound('at_least', asked.at_least),
    bound('at_most', asked.at_most),
    asked.contains === undefined ? '' : say('contains', asked.contains),
    asked.filled === undefined ? '' : say(asked.filled ? 'filled' : 'empty'),
  ])
}

function listed(
  { words }: Telling,
  names: readonly string[],
  type: 'conjunction' | 'disjunction' = 'disjunction',
): string {
  return new Intl.ListFormat(words.language, { type }).format(names)
}

// `Offres d’emploi` takes an article, `Revue de presse` is the name of a list.
function isHeading({ words }: Telling, name: string): boolean {
  return words.language === 'fr' && !/^[^ ]+[sx](?: |$)/.test(name)
}

function small(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLocaleLowerCase() + name.slice(1) : name
}
