import facts from './lheo-2.3.json' with { type: 'json' }

/** A child element in its place, and how often it may stand there. */
export interface LheoChild {
  readonly name: string
  readonly min: number
  readonly max: number
}

/** What an element of LHÉO 2.3 holds. */
export type LheoKind =
  | { readonly kind: 'sequence'; readonly children: readonly LheoChild[] }
  | { readonly kind: 'text'; readonly min: number; readonly max: number }
  | { readonly kind: 'number'; readonly max: number }
  | { readonly kind: 'date' }
  /** A code of one of the nineteen tables. */
  | { readonly kind: 'code'; readonly table: string; readonly codes: readonly string[] }
  /** `extras`, which nests and holds `extra`, which holds anything. */
  | { readonly kind: 'extras' }
  | { readonly kind: 'any' }

/** What LHÉO 2.3 says of the elements under `formation`, by name (lheo.gouv.fr, version 2.3.0). */
export const LHEO_ELEMENTS: ReadonlyMap<string, LheoKind> = new Map<string, LheoKind>([
  ...Object.entries(facts.sequences).map(([name, written]) => [name, sequence(written)] as const),
  ...Object.entries(facts.texts).map(([name, [min = 0, max = 0]]) => [name, { kind: 'text', min, max }] as const),
  ...Object.entries(facts.numbers).map(([name, max]) => [name, { kind: 'number', max }] as const),
  ...facts.dates.map((name) => [name, { kind: 'date' }] as const),
  ...Object.entries(facts.codes).map(([name, table]) => [name, codesOf(table)] as const),
  ['extras', { kind: 'extras' }],
  ['extra', { kind: 'any' }],
])

/** Attributes every element may have; those with their own type are named in `LHEO_TYPED_ATTRIBUTES`. */
export const LHEO_ATTRIBUTES: ReadonlySet<string> = new Set(
  'numero info ref id idref tag horodatage-creation horodatage-modification horodatage-export uri'.split(' '),
)

/** Attributes only some elements have. */
export const LHEO_OWN_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  formation: ['datemaj', 'datecrea', 'href', 'file'],
  action: ['datemaj', 'datecrea'],
  session: ['datemaj', 'datecrea'],
  'organisme-formation-responsable': ['href', 'file'],
}

// `name`, `name?` (none or one), `name?5`, `name*`, `name+`, `name+10`.
function sequence(written: string): LheoKind {
  const children = written.split(' ').map((token) => {
    const [, name = '', sign = '', most] = /^([^?*+]+)([?*+]?)(\d*)$/.exec(token) ?? []
    const single = sign === '' || (sign === '?' && most === '')
    const max = single ? 1 : most === '' ? Number.POSITIVE_INFINITY : Number(most)
    return { name, min: sign === '' || sign === '+' ? 1 : 0, max }
  })
  return { kind: 'sequence', children }
}

function codesOf(table: string): LheoKind {
  const tables: Readonly<Record<string, string>> = facts.tables
  return { kind: 'code', table, codes: (tables[table] ?? '').split(' ') }
}
