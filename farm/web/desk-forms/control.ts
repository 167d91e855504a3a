import type { Field } from '../../../pipeline/model/field.ts'
import type { Thesaurus } from '../../../pipeline/model/theme.ts'

/** How a field is asked for on screen. */
export type Control =
  | 'line'
  | 'lines'
  | 'area'
  | 'rich'
  | 'date'
  | 'datetime'
  | 'radios'
  | 'select'
  | 'boxes'
  | 'tree'
  | 'suggest'
  | 'suggest-many'
  | 'address'
  | 'money'
  | 'period'
  | 'point'
  | 'consent'
  | 'image'
  | 'file'

/** Few options are all shown; more are folded in a list; a big vocabulary is searched. */
const RADIOS = 5
const LISTED = 40
const TREE = 150

/** The control of a field, from its type, whether it holds several values, and how much there is to choose from. */
export function controlOf(field: Field, thesaurus: Thesaurus): Control {
  switch (field.type) {
    case 'long-text':
      return 'area'
    case 'rich-text':
      return 'rich'
    case 'date':
      return field.many ? 'lines' : 'date'
    case 'datetime':
      return field.many ? 'lines' : 'datetime'
    case 'boolean':
      return 'radios'
    case 'choice':
      return field.many ? 'boxes' : (field.choices ?? []).length <= RADIOS ? 'radios' : 'select'
    case 'language':
      return field.many ? 'boxes' : 'select'
    case 'term':
      return termControl(field, vocabularySize(thesaurus, field.vocabulary ?? 'themes'))
    case 'territory':
    case 'reference':
      return field.many ? 'suggest-many' : 'suggest'
    case 'address':
    case 'money':
    case 'period':
    case 'point':
    case 'consent':
    case 'image':
    case 'file':
      return field.type
    default:
      return field.many ? 'lines' : 'line'
  }
}

function termControl(field: Field, size: number): Control {
  if (field.many) return size <= LISTED ? 'boxes' : size <= TREE ? 'tree' : 'suggest-many'
  return size <= LISTED ? 'select' : 'suggest'
}

const sizes = new WeakMap<Thesaurus, Map<string, number>>()

function vocabularySize(thesaurus: Thesaurus, vocabulary: string): number {
  const known = sizes.get(thesaurus) ?? new Map<string, number>()
  sizes.set(thesaurus, known)
  const count = (code: string | null): number =>
    thesaurus.narrower(vocabulary, code).reduce((sum, concept) => sum + 1 + count(concept.code), 0)
  const size = known.get(vocabulary) ?? count(null)
  known.set(vocabulary, size)
  return size
}

/** Parts of the composite controls, in the order they are asked. */
export const CONTROL_PARTS: Readonly<Partial<Record<Control, readonly string[]>>> = {
  address: ['street', 'postcode', 'town', 'commune'],
  money: ['amount', 'max'],
  period: ['start', 'end'],
  point: ['lat', 'lon'],
  consent: ['given', 'on'],
  image: ['file', 'alt', 'credit'],
  file: ['file', 'name', 'label'],
}

/** Name of the form control of a field, or of one part of it: `f.title`, `f.address.town`, `f.photos.2.alt`. */
export function controlName(field: string, ...parts: readonly (string | number)[]): string {
  return ['f', field, ...parts].join('.')
}

/** Id of that control on the page. */
export function controlId(field: string, ...parts: readonly (string | number)[]): string {
  return ['f', field, ...parts].join('-').replaceAll('.', '-')
}
