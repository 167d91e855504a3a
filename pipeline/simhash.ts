/** A text in 64 bits: two texts that share most of their words differ in few of them (Charikar's simhash). */
export interface Simhash {
  readonly high: number
  readonly low: number
}

/** The simhash of a list of words, by its pairs of neighbours. */
export function simhash(words: readonly string[]): Simhash {
  const sums = new Int32Array(64)
  let before = 0
  for (const word of words) {
    const hash = hashOf(word)
    addTo(sums, mixed(hash ^ Math.imul(before, 0x9e3779b1)), mixed(hash + Math.imul(before, 0x85ebca6b)))
    before = hash
  }
  return { high: signs(sums, 0), low: signs(sums, 32) }
}

/** In how many of their 64 bits two differ. */
export function distance(one: Simhash, other: Simhash): number {
  return bitsSet(one.high ^ other.high) + bitsSet(one.low ^ other.low)
}

/** Its four bands of 16 bits: two that differ in three bits at most have one in common. */
export function bandsOf({ high, low }: Simhash): readonly number[] {
  return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff]
}

/** A text in 32 bits (FNV-1a over its UTF-16 units, then mixed). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mixed(hash)
}

// The last steps of MurmurHash3: every bit of the input moves every bit of the answer.
function mixed(number: number): number {
  let hash = number ^ (number >>> 16)
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function addTo(sums: Int32Array, high: number, low: number): void {
  for (let bit = 0; bit < 32; bit += 1) {
    sums[bit] = (sums[bit] ?? 0) + ((high >>> bit) & 1 ? 1 : -1)
    sums[bit + 32] = (sums[bit + 32] ?? 0) + ((low >>> bit) & 1 ? 1 : -1)
  }
}

function signs(sums: Int32Array, from: number): number {
  let found = 0
  for (let bit = 0; bit < 32; bit += 1) if ((sums[from + bit] ?? 0) > 0) found |= 1 << bit
  return found >>> 0
}

function bitsSet(number: number): number {
  let left = number >>> 0
  let count = 0
  for (; left !== 0; left &= left - 1) count += 1
  return count
}
