import { lookup as resolve } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { FetchFailure } from './fetch-failure.ts'
import { isPublicAddress } from './public-address.ts'

/** Which closed addresses may be reached all the same: none unless a test or an operator says so. */
export type AllowPrivate = (address: string) => boolean

/** An agent of its own: no connection kept, and no proxy of the environment that would connect on our behalf. */
export function lonelyAgent(url: URL): http.Agent {
  const options = { keepAlive: false, maxSockets: 1 }
  return url.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options)
}

/** Refuses an address that is not of the open internet (`private-address` { address }). */
export function guard(address: string, allowPrivate: AllowPrivate): void {
  if (isPublicAddress(address) || allowPrivate(address)) return
  throw new FetchFailure({ code: 'private-address', params: { address } })
}

/** Refuses a host written as a closed address: the socket never looks such a host up. */
export function guardHost({ hostname }: URL, allowPrivate: AllowPrivate): void {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) guard(host, allowPrivate)
}

/**
 * Looks a name up once and lets the socket connect to the very addresses that were checked, so that a name which answers
 * differently the second time (DNS rebinding) gains nothing. One closed address among several refuses the name.
 */
export function guardedLookup(allowPrivate: AllowPrivate): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      try {
        if (error) throw error
        for (const { address } of addresses) guard(address, allowPrivate)
        const [first] = addresses
        if (options.all === true || first === undefined) callback(null, addresses)
        else callback(null, first.address, first.family)
      } catch (refusal) {
        callback(refusal instanceof Error ? refusal : new Error(String(refusal)), [])
      }
    })
  }
}
