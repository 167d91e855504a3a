import type { ExportedEntry, ExportedList } from '../../exports/exported.ts'
import type { Field } from '../../pipeline/model/field.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { Standards } from '../../pipeline/model/standards.ts'

/** Everything a writer may stumble on: markup, CDATA ends, controls, a lone surrogate, emoji, right-to-left, quotes, lines. */
export const NASTY = 'Fin ]]> & <b>"x"</b> \u0000\u0008\uFFFE\uD800 😀 مرحبا é\nligne 2, 3; \'q\''

/** The same text as XML can carry it. */
export const NASTY_IN_XML = 'Fin ]]> & <b>"x"</b>  😀 مرحبا é\nligne 2, 3; \'q\''

/** A field of a declaration, completed. */
export function field(name: string, more: Partial<Field> = {}): Field {
  const defaults = { type: 'text', label: { fr: name }, required: false, many: false, confidential: false } as const
  return { ...defaults, name, column: name, element: name, ...more }
}

/** A list of a small service type, an entry of which leaves with all it can carry. */
export function sampleList(more: Partial<ExportedList> = {}): ExportedList {
  const fields = more.fields ?? [
    field('title'),
    field('body', { type: 'rich-text', column: 'texte', element: 'texte' }),
    field('tags', { many: true }),
    field('place', { type: 'address' }),
    field('attachments', { type: 'file', many: true }),
  ]
  return {
    title: NASTY,
    description: 'Liste & co',
    link: 'https://emploi.example/actus?theme=a&lieu=b',
    self: 'https://emploi.example/actus.rss?theme=a&lieu=b',
    language: 'fr',
    updatedAt: Date.UTC(2026, 10, 2, 3, 4, 5),
    serviceType: serviceType(fields),
    fields,
    entries: [sampleEntry(1), sampleEntry(2, { language: 'en', html: '', summary: 'Short' })],
    deleted: [{ uri: 'tag:emploi.example,2026:entry/9', at: Date.UTC(2026, 10, 1) }],
    ...more,
  }
}

/** One entry, numbered. */
export function sampleEntry(id: number, more: Partial<ExportedEntry> = {}): ExportedEntry {
  return {
    uri: `tag:emploi.example,2026:entry/${id}`,
    id,
    serviceType: serviceType([field('title')]),
    version: 3,
    enclosures: [],
    link: `https://emploi.example/actus/${id}?a=1&b=2`,
    title: NASTY,
    summary: NASTY,
    gist: '',
    html: '<p>Un <b>texte</b> &amp; ]]&gt; 😀</p>',
    organisation: 'Maison de l’emploi <Nivernais>',
    language: 'fr',
    publishedAt: Date.UTC(2026, 9, 1, 8),
    updatedAt: Date.UTC(2026, 9, 2, 9),
    themes: [{ code: 'emploi', label: 'Emploi & insertion' }],
    territories: [{ key: 'commune:58194', name: 'Nevers' }],
    values: { title: NASTY, body: '<p>Un <b>texte</b></p>', tags: ['a|b', 'c\\d'], start: '2026-11-20T14:00' },
    ...more,
  }
}

const STANDARDS: Standards = {
  ical: { start: 'start' },
  vcard: { kind: 'org', phone: [], email: [] },
  'json-ld': { type: 'Thing', properties: {} },
}

function serviceType(fields: readonly Field[]): ServiceType {
  const presentation = { row: 'plain', facts: [], keyFacts: [], facets: [], icon: 'file' } as const
  const words = { label: { fr: 'Actu' }, plural: { fr: 'Actus' }, description: { fr: 'Des actus' } }
  const rules = { visibility: 'public', workflow: 'none', lifetime: {}, presentation } as const
  const exports = ['ical', 'vcard', 'geojson', 'json-ld', 'lheo']
  return { id: 'news', path: 'actus', ...words, ...rules, exports, standards: STANDARDS, fields }
}
