import type { Values } from '../../../pipeline/model/entry.ts'
import { plainText } from '../../../pipeline/model/plain-text.ts'
import { revisionValues } from '../../storage/entries/revision-store.ts'
import type { Visit } from '../visit.ts'

const LONGEST = 320

/** The first lines of these revisions: their summary, else the start of their text. */
export async function excerptOf({ farm }: Visit, revisions: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const values = await revisionValues(farm.storage, revisions)
  return new Map([...values].map(([id, one]) => [id, excerpt(one)]))
}

function excerpt({ summary, body }: Values): string {
  const text = typeof summary === 'string' ? summary : typeof body === 'string' ? plainText(body) : ''
  return text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/\s+\S*$/, '')}…` : text
}
