/** A web address made absolute against its bases, nearest last; nothing when it is not http(s) or cannot be made so. */
export function absoluteUrl(address: string, ...bases: readonly (string | undefined)[]): string | undefined {
  const base = bases.reduce<URL | undefined>(
    (outer, next) => (next ? (parsed(next, outer) ?? outer) : outer),
    undefined,
  )
  const url = parsed(address.trim(), base)
  return url !== undefined && /^https?:$/.test(url.protocol) ? url.href : undefined
}

function parsed(address: string, base: URL | undefined): URL | undefined {
  if (address === '' || !URL.canParse(address, base?.href)) return undefined
  return new URL(address, base)
}
