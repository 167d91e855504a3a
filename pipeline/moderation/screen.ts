import type { Entry, Values } from '../model/entry.ts'

/** What the farm points out to the moderator by itself; it never decides. */
export type Remark = 'shouting-title' | 'many-links' | 'already-over' | 'thin-text'

/** Reads an entry with a suspicious eye. */
export function screen(entry: Entry, values: Values, now: number): Remark[] {
  const text = Object.values(values)
    .filter((value) => typeof value === 'string')
    .join(' ')
  const remarks: Remark[] = []
  if (isShouted(entry.title)) remarks.push('shouting-title')
  if ((text.match(/https?:\/\//g)?.length ?? 0) > 8) remarks.push('many-links')
  if (entry.validUntil !== null && entry.validUntil < now) remarks.push('already-over')
  if (text.length < 60) remarks.push('thin-text')
  return remarks
}

function isShouted(title: string): boolean {
  const letters = title.replace(/[^\p{L}]/gu, '')
  return letters.length > 12 && letters === letters.toLocaleUpperCase('fr')
}
