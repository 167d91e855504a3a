import { setImmediate } from 'node:timers/promises'
import { likenessKeys } from '../../pipeline/likeness-keys.ts'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import { type Portrait, portraitOf } from '../../pipeline/portrait.ts'
import type { Knowledge } from '../../pipeline/ports.ts'

/** What of an entry comparing asks for: also something that is no entry yet can say it. */
export type Likened = Pick<
  Entry,
  'id' | 'serviceType' | 'organisation' | 'source' | 'externalId' | 'canonicalUrl' | 'fingerprint' | 'title' | 'state'
>

/** An entry, and what of it is held against another's. */
export interface Drawn {
  readonly entry: Likened
  readonly portrait: Portrait
  readonly keys: readonly string[]
}

/** Draws the portraits of entries; those of a kind that is no more are left out. */
export async function drawAll<E extends Likened>(
  all: readonly { readonly entry: E; readonly values: Values }[],
  knowledge: Knowledge,
): Promise<readonly (Drawn & { readonly entry: E })[]> {
  const drawn: (Drawn & { readonly entry: E })[] = []
  for (const { entry, values } of all) {
    const serviceType = knowledge.serviceType(entry.serviceType)
    if (!serviceType) continue
    const portrait = portraitOf(serviceType, values, knowledge.gazetteer)
    drawn.push({ entry, portrait, keys: likenessKeys(portrait) })
    // Pages get their turn between long texts.
    if (drawn.length % 20 === 0) await setImmediate()
  }
  return drawn
}
