/** A host as a request named it, normalised. */
export interface Host {
  /** Lower-case name, IPv4 address or bracketed IPv6 address, without port. */
  readonly name: string
  /** Decimal port, empty when none was given. */
  readonly port: string
}

/** Where a request was sent, in the terms of a browser (RFC 6454). */
export interface Address {
  readonly host: string
  readonly authority: string
  readonly protocol: 'http' | 'https'
  readonly origin: string
}

/** Creates a memoised reader from a `Host` header to an address; `null` for one that is no valid host. */
export function createAddressReader(protocol: 'http' | 'https'): (raw: string) => Address | null {
  const known = new Map<string, Address | null>()
  return (raw) => {
    const found = known.get(raw)
    if (found !== undefined) return found
    if (known.size >= REMEMBERED) known.clear()
    const host = parseHost(raw)
    const address = host && addressOf(host, protocol)
    known.set(raw, address)
    return address
  }
}

/** Reads a `Host` value: ASCII letters, digits and hyphens in labels, or an address; `null` for anything else. */
export function parseHost(raw: string): Host | null {
  const parts = HOST.exec(raw.toLowerCase())
  const name = parts?.[1]?.replace(/\.$/, '') ?? ''
  const port = parts?.[2] ?? ''
  if (name === '' || name.length > 253 || Number(port) > 65_535) return null
  return { name, port: port === '' ? '' : String(Number(port)) }
}

const REMEMBERED = 2_000
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const HOST = new RegExp(`^(${LABEL}(?:\\.${LABEL})*\\.?|\\[[0-9a-f:.]{2,45}\\])(?::(\\d{0,5}))?$`)

function addressOf(host: Host, protocol: 'http' | 'https'): Address {
  const isDefault = host.port === '' || host.port === (protocol === 'https' ? '443' : '80')
  const authority = isDefault ? host.name : `${host.name}:${host.port}`
  return { host: host.name, authority, protocol, origin: `${protocol}://${authority}` }
}
