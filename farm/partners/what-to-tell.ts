import type { Told } from '../storage/gateways/webhook-store.ts'

/** How an entry shows on the sites a webhook follows, as a word that changes whenever what is shown does; null where it shows nowhere. */
export type Mark = string | null

/** What to tell a webhook of an entry: what it knows of it, against how it shows now; null where that is the same. */
export function whatToTell(known: Mark, now: Mark): Told | null {
  if (known === now) return null
  if (now === null) return 'withdrawn'
  return known === null ? 'published' : 'corrected'
}

/** The mark of what several sections show: their revisions, and when each site last said otherwise of it. */
export function markOf(
  showings: readonly { readonly subscription: number; readonly revision: number; readonly touchedAt?: number }[],
): Mark {
  if (showings.length === 0) return null
  return showings
    .map(({ subscription, revision, touchedAt }) => `${subscription}:${revision}${touchedAt ? `:${touchedAt}` : ''}`)
    .sort()
    .join(' ')
}
