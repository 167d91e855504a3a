import type { LheoKind } from '../pipeline/intake/lheo-structure.ts'

/** What the flows of the field write in a mandatory element of which nothing is known. */
export function fillerOf(name: string, kind: LheoKind): string {
  const known = FILLERS[name]
  if (known !== undefined) return known
  switch (kind.kind) {
    case 'code':
      return kind.codes[0] ?? ''
    case 'number':
      return '0'
    case 'date':
      return name === 'fin' ? '99999999' : '00000000'
    case 'text':
      return kind.min > 3 ? '0'.repeat(kind.min) : '-'.repeat(Math.max(kind.min, 1))
    default:
      return ''
  }
}

const FILLERS: Readonly<Record<string, string>> = {
  'numero-activite': '99999999999',
  // Formacode for everyone.
  'code-public-vise': '83056',
  'code-niveau-entree': '0',
}
