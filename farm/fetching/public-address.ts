import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * Whether an IP address is one of the open internet (IANA special-purpose registries, RFC 6890): never loopback, private, link-local,
 * shared (RFC 6598), multicast, reserved, documentation, nor IPv6 that wraps or tunnels an IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !CLOSED_4.check(address, 'ipv4')
  return isIPv6(address) && !address.includes('%') && OPEN_6.check(address, 'ipv6') && !CLOSED_6.check(address, 'ipv6')
}

const CLOSED_4 = ranges('ipv4', [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // Public by its number, but answered by the host of a virtual machine about that machine (Azure).
  '168.63.129.16/32',
])

// Only 2000::/3 is given out; mapped (::ffff:0:0/96) and translated (64:ff9b::/96) addresses lie outside.
const OPEN_6 = ranges('ipv6', ['2000::/3'])
const CLOSED_6 = ranges('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

function ranges(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/')
    list.addSubnet(address, Number(prefix), family)
  }
  return list
}
