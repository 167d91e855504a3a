import { describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../../farm/fetching/public-address.ts'

describe('an address of the open internet', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.0', '223.255.255.255'])(
    '%s is one',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )

  it.each(['2a01:e0a::1', '2606:4700:4700::1111'])('%s is one', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  )

  it.each([
    ...['127.0.0.1', '127.255.255.254', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
    ...['100.64.0.1', '0.0.0.0', '224.0.0.1', '239.255.255.255', '255.255.255.255', '192.0.2.1', '198.18.0.1'],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))

  it.each([
    ...['::1', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'ff02::1', '2001:db8::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ...['2001:0:7f00:1::', 'not an address', ''],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))
})
