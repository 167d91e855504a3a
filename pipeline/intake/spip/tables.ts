/** One row of a table of SPIP by its columns, as text; what is NULL is empty. */
export type SpipRow = Readonly<Record<string, string>>

/** The tables of SPIP the farm reads, without their prefix. Those of older versions link keywords and authors table by table. */
export const SPIP_TABLES = [
  ...[
    'articles',
    'breves',
    'syndic_articles',
    'rubriques',
    'mots',
    'groupes_mots',
    'auteurs',
    'documents',
    'syndic',
    'urls',
    'meta',
  ],
  ...['mots_liens', 'auteurs_liens', 'documents_liens'],
  ...['mots_articles', 'mots_breves', 'auteurs_articles', 'documents_articles'],
] as const

/** One of them. */
export type SpipTable = (typeof SPIP_TABLES)[number]

/** Those that hold what the site wrote: read row by row, never kept as a whole. */
export const LONG_TABLES: ReadonlySet<SpipTable> = new Set(['articles', 'breves', 'syndic_articles'] as const)

/** A database of SPIP, whatever holds it. */
export interface SpipDatabase {
  /** Prefix of its tables, such as `spip`. */
  readonly prefix: string
  /** Rows of a table, none where it is not there. */
  rows(table: SpipTable): Iterable<SpipRow>
  /** Texts that had been encoded twice, so far. */
  readonly repaired: number
  close(): void
}

/** The prefix and the name of a table of SPIP; undefined for any other. */
export function spipTable(name: string): { readonly prefix: string; readonly table: SpipTable } | undefined {
  const [, prefix = '', table = ''] = NAME.exec(name) ?? []
  const known = SPIP_TABLES.find((one) => one === table)
  return known && { prefix, table: known }
}

const NAME = new RegExp(
  `^(?:([A-Za-z0-9_]{1,40}?)_)?(${[...SPIP_TABLES].sort((a, b) => b.length - a.length).join('|')})$`,
)
