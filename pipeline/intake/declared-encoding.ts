/**
 * Encoding the file claims in its XML declaration, else in the `content-type` it came with, in lower case. ISO-8859-1 and
 * ASCII are read as windows-1252, which holds the same letters plus the quotes and dashes people really type (WHATWG Encoding).
 */
export function declaredEncoding(bytes: Uint8Array, mediaType?: string): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1')
  const claimed = PROLOG.exec(head)?.[1] ?? CHARSET.exec(mediaType ?? '')?.[1]
  if (claimed === undefined) return undefined
  const name = claimed.toLowerCase()
  if (LATIN.has(name)) return 'windows-1252'
  return name === 'utf8' ? 'utf-8' : name
}

// The declaration may stand after a stray comment, and be broken over lines (SPIP).
const PROLOG = /<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i
const CHARSET = /charset\s*=\s*["']?([\w.:-]+)/i
const LATIN = new Set([
  ...['iso-8859-1', 'iso8859-1', 'iso_8859-1', 'iso88591', 'latin1', 'latin-1', 'l1'],
  ...['us-ascii', 'ascii', 'ansi', 'cp1252', 'cp-1252', 'windows1252', 'windows-1252'],
])
