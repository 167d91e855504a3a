import { facetsOf } from '../../pipeline/model/facets.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { inLanguage, type Language } from '../../pipeline/model/local-text.ts'
import { plainText } from '../../pipeline/model/plain-text.ts'
import type { Subscription } from '../../pipeline/model/site.ts'
import { writeValues } from '../../pipeline/model/write-values.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { asArranged } from './as-arranged.ts'
import type { Listed } from './listed.ts'

/** An entry as outside systems read it, instants by RFC 3339: as one section of a site shows it, confidential fields left out. */
export interface EntryDocument {
  readonly id: number
  /** The same for ever, on every site (RFC 4151). */
  readonly uri: string
  readonly serviceType: string
  readonly title: string
  readonly summary: string
  readonly language: string
  readonly organisation: { readonly id: string; readonly name: string }
  readonly publishedAt: string
  readonly updatedAt: string
  readonly themes: readonly { readonly code: string; readonly label: string }[]
  readonly territories: readonly { readonly key: string; readonly name: string }[]
  /** By field name, as `POST /entries` reads them. */
  readonly values: Readonly<Record<string, RawValue>>
}

/** Writes an entry as its section shows it. */
export function entryDocument(
  listed: Pick<Listed, 'entry' | 'values' | 'touch'>,
  {
    section,
    knowledge,
    domain,
    language,
  }: {
    readonly section: Pick<Subscription, 'arrangement'>
    readonly knowledge: Knowledge
    readonly domain: string
    readonly language: Language
  },
): EntryDocument | undefined {
  const { entry, values } = asArranged(listed, { arrangement: section.arrangement, knowledge })
  const serviceType = knowledge.serviceType(entry.serviceType)
  if (!serviceType) return undefined
  const open = serviceType.fields.filter((field) => !field.confidential)
  const shown = Object.fromEntries(open.map(({ name }) => [name, values[name] ?? null]))
  const { themes, territories } = facetsOf({ ...serviceType, fields: open }, shown)
  const body = typeof shown.body === 'string' ? plainText(shown.body).slice(0, 500) : ''
  return {
    id: entry.id,
    uri: entryUri(domain, entry.id),
    serviceType: entry.serviceType,
    title: entry.title,
    summary: typeof shown.summary === 'string' ? shown.summary : body,
    language: entry.language,
    organisation: {
      id: entry.organisation,
      name: knowledge.organisations.get(entry.organisation)?.name ?? entry.organisation,
    },
    publishedAt: new Date(entry.publishedAt ?? entry.createdAt).toISOString(),
    updatedAt: new Date(entry.updatedAt).toISOString(),
    themes: themes.flatMap((code) => {
      const concept = knowledge.thesaurus.get('themes', code)
      return concept ? [{ code, label: inLanguage(concept.label, language) }] : []
    }),
    territories: territories.flatMap((key) => {
      const territory = knowledge.gazetteer.get(key)
      return territory ? [{ key, name: territory.name }] : []
    }),
    values: writeValues({ ...serviceType, fields: open }, shown),
  }
}

/** What an entry is called outside, whatever becomes of its title or its address (RFC 4151). */
export function entryUri(domain: string, entry: number): string {
  return `tag:${domain},2026:entry:${entry}`
}
