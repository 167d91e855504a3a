import type { SqlText } from './sql-text.ts'

/** How a dump writes its texts: MySQL escapes with `\`, SQLite does not. */
export type SqlDialect = 'mysql' | 'sqlite'

/** Longest value kept, in bytes: beyond, it is cut. */
export const LONGEST_VALUE = 4_000_000

/** One `(…)` of an INSERT as the bytes of its values (one per character), NULL as nothing; the place must be at its bracket. */
export function sqlTuple(sql: SqlText, dialect: SqlDialect): readonly string[] {
  const values: string[] = []
  sql.advance()
  for (;;) {
    sql.take(SPACE)
    if (sql.peek() === '' || values.length > MOST) return values
    values.push(sqlValue(sql, dialect))
    sql.take(SPACE)
    const sign = sql.peek()
    if (sign !== ',' && sign !== ')') skipToSeparator(sql)
    const end = sql.peek() !== ','
    sql.advance()
    if (end) return values
  }
}

/** A quoted text without its quotes; the place must be at the first. */
export function sqlString(sql: SqlText, dialect: SqlDialect): string {
  const quote = sql.peek()
  const stops = quote === "'" ? (dialect === 'mysql' ? SINGLE_ESCAPED : SINGLE) : DOUBLE_ESCAPED
  const pieces: string[] = []
  let length = 0
  sql.advance()
  for (;;) {
    const piece = sql.upTo(stops, LONGEST_VALUE)
    if (length < LONGEST_VALUE) pieces.push(piece)
    length += piece.length
    const sign = sql.peek()
    if (sign === '') return pieces.join('')
    const next = sql.peek(1)
    if (sign === '\\') pieces.push(ESCAPES[next] ?? next)
    else if (next !== quote) {
      sql.advance()
      return pieces.join('')
    } else pieces.push(quote)
    sql.advance(2)
  }
}

const MOST = 500
const SPACE = /\s+/y
const SINGLE = /'/g
const SINGLE_ESCAPED = /['\\]/g
const DOUBLE_ESCAPED = /["\\]/g
const SEPARATOR = /[,)]/g
const BARE = /[^\s,()'"]+/y
const HEX = /^(?:0x([0-9a-f]*))$/i
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '', Z: '', b: '' }

function sqlValue(sql: SqlText, dialect: SqlDialect): string {
  const sign = sql.peek()
  if (sign === "'" || sign === '"') return sqlString(sql, dialect)
  const word = sql.take(BARE)
  const next = sql.peek()
  if (next === "'" && /^x$/i.test(word)) return unhexed(sqlString(sql, dialect))
  // `_binary '…'`, `N'…'`: how the text was stored, which its bytes tell.
  if (/^_\w+$/.test(word) || (next === "'" && /^[nb]$/i.test(word))) {
    sql.take(SPACE)
    return sqlValue(sql, dialect)
  }
  if (next === '(') return sqlCall(sql, word.toLowerCase(), dialect)
  const hex = HEX.exec(word)?.[1]
  return hex === undefined ? (/^null$/i.test(word) ? '' : word) : unhexed(hex)
}

/** What SQLite writes for texts with line breaks, `replace('a\nb','\n',char(10))`; any other call is nothing. */
function sqlCall(sql: SqlText, name: string, dialect: SqlDialect): string {
  const given = depth < 5 ? nested(sql, dialect) : []
  const [text = '', from = '', to = ''] = given
  if (name === 'char') return given.map((code) => String.fromCharCode(Number(code) & 255)).join('')
  return name === 'replace' && from !== '' ? text.replaceAll(from, to) : ''
}

let depth = 0

function nested(sql: SqlText, dialect: SqlDialect): readonly string[] {
  depth += 1
  try {
    return sqlTuple(sql, dialect)
  } finally {
    depth -= 1
  }
}

function skipToSeparator(sql: SqlText): void {
  sql.upTo(SEPARATOR, 0)
}

function unhexed(digits: string): string {
  return Buffer.from(digits, 'hex').toString('latin1')
}
