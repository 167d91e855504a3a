import { hash } from 'node:crypto'
import type { OaiVerb } from '../../../exports/oai-answer.ts'

/** How far a list has been told: everything the next piece needs, so that nothing is kept here. */
export interface OaiPlace {
  readonly metadataPrefix?: string | undefined
  readonly set?: string | undefined
  readonly from?: number | undefined
  readonly until?: number | undefined
  /** Datestamp and entry of the last record told. */
  readonly stamp: number
  readonly entry: number
  /** Records told so far, and in all when the list began. */
  readonly cursor: number
  readonly size: number
}

interface TokenOf {
  readonly verb: OaiVerb
  readonly site: string
}

/** Writes a place as a resumption token, good for that list of that site alone. */
export function writeToken(place: OaiPlace, of: TokenOf): string {
  const { metadataPrefix = '', set = '', from = '', until = '', stamp, entry, cursor, size } = place
  const said = [metadataPrefix, set, from, until, stamp, entry, cursor, size].join(' ')
  return `${Buffer.from(said).toString('base64url')}.${digestOf(said, of)}`
}

/** Reads a token of that list of that site; undefined for any other text. */
export function readToken(token: string, of: TokenOf): OaiPlace | undefined {
  const [written = '', digest, ...more] = token.slice(0, 2000).split('.')
  const said = Buffer.from(written, 'base64url').toString()
  if (more.length > 0 || digest !== digestOf(said, of)) return undefined
  const [metadataPrefix, set, from = '', until = '', ...figures] = said.split(' ')
  const [stamp, entry, cursor, size, ...others] = figures.map(Number)
  if (stamp === undefined || entry === undefined || cursor === undefined || size === undefined) return undefined
  const [first, last] = [from, until].map((text) => (text === '' ? undefined : Number(text)))
  const all = [stamp, entry, cursor, size, first ?? 0, last ?? 0]
  if (others.length > 0 || !all.every(Number.isSafeInteger)) return undefined
  const asked = { metadataPrefix: metadataPrefix || undefined, set: set || undefined }
  return { ...asked, from: first, until: last, stamp, entry, cursor, size }
}

// Against tokens mangled on the way, or taken to another list; there is nothing in one to hide.
function digestOf(said: string, { verb, site }: TokenOf): string {
  return hash('sha256', `${site} ${verb} ${said}`, 'base64url').slice(0, 16)
}
