import type { Values } from '../../../pipeline/model/entry.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import { inLanguage, type Language } from '../../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { isRecord, storedPart } from '../../../pipeline/model/written/parts.ts'
import type { LinkItem } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'

/** One titled part of an entry's text: rich (sanitised HTML) or plain paragraphs. */
export interface TextPart {
  /** Title of the part; none for the body itself. */
  readonly title: string | undefined
  readonly html: string | undefined
  readonly paragraphs: readonly string[]
}

const ELSEWHERE = new Set([
  'title',
  'summary',
  'themes',
  'territories',
  'language',
  'image',
  'source_name',
  'source_url',
  'source_author',
  'source_date',
  'licence',
  'valid_from',
  'valid_until',
  'attachments',
  'point',
  'quotation',
])

/** The running texts of an entry, in the order of its form: long and rich fields that the key facts do not already show. */
export function textParts(serviceType: ServiceType, values: Values, language: Language): TextPart[] {
  return readable(serviceType).flatMap((field) => {
    const value = values[field.name]
    if (typeof value !== 'string' || (field.type !== 'rich-text' && field.type !== 'long-text')) return []
    const title = field.name === 'body' ? undefined : inLanguage(field.label, language)
    return [
      field.type === 'rich-text'
        ? { title, html: value, paragraphs: [] }
        : { title, html: undefined, paragraphs: value.split(/\n{2,}/) },
    ]
  })
}

/** The words of another that an entry quotes. */
export function quotationOf({ fields }: ServiceType, { quotation }: Values): string | undefined {
  const open = fields.some(({ name, confidential }) => name === 'quotation' && !confidential)
  return open && typeof quotation === 'string' && quotation !== '' ? quotation : undefined
}

/** Names of the key facts that are short: a long text keeps its own part of the page. */
export function keyFactNames(serviceType: ServiceType): string[] {
  const long = new Set(
    serviceType.fields
      .filter((field) => field.type === 'rich-text' || field.type === 'long-text')
      .map((field) => field.name),
  )
  return serviceType.presentation.keyFacts.filter((name) => !long.has(name))
}

/** Names of the remaining fields: short facts that are neither text nor key facts, shown in a table under the text. */
export function otherFacts(serviceType: ServiceType): string[] {
  const shown = new Set([...serviceType.presentation.keyFacts, serviceType.presentation.action?.field])
  return readable(serviceType)
    .filter((field) => !shown.has(field.name) && !LONG.has(field.type))
    .map((field) => field.name)
}

const LONG = new Set<Field['type']>(['rich-text', 'long-text', 'image', 'file', 'reference', 'consent', 'original'])

function readable(serviceType: ServiceType): readonly Field[] {
  return serviceType.fields.filter((field) => !field.confidential && !ELSEWHERE.has(field.name))
}

/** The picture of an entry with its alternative text; `folder` is where this host keeps files. */
export function pictureOf(
  values: Values,
  folder = '/files',
): { readonly src: string; readonly alt: string; readonly credit: string } | undefined {
  const { image } = values
  if (!isRecord(image)) return undefined
  const file = storedPart(image, 'file')
  return {
    src: file.startsWith('https:') ? file : `${folder}/${file}`,
    alt: storedPart(image, 'alt'),
    credit: storedPart(image, 'credit'),
  }
}

/** Files an entry carries, as links. */
export function attachmentsOf(
  serviceType: ServiceType,
  { values, folder }: { readonly values: Values; readonly folder: string },
): LinkItem[] {
  const fields = serviceType.fields.filter((field) => field.type === 'file' && !field.confidential)
  return fields
    .flatMap((field) => [values[field.name] ?? []].flat())
    .flatMap((value) => {
      const file = storedPart(value, 'file')
      if (file === '') return []
      return [
        {
          label: storedPart(value, 'label') || storedPart(value, 'name') || file,
          href: file.startsWith('https:') ? file : `${folder}/${file}`,
          icon: 'paperclip',
        },
      ]
    })
}

/** The one thing the reader does: apply, register, read the article. */
export function mainAction(
  serviceType: ServiceType,
  values: Values,
  visit: Visit,
): { readonly label: string; readonly href: string } | undefined {
  const { action } = serviceType.presentation
  const field = action && serviceType.fields.find((one) => one.name === action.field)
  const value = field && values[field.name]
  if (!action || !field || field.confidential || typeof value !== 'string') return undefined
  const href = field.type === 'email' ? `mailto:${value}` : field.type === 'phone' ? `tel:${value}` : value
  return { label: inLanguage(action.label, visit.language), href }
}
