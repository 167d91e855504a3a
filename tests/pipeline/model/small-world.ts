import type { Field, FieldTypeId } from '../../../pipeline/model/field.ts'
import type { RawItem, Reading, ShowContext } from '../../../pipeline/model/field-types/field-type.ts'
import { fieldType } from '../../../pipeline/model/field-types.ts'
import { fold } from '../../../pipeline/model/fold.ts'
import type { Gazetteer, Resolution, Territory } from '../../../pipeline/model/territory.ts'
import type { Concept, Thesaurus } from '../../../pipeline/model/theme.ts'

/** A field of that type with nothing else declared. */
export function fieldOf(type: FieldTypeId, more: Partial<Field> = {}): Field {
  const bare = { name: 'field', type, label: { fr: 'Champ' }, required: false, many: false, confidential: false }
  return { ...bare, column: 'field', element: 'field', ...more }
}

/** What the field type makes of the raw item. */
export function reading(type: FieldTypeId, raw: RawItem, more: Partial<Field> = {}): Reading {
  return fieldType(type).read(raw, fieldOf(type, more), context)
}

/** The value read, shown in French or English. */
export function shown(
  type: FieldTypeId,
  raw: RawItem,
  language: 'fr' | 'en' = 'fr',
  more: Partial<Field> = {},
): string {
  const found = reading(type, raw, more)
  if (!('value' in found)) throw new Error(`${type}: ${JSON.stringify(found)}`)
  return fieldType(type).show(found.value, fieldOf(type, more), { ...context, language })
}

/** A few real places of the Nièvre and elsewhere, all read from the COG of 2026. */
export const PLACES: readonly Territory[] = [
  place('commune', '58194', 'Nevers', ['58000']),
  place('commune', '58086', 'Cosne-Cours-sur-Loire', ['58200']),
  place('commune', '01004', 'Ambérieu-en-Bugey', ['01500']),
  place('commune', '93066', 'Saint-Denis', ['93200', '93210']),
  place('commune', '97411', 'Saint-Denis', ['97400']),
  place('departement', '58', 'Nièvre', []),
  place('region', '27', 'Bourgogne-Franche-Comté', []),
]

const CONCEPTS: readonly Concept[] = [
  concept('emploi', 'Emploi', 'Employment', ['travail']),
  concept('formation', 'Formation', 'Training', ['apprentissage']),
]

const gazetteer: Gazetteer = {
  get: (key) => PLACES.find((known) => known.key === key),
  ancestors: (key) => [key],
  inside: () => [],
  point: () => undefined,
  resolve(text, hint = {}): Resolution {
    const found = PLACES.filter((known) => {
      if (hint.levels !== undefined && !hint.levels.includes(known.level)) return false
      if (known.key === text || known.code === text) return true
      const inPostcode = hint.postcode === undefined || known.postcodes.includes(hint.postcode)
      return fold(known.name) === fold(text) && inPostcode
    })
    const [territory, ...others] = found
    if (territory === undefined) return { kind: 'unknown' }
    return others.length > 0 ? { kind: 'ambiguous', candidates: found } : { kind: 'found', territory, by: 'name' }
  },
  suggest: () => [],
}

const thesaurus: Thesaurus = {
  vocabularies: () => ['themes'],
  vocabulary: (id) => ({ id, label: { fr: id }, rules: {}, editedAt: null }),
  codes: (_vocabulary, code) => [code],
  get: (vocabulary, code) => CONCEPTS.find((known) => known.vocabulary === vocabulary && known.code === code),
  ancestors: (_vocabulary, code) => [code],
  narrower: () => [],
  resolve(vocabulary, text) {
    const asked = fold(text)
    return CONCEPTS.find((known) => {
      const names = [known.code, known.label.fr, known.label.en ?? '', ...known.synonyms]
      return known.vocabulary === vocabulary && names.some((name) => fold(name) === asked)
    })
  },
  suggest: () => [],
}

/** What a reading may look up: the places and concepts above, on 22 November 2026. */
export const context: ShowContext = { gazetteer, thesaurus, now: Date.UTC(2026, 10, 22), language: 'fr' }

function place(level: Territory['level'], code: string, name: string, postcodes: readonly string[]): Territory {
  return { key: `${level}:${code}`, level, code, name, postcodes, parents: [], population: 1000, vintage: 2026 }
}

function concept(code: string, fr: string, en: string, synonyms: readonly string[]): Concept {
  return { code, vocabulary: 'themes', label: { fr, en }, synonyms, notations: {} }
}
