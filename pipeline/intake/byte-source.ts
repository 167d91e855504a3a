/** Bytes that are read a part at a time: those of a file never stand in memory as a whole. */
export interface ByteSource {
  readonly length: number
  /** The bytes from one place to another, fewer where they end; but for the whole, they may change once another part is asked for. */
  part(from: number, to: number): Uint8Array
}

/** Bytes in memory, or wherever they can be read from. */
export type Bytes = Uint8Array | ByteSource

/** Bytes as a source of parts. */
export function byteSource(bytes: Bytes): ByteSource {
  if (!(bytes instanceof Uint8Array)) return bytes
  return { length: bytes.byteLength, part: (from, to) => bytes.subarray(from, to) }
}

/** The bytes as a whole, for readers that cannot do with less. */
export function wholeBytes(bytes: Bytes): Uint8Array {
  return bytes instanceof Uint8Array ? bytes : bytes.part(0, bytes.length)
}

/** The parts of some bytes in order, none longer than `size`. */
export function* partsOf(bytes: Bytes, size: number): Generator<Uint8Array> {
  const source = byteSource(bytes)
  for (let at = 0; at < source.length; ) {
    const part = source.part(at, at + size)
    // A file that became shorter meanwhile.
    if (part.byteLength === 0) return
    at += part.byteLength
    yield part
  }
}
