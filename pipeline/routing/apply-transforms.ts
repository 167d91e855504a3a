import type { Values } from '../model/entry.ts'
import type { Field } from '../model/field.ts'
import type { StoredValue } from '../model/field-types/field-type.ts'
import { plainText } from '../model/plain-text.ts'
import type { ServiceType } from '../model/service-type.ts'
import type { Transform } from '../model/site.ts'
import type { Thesaurus } from '../model/theme.ts'
import { isList } from '../model/written/parts.ts'

/** What transforming looks up: the kind of the entry, the name of its organisation, and the themes. */
export interface Transforming {
  readonly serviceType: ServiceType
  readonly organisation: string
  readonly thesaurus: Thesaurus
}

/** The values of an entry as a section hands them on: its transforms one after the other, fields the kind has not left alone. */
export function applyTransforms(transforms: readonly Transform[], values: Values, about: Transforming): Values {
  return transforms.reduce((changed, transform) => transformed(transform, changed, about), values)
}

function transformed(transform: Transform, values: Values, about: Transforming): Values {
  if ('shorten' in transform) return shortened(values, fieldOf(about, transform.shorten), transform.to)
  if ('drop' in transform) return dropped(values, transform.drop)
  if ('default' in transform) return filled(values, fieldOf(about, transform.default), transform.value)
  if ('map_theme' in transform) return mapped(values, transform, about)
  return mentioned(values, transform.mention, about)
}

function fieldOf({ serviceType }: Transforming, name: string): Field | undefined {
  return serviceType.fields.find((field) => field.name === name)
}

function shortened(values: Values, field: Field | undefined, to: number): Values {
  const value = field && values[field.name]
  if (!field || typeof value !== 'string') return values
  const rich = field.type === 'rich-text'
  const text = rich ? plainText(value) : value
  if (text.length <= to) return values
  const cut = text.slice(0, to + 1)
  const ended = cut.replace(/\s+\S*$/u, '')
  const kept = `${(ended.length < cut.length ? ended : text.slice(0, to)).replace(/[\s,;:.–-]+$/u, '')}…`
  return { ...values, [field.name]: rich ? `<p>${escaped(kept)}</p>` : kept }
}

function dropped(values: Values, name: string): Values {
  const { [name]: _, ...others } = values
  return others
}

function filled(values: Values, field: Field | undefined, value: StoredValue): Values {
  const had = field && values[field.name]
  const empty = had === undefined || had === null || had === '' || (isList(had) && had.length === 0)
  return field && empty ? { ...values, [field.name]: value } : values
}

function mapped(
  values: Values,
  { map_theme: from, to }: Extract<Transform, { map_theme: unknown }>,
  about: Transforming,
) {
  const { serviceType, thesaurus } = about
  const isUnder = (code: StoredValue) => typeof code === 'string' && thesaurus.ancestors('themes', code).includes(from)
  const fields = serviceType.fields.filter(
    (field) => field.type === 'term' && (field.vocabulary ?? 'themes') === 'themes',
  )
  const changes = fields.flatMap(({ name }): [string, StoredValue][] => {
    const value = values[name]
    if (value === undefined || value === null) return []
    if (!isList(value)) return isUnder(value) ? [[name, to]] : []
    return [[name, [...new Set(value.map((code) => (isUnder(code) ? to : code)))]]]
  })
  return { ...values, ...Object.fromEntries(changes) }
}

// A kind without a summary says it before its text, whatever that is called.
function mentioned(values: Values, mention: string, { organisation, serviceType }: Transforming): Values {
  const source = typeof values.source_name === 'string' && values.source_name !== '' ? values.source_name : organisation
  const said = mention.replaceAll('{organisation}', organisation).replaceAll('{source}', source)
  const named = ['summary', 'body'].flatMap((name) => serviceType.fields.find((one) => one.name === name) ?? [])
  const texts = serviceType.fields.filter((one) => TEXTS.has(one.type) && !one.confidential)
  const field = [...named, ...texts][0]
  if (!field) return values
  const before = values[field.name]
  const text = typeof before === 'string' ? before : ''
  const whole = field.type === 'rich-text' ? `<p>${escaped(said)}</p>${text}` : `${said} ${text}`.trim()
  return { ...values, [field.name]: whole }
}

const TEXTS: ReadonlySet<string> = new Set(['rich-text', 'long-text'])

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
