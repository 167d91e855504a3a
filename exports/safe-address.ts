/** The address of a page or a mailbox as a link may carry it; undefined for any other scheme, such as `javascript:`. */
export function safeAddress(text: string): string | undefined {
  const url = URL.parse(text)
  return url && SAFE.has(url.protocol) ? url.href : undefined
}

const SAFE = new Set(['http:', 'https:', 'mailto:', 'tel:'])
