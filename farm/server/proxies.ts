import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** What a request said about itself once the trusted proxies are seen through. */
export interface Hop {
  readonly clientIp: string
  readonly protocol: 'http' | 'https'
  /** The host to read: the one forwarded by a trusted proxy, else the `Host` header. */
  readonly host: string
}

/** Tells trusted proxies from clients. */
export interface Proxies {
  trusts(address: string): boolean
  /** Reads the forwarding headers of a peer that is trusted. */
  readHop(headers: IncomingHttpHeaders, peer: string): Hop
}

/** Reads a list of addresses and CIDR blocks; throws on a line that is neither. */
export function createProxies(lines: readonly string[]): Proxies {
  const list = new BlockList()
  for (const line of lines) addLine(list, line)
  const trusts = (address: string) => {
    if (lines.length === 0) return false
    const family = isIP(address)
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
  return { trusts, readHop: (headers, peer) => readHop({ headers, peer, trusts }) }
}

/** An address without the prefix that IPv4 gets on a socket that also takes IPv6. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address
}

interface HopInput {
  readonly headers: IncomingHttpHeaders
  readonly peer: string
  readonly trusts: (address: string) => boolean
}

/** The right-most hop no trusted proxy vouches for is the client; what stands left of it is hearsay. */
function readHop({ headers, peer, trusts }: HopInput): Hop {
  const chain = listOf(headers['x-forwarded-for'])
  let clientIp = peer
  let depth = 0
  while (trusts(clientIp) && depth < chain.length) {
    const next = readAddress(chain[chain.length - 1 - depth] ?? '')
    if (next === null) break
    clientIp = next
    depth += 1
  }
  const protocols = listOf(headers['x-forwarded-proto'])
  const hosts = listOf(headers['x-forwarded-host'])
  const protocol = heardAt(protocols, depth)?.toLowerCase() === 'https' ? 'https' : 'http'
  return { clientIp, protocol, host: heardAt(hosts, depth) ?? headers.host ?? '' }
}

/** A list with one value per hop is read at the client's hop, a shorter one at its nearest end. */
function heardAt(values: readonly string[], depth: number): string | undefined {
  return values.length >= depth ? values[values.length - Math.max(depth, 1)] : values[0]
}

function listOf(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  return text === '' ? [] : text.split(',').map((part) => part.trim())
}

/** Some proxies write a port beside the address. */
function readAddress(hop: string): string | null {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop
  const address = plainAddress(bare)
  return isIP(address) === 0 ? null : address
}

function addLine(list: BlockList, line: string): void {
  const [address = '', bits] = line.trim().split('/')
  const family = isIP(address)
  if (family === 0) throw new Error(`Not an address or CIDR block among the trusted proxies: ${line}`)
  const type = family === 6 ? 'ipv6' : 'ipv4'
  if (bits === undefined) list.addAddress(address, type)
  else list.addSubnet(address, Number(bits), type)
}
