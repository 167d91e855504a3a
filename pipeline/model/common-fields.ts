import type { FieldTypeId } from './field.ts'
import type { LocalText } from './local-text.ts'

/** What a declaration may leave out for a common field: it is the same in every service type. */
export interface CommonField {
  readonly type: FieldTypeId
  readonly label: LocalText
  readonly many?: boolean
  readonly vocabulary?: string
  readonly max?: number
}

/** Fields every service type may use by name alone (`domain.md`: common fields); a declaration may relabel or require them. */
export const COMMON_FIELDS: Readonly<Record<string, CommonField>> = {
  title: { type: 'text', label: { fr: 'Titre', en: 'Title' }, max: 255 },
  summary: { type: 'long-text', label: { fr: 'Résumé', en: 'Summary' }, max: 1000 },
  body: { type: 'rich-text', label: { fr: 'Texte', en: 'Text' } },
  image: { type: 'image', label: { fr: 'Image', en: 'Image' } },
  language: { type: 'language', label: { fr: 'Langue', en: 'Language' } },
  themes: { type: 'term', label: { fr: 'Thèmes', en: 'Themes' }, many: true, vocabulary: 'themes' },
  territories: { type: 'territory', label: { fr: 'Territoires', en: 'Territories' }, many: true },
  point: { type: 'point', label: { fr: 'Position', en: 'Position' } },
  source_name: { type: 'text', label: { fr: 'Source', en: 'Source' }, max: 200 },
  source_url: { type: 'url', label: { fr: 'Adresse de la source', en: 'Source address' } },
  source_author: { type: 'text', label: { fr: 'Auteur de la source', en: 'Source author' }, max: 200 },
  source_date: { type: 'date', label: { fr: 'Date de la source', en: 'Source date' } },
  contact: { type: 'text', label: { fr: 'Contact', en: 'Contact' }, max: 300 },
  attachments: { type: 'file', label: { fr: 'Pièces jointes', en: 'Attachments' }, many: true },
  licence: { type: 'text', label: { fr: 'Licence', en: 'Licence' }, max: 100 },
  valid_from: { type: 'date', label: { fr: 'Visible à partir du', en: 'Visible from' } },
  valid_until: { type: 'date', label: { fr: "Visible jusqu'au", en: 'Visible until' } },
}
