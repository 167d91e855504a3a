/** What was said of the encoding of some bytes. */
export interface DeclaredEncoding {
  /** As written. */
  readonly claim: string
  /** Encoding to read it with, in lower case. */
  readonly name: string
}

/**
 * Encoding the file claims in its XML declaration, else in the `content-type` it came with. ISO-8859-1 and ASCII are read as
 * windows-1252, which holds the same letters plus the quotes and dashes people really type (WHATWG Encoding).
 */
export function declaredEncoding(bytes: Uint8Array, mediaType?: string): DeclaredEncoding | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1')
  const claim = PROLOG.exec(head)?.[1] ?? CHARSET.exec(mediaType ?? '')?.[1]
  if (claim === undefined) return undefined
  const name = claim.toLowerCase()
  return { claim, name: LATIN.has(name) ? 'windows-1252' : name === 'utf8' ? 'utf-8' : name }
}

// The declaration may stand after a stray comment, and be broken over lines (SPIP).
const PROLOG = /<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i
const CHARSET = /charset\s*=\s*["']?([\w.:-]+)/i
const LATIN = new Set([
  ...['iso-8859-1', 'iso8859-1', 'iso_8859-1', 'iso88591', 'latin1', 'latin-1', 'l1'],
  ...['us-ascii', 'ascii', 'ansi', 'cp1252', 'cp-1252', 'windows1252', 'windows-1252'],
])
