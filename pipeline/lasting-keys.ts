import type { Entry } from './model/entry.ts'
import { hashOf } from './simhash.ts'

/** What an entry is known by wherever it comes from again: its number at its source, its address; a word said of it holds for whoever bears the same. */
export function lastingKeys(
  entry: Pick<Entry, 'serviceType' | 'organisation' | 'source' | 'externalId' | 'canonicalUrl'>,
): readonly string[] {
  const { serviceType, organisation, source, externalId, canonicalUrl } = entry
  const numbered = externalId === null ? [] : [`${serviceType} ${organisation} ${source ?? ''} ${externalId}`]
  const addressed = canonicalUrl === null ? [] : [`${serviceType} ${organisation} ${canonicalUrl}`]
  return [...numbered, ...addressed].map((text) => `i${hashOf(text).toString(36)}${hashOf(`${text}\n`).toString(36)}`)
}

/** The same for several entries, as they are kept. */
export function lastingOf(entries: readonly Entry[]): readonly { readonly entry: number; readonly key: string }[] {
  return entries.flatMap((entry) => lastingKeys(entry).map((key) => ({ entry: entry.id, key })))
}
