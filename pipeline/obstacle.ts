import type { Composing, Seen, Sound } from './arriving.ts'
import type { Entry } from './model/entry.ts'
import { may } from './model/may.ts'
import type { Problem } from './model/problem.ts'

/** What keeps a sound arrival out: an entry it may not change or that moved on, a line already met, a likely duplicate; null when nothing does. */
export function obstacle(sound: Sound, existing: Entry | undefined, composing: Composing): Problem | null {
  const { submission } = sound
  const line = submission.line === undefined ? {} : { line: submission.line }
  const found =
    submission.entry === undefined ? unwelcome(sound, existing, composing) : unopened(sound, existing, composing)
  return found && { ...found, ...line }
}

/** What an arrival is known by in its batch. */
export function seenKey({ submission, identity }: Pick<Sound, 'submission' | 'identity'>): string {
  return `${submission.organisation} ${submission.serviceType} ${identity.externalId ?? identity.canonicalUrl ?? identity.fingerprint}`
}

/** Notes an arrival that went through, and its entry: met again in the same batch, either is a duplicate. */
export function noteSeen(sound: Sound, entry: number | undefined, seen: Seen): void {
  seen.add(sound.key)
  // Two arrivals known by different signs may be one entry: only the first may change it.
  if (entry !== undefined) seen.add(entry)
}

function unopened({ submission }: Sound, existing: Entry | undefined, composing: Composing): Problem | null {
  // Values were read as another kind's, and another kind's workflow would judge them.
  const { serviceType, organisation, version } = submission
  if (!existing || existing.serviceType !== serviceType || existing.organisation !== organisation)
    return { code: 'unknown-entry' }
  const allowed = may(composing.actor, { action: 'edit-entry', entry: existing }, composing.knowledge)
  if (!allowed.yes) return { code: 'not-allowed', params: { reason: allowed.because } }
  const moved = version !== undefined && version !== existing.version
  return moved || composing.seen.has(existing.id) ? { code: 'stale-version' } : null
}

function unwelcome(sound: Sound, existing: Entry | undefined, composing: Composing): Problem | null {
  const { submission } = sound
  const met = composing.seen.has(sound.key) || (existing && isOfBatch(existing, composing))
  if (met) return { code: 'duplicate-in-file' }
  if (!existing || submission.duplicateSeen) return null
  if (submission.road === 'form') return { code: 'duplicate', params: { entry: existing.id, title: existing.title } }
  return mayReplace(existing, composing)
}

// The second half of a batch that was cut short meets what its first half wrote.
function isOfBatch({ id }: Entry, { seen, pasts, batch = null }: Composing): boolean {
  return seen.has(id) || (batch !== null && pasts.get(id)?.last?.batch === batch)
}

// A file may bring what its sender may edit, or import: never someone else's entry under cover of its title.
function mayReplace(existing: Entry, { actor, knowledge }: Composing): Problem | null {
  if (may(actor, { action: 'edit-entry', entry: existing }, knowledge).yes) return null
  const allowed = may(actor, { action: 'import', organisation: existing.organisation }, knowledge)
  return allowed.yes ? null : { code: 'not-allowed', params: { reason: allowed.because } }
}
