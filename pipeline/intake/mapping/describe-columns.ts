import { type ColumnKind, guessKind } from './guess-kind.ts'
import type { Cell, RawTable } from './raw-table.ts'

/** What a column holds, as a person who maps it wants to see it. */
export interface ColumnSketch {
  readonly name: string
  /** The first different texts, shortened. */
  readonly samples: readonly string[]
  /** Rows that say something, of those looked at. */
  readonly filled: number
  readonly rows: number
  /** How many different texts were met; counted up to a thousand. */
  readonly distinct: number
  readonly kind: ColumnKind
  /** What stands between the values of its lists, where its cells are lists. */
  readonly separator: string | undefined
  /** All of it is written in capitals. */
  readonly capitals: boolean
  /** Texts of figures that lost their zeros: postcodes of four figures. */
  readonly lostZeros: boolean
}

/** Looks at the first rows of a table, and says of each column what it holds. */
export function describeColumns(table: RawTable, most = MOST_ROWS): readonly ColumnSketch[] {
  const seen = table.columns.map(() => ({ texts: new Set<string>(), filled: 0 }))
  let rows = 0
  for (const { cells, problems } of table.rows(table.columns)) {
    if (rows >= most) break
    if (problems.length > 0) continue
    rows += 1
    for (const [index, cell] of cells.entries()) {
      const texts = textsOf(cell)
      const one = seen[index]
      if (one === undefined || texts.length === 0) continue
      one.filled += 1
      for (const text of texts) if (one.texts.size < MOST_TEXTS) one.texts.add(text)
    }
  }
  return table.columns.map((name, index) => sketch(name, rows, seen[index] ?? { texts: new Set(), filled: 0 }))
}

const MOST_ROWS = 1000
const MOST_TEXTS = 1000

function textsOf(cell: Cell): readonly string[] {
  return typeof cell === 'string' ? (cell.trim() === '' ? [] : [cell.trim()]) : cell.filter((text) => text !== '')
}

function sketch(
  name: string,
  rows: number,
  { texts, filled }: { readonly texts: ReadonlySet<string>; readonly filled: number },
): ColumnSketch {
  const all = [...texts]
  const looked = all.slice(0, 200).map((text) => text.slice(0, 400))
  const kind = guessKind(looked)
  return {
    name,
    samples: all.slice(0, 4).map((text) => (text.length > 90 ? `${text.slice(0, 89)}…` : text)),
    filled,
    rows,
    distinct: texts.size,
    kind,
    separator: kind === 'text' || kind === 'long-text' ? separatorOf(looked) : undefined,
    capitals: kind === 'text' && most(looked, (text) => /\p{Lu}{3}/u.test(text) && !/\p{Ll}/u.test(text)),
    lostZeros:
      kind !== 'insee' && looked.some((text) => /^\d{4}$/.test(text)) && most(looked, (text) => /^\d{4,5}$/.test(text)),
  }
}

function most(texts: readonly string[], test: (text: string) => boolean): boolean {
  return texts.length > 0 && texts.filter(test).length >= texts.length * 0.8
}

const SEPARATORS = ['|', ' / ', ';', '\n']

function separatorOf(texts: readonly string[]): string | undefined {
  return SEPARATORS.find(
    (sign) => texts.filter((text) => text.includes(sign)).length >= Math.max(1, texts.length * 0.2),
  )
}
