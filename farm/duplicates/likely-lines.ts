import { identityOf } from '../../pipeline/identity.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { BatchLine } from '../../pipeline/model/batch.ts'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { may } from '../../pipeline/model/may.ts'
import type { Arrival, Submission } from '../../pipeline/model/submission.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { submit } from '../../pipeline/submit.ts'
import type { ImportRoom } from '../batches/import-batch.ts'
import type { ReadContent } from '../batches/read-content.ts'
import { readInTurn } from '../batches/read-in-turn.ts'
import { sharing } from '../storage/entries/likeness-store.ts'
import { MOST_SHARING } from './compare-entries.ts'
import { drawAll, type Likened } from './draw-entries.ts'
import { likelyPairs } from './likely-pairs.ts'

/** A file that was rehearsed, read once more from its beginning. */
export interface Rehearsed {
  readonly content: ReadContent
  readonly serviceType: string
  readonly organisation: string
  readonly actor: Actor
  readonly source?: number | undefined
  readonly defaults?: Readonly<Record<string, RawValue>> | undefined
  readonly signal?: AbortSignal | undefined
}

/** Lines that are looked at: whoever brings more sees them in the clusters of duplicates, once they are in. */
export const LOOKED_AT = 5_000

/**
 * Which of the lines that would be new look like entries that are here, or like another line near them, as the clusters of duplicates
 * would say it: `likely-duplicate` { entry, title, organisation }, `likely-twice` { line, title }. What the person may not read is not told.
 */
export async function likelyLines(
  room: Pick<ImportRoom, 'ports' | 'storage'>,
  rehearsed: Rehearsed,
): Promise<readonly BatchLine[]> {
  const { actor, signal } = rehearsed
  const seen = new Set<string>()
  const lines: BatchLine[] = []
  let read = 0
  for await (const chunk of readInTurn(room, { ...rehearsed, batch: null, rehearse: true })) {
    if (signal?.aborted || read >= LOOKED_AT) break
    read += chunk.items.length
    const submissions = chunk.submissions.filter((_, i) => !chunk.items[i]?.gone)
    const arrivals = await submit(room.ports, submissions, { actor, seen, read: chunk.read, rehearse: true })
    lines.push(...(await alike(room, { actor, fresh: freshOf(arrivals, submissions) })))
  }
  return lines
}

/** An arrival that would be new. */
interface Fresh {
  readonly submission: Submission
  readonly line: number
  readonly values: Values
}

function freshOf(arrivals: readonly Arrival[], submissions: readonly Submission[]): readonly Fresh[] {
  return arrivals.flatMap(({ outcome, line = 0, shown }, i) => {
    const submission = submissions[i]
    return outcome === 'new' && shown && submission ? [{ submission, line, values: shown.after }] : []
  })
}

async function alike(
  room: Pick<ImportRoom, 'ports' | 'storage'>,
  { actor, fresh }: { readonly actor: Actor; readonly fresh: readonly Fresh[] },
): Promise<readonly BatchLine[]> {
  const knowledge = await room.ports.knowledge()
  const entries = fresh.flatMap((one, i) => likened(one, -1 - i, knowledge))
  const drawn = await drawAll(entries, knowledge)
  const { byKey } = await sharing(room.storage, [...new Set(drawn.flatMap(({ keys }) => keys))], MOST_SHARING)
  const pairs = await likelyPairs(room, { drawn, byKey, knowledge })
  const others = await room.ports.entries.many([...new Set(pairs.flatMap(({ entry, other }) => [entry, other]))])
  const known = new Map(
    others.filter((entry) => may(actor, { action: 'read-entry', entry }, knowledge).yes).map((one) => [one.id, one]),
  )
  const best = new Map<number, BatchLine>()
  for (const { entry, other } of pairs.toSorted((one, two) => two.score - one.score)) {
    // The higher number is an entry, or the line that stands higher in the file.
    const [line, like] = [fresh[-1 - other], entry < 0 ? fresh[-1 - entry] : known.get(entry)]
    if (line && like && !best.has(line.line)) best.set(line.line, told(line, like))
  }
  return [...best.values()].toSorted((one, other) => one.line - other.line)
}

function likened(
  { submission, values }: Fresh,
  id: number,
  knowledge: Knowledge,
): readonly { readonly entry: Likened; readonly values: Values }[] {
  const { serviceType, organisation, source = null, externalId } = submission
  const kind = knowledge.serviceType(serviceType)
  if (!kind) return []
  const { contentHash: _, ...identity } = identityOf(kind, values, externalId)
  const entry = {
    id,
    serviceType,
    organisation,
    source,
    title: String(values.title ?? ''),
    state: 'submitted',
  } as const
  return [{ entry: { ...entry, ...identity }, values }]
}

function told({ line }: Fresh, like: Fresh | Entry): BatchLine {
  if ('line' in like) {
    const params = { line: like.line, title: String(like.values.title ?? '').slice(0, 200) }
    return { line, outcome: 'likely', problem: { code: 'likely-twice', params } }
  }
  const { id, title, organisation } = like
  // As a text: it is a name, and no figure to be written with spaces.
  const problem = { code: 'likely-duplicate', params: { entry: String(id), title, organisation } }
  return { line, outcome: 'likely', entry: id, problem }
}
