/** What a partner's key may do, word by word as it is kept; anything it does not name is refused. */
export const GRANT_KINDS = ['read:public', 'read:site', 'read:private', 'read:type', 'write:type'] as const

/** What the words of a key add up to. */
export interface Grants {
  /** The public sites of the partner's organisation and of those below it (`read:public`). */
  readonly ownPublicSites: boolean
  /** Named sites, as long as they are public (`read:site:nievre`). */
  readonly sites: ReadonlySet<string>
  /** Named private sites of the organisation or below it (`read:private:cvtheque`). */
  readonly privateSites: ReadonlySet<string>
  /** The only kinds of entries read (`read:type:job`); null for all that the sites show. */
  readonly types: ReadonlySet<string> | null
  /** Kinds of entries it may propose to its organisation (`write:type:job`). */
  readonly writes: ReadonlySet<string>
}

/** Reads the words of a key; one that is not understood grants nothing. */
export function readGrants(scopes: readonly string[]): Grants {
  const named = (kind: string) =>
    new Set(scopes.flatMap((one) => (one.startsWith(`${kind}:`) ? [one.slice(kind.length + 1)] : [])))
  const types = named('read:type')
  return {
    ownPublicSites: scopes.includes('read:public'),
    sites: named('read:site'),
    privateSites: named('read:private'),
    types: types.size === 0 ? null : types,
    writes: named('write:type'),
  }
}
