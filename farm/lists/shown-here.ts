import { applyTouch } from '../../pipeline/routing/touch.ts'
import type { Listed } from './listed.ts'

/** An entry as one section shows it: what its site says otherwise in place of what the entry says, its title too. */
export function shownHere<T extends Pick<Listed, 'entry' | 'values' | 'touch'>>(listed: T): T {
  const { entry, touch } = listed
  if (!touch) return listed
  const values = applyTouch(listed.values, touch.fields)
  const title = typeof values.title === 'string' ? values.title : entry.title
  // Readers who ask what changed since are told of it as of a correction.
  const updatedAt = Object.keys(touch.fields).length > 0 ? Math.max(entry.updatedAt, touch.at) : entry.updatedAt
  return { ...listed, values, entry: { ...entry, title, updatedAt } }
}
