import type { Field } from '../../../pipeline/model/field.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Option } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'
import { type Draft, isGroup } from './condition-draft.ts'

type Asking = Pick<Visit, 'memory' | 'language' | 'words'>

/** Kinds a draft asks for anywhere outside a "none". */
export function kindsIn(draft: Draft): readonly string[] {
  if (!isGroup(draft)) return draft.kind === 'service_type' ? (draft.said.values ?? []) : []
  return draft.kind === 'none' ? [] : [...new Set(draft.parts.flatMap(kindsIn))]
}

/** Declared fields one may ask about, or change, on these kinds (on all, when none): each name once, by label; staff-only ones left out. */
export function fieldOptions(
  kinds: readonly string[],
  chosen: string,
  { memory, language }: Asking,
): readonly Option[] {
  const types = [...memory.declarations.serviceTypes.values()]
  const asked = kinds.length > 0 ? types.filter((type) => kinds.includes(type.id)) : types
  const named = new Map<string, Field>()
  for (const field of asked.flatMap((type) => type.fields))
    if (!field.confidential && field.type !== 'original') named.set(field.name, field)
  const options = [...named.values()].map((field) => ({ value: field.name, label: inLanguage(field.label, language) }))
  const labels = Map.groupBy(options, (one) => one.label)
  const told = options
    .map((one) => ({
      ...one,
      label: (labels.get(one.label)?.length ?? 0) > 1 ? `${one.label} (${one.value})` : one.label,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, language))
  const stray = chosen !== '' && !named.has(chosen) ? [{ value: chosen, label: chosen }] : []
  return [...stray, ...told].map((one) => ({ ...one, selected: one.value === chosen }))
}

/** Answers a field with choices, terms, languages, or yes and no may be asked to be; undefined where it is asked for by lines. */
export function valueOptions(field: Field, chosen: readonly string[], asking: Asking): readonly Option[] | undefined {
  const { memory, language, words } = asking
  const option = (value: string, label: string): Option => ({ value, label, selected: chosen.includes(value) })
  if (field.type === 'boolean' || field.type === 'consent')
    return ['true', 'false'].map((value) => option(value, words(`why.${value}`)))
  if (field.choices) return field.choices.map((one) => option(one.code, inLanguage(one.label, language)))
  if (field.type === 'language') return languageOptions(chosen, asking)
  if (field.type !== 'term') return undefined
  const { thesaurus } = memory
  const vocabulary = field.vocabulary ?? 'themes'
  const broad = thesaurus.narrower(vocabulary, null)
  return broad.length > 40 ? undefined : broad.map((one) => option(one.code, inLanguage(one.label, language)))
}

/** The languages entries are written in, those already asked for among them. */
export function languageOptions(chosen: readonly string[], { language }: Asking): readonly Option[] {
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const codes = [...new Set(['fr', 'en', 'de', 'es', 'ar', 'uk', ...chosen])].filter((code) =>
    /^[a-z]{2,3}$/.test(code),
  )
  return codes.map((value) => ({ value, label: names.of(value) ?? value, selected: chosen.includes(value) }))
}

/** Origins seen from the site, and those of the network by their names. */
export function originOptions(chosen: readonly string[], { memory, words }: Asking) {
  const rules = ['own', 'below', 'above', 'network', 'granted'].map((value) => ({
    ...{ value, label: words(`why.rule.${value}`), selected: chosen.includes(value) },
  }))
  const named = memory.organisations
    .all()
    .map(({ id, name }) => ({
      value: `organisation:${id}`,
      label: name,
      selected: chosen.includes(`organisation:${id}`),
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'fr'))
  return { rules, named }
}
