import type { Encoding } from '../cache/compress.ts'

/** Encodings a client takes, best first, by its q-values (RFC 9110 § 12.5.3); `identity` closes the list as last resort. */
export function readAcceptEncoding(header: string | undefined): readonly Encoding[] {
  if (header === undefined) return PLAIN
  const found = known.get(header)
  if (found) return found
  if (known.size >= REMEMBERED) known.clear()
  const order = rank(header)
  known.set(header, order)
  return order
}

const PLAIN: readonly Encoding[] = ['identity']
/** In the order that decides between equal q-values. */
const OFFERED: readonly Encoding[] = ['br', 'gzip', 'identity']
const REMEMBERED = 500
const known = new Map<string, readonly Encoding[]>()

function rank(header: string): readonly Encoding[] {
  const weights = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...params] = part.split(';').map((piece) => piece.trim())
    const q = params.find((param) => param.startsWith('q='))
    const weight = q === undefined ? 1 : Number(q.slice(2))
    if (name !== '') weights.set(name === 'x-gzip' ? 'gzip' : name, Number.isFinite(weight) ? weight : 0)
  }
  const weightOf = (encoding: Encoding) =>
    weights.get(encoding) ?? weights.get('*') ?? (encoding === 'identity' ? 1e-4 : 0)
  const order = OFFERED.filter((encoding) => weightOf(encoding) > 0).sort((a, b) => weightOf(b) - weightOf(a))
  return order.includes('identity') ? order : [...order, 'identity']
}
