import type { Actor } from '../../pipeline/model/actor.ts'
import type { BatchLine } from '../../pipeline/model/batch.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { may } from '../../pipeline/model/may.ts'
import { ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Arrival, Submission } from '../../pipeline/model/submission.ts'
import { submit } from '../../pipeline/submit.ts'
import type { ImportRoom } from '../batches/import-request.ts'
import { CHUNK, type Chunk, readInTurn } from '../batches/read-in-turn.ts'
import type { Reopened } from '../batches/reopen-batch.ts'
import { sharing } from '../storage/entries/likeness-store.ts'
import { MOST_SHARING } from './compare-entries.ts'
import { compareTwins, keepBest, type Likeliest } from './compare-twins.ts'
import { type Drawn, drawAll } from './draw-entries.ts'
import { likelyPairs } from './likely-pairs.ts'
import { type Fresh, likened, told } from './lines-of.ts'
import { startTwinIndex, type TwinIndex } from './twin-index.ts'

/** A file that was rehearsed, to be read again from its beginning. */
export interface Rehearsed {
  /** Opens it, as often as it takes; whoever reads it closes it. */
  readonly open: () => Promise<Result<Reopened>>
  readonly serviceType: string
  readonly organisation: string
  readonly actor: Actor
  readonly source?: number | undefined
  readonly defaults?: Readonly<Record<string, RawValue>> | undefined
  /** Lines that are looked at: whoever brings more sees them in the clusters of duplicates, once they are in. */
  readonly most: number
  /** Asked between two chunks: whether nobody waits for the answer any more. */
  readonly isOver: () => Promise<boolean>
}

/** What is like what, in the order of the lines. */
export interface LikelyLines {
  readonly lines: readonly BatchLine[]
  /** Why not all were looked at: `likely-first-only` { max }, `likely-not-all`. */
  readonly partly: readonly Problem[]
}

/**
 * Which of the lines that would be new look like entries that are here, or like another line of the file, however far apart, as the
 * clusters of duplicates would say it: `likely-duplicate` { entry, title, organisation }, `likely-twice` { line, title }. What the person
 * may not read is not told. The file is read once for what is here, and once more where lines of it share what they may be found by:
 * only those are held meanwhile. Problems: those of opening it.
 */
export async function likelyLines(
  room: Pick<ImportRoom, 'ports' | 'storage'>,
  rehearsed: Rehearsed,
): Promise<Result<LikelyLines>> {
  const best: Likeliest = new Map()
  const index = startTwinIndex(CHUNK)
  const entire = await likeEntries(room, rehearsed, { best, index })
  if (!entire.ok) return entire
  const partly = [...entire.value]
  if (index.before.size > 0) {
    const twins = compareTwins(room, index, best)
    const compared = await eachChunk(room, rehearsed, (chunk) => twins.take(chunk))
    if (!compared.ok) return compared
    if (twins.partly) partly.push({ code: 'likely-not-all' })
  }
  const lines = [...best.values()].map((one) => one.told)
  return ok({ lines: lines.toSorted((one, other) => one.line - other.line), partly: partly.slice(0, 1) })
}

async function likeEntries(
  room: Pick<ImportRoom, 'ports' | 'storage'>,
  rehearsed: Rehearsed,
  { best, index }: { readonly best: Likeliest; readonly index: TwinIndex },
): Promise<Result<readonly Problem[]>> {
  const { actor } = rehearsed
  const seen = new Set<string>()
  let [at, roomLeft] = [0, true]
  const read = await eachChunk(room, rehearsed, async (chunk) => {
    const kept = chunk.submissions.filter((_, i) => !chunk.items[i]?.gone)
    const arrivals = await submit(room.ports, kept, { actor, seen, read: chunk.read, rehearse: true })
    const places = new Map(chunk.submissions.map((submission, i) => [submission, at + i]))
    const drawn = await alike(room, best, { actor, fresh: freshOf(arrivals, kept), places })
    for (const { entry, keys, portrait } of drawn) {
      const address = portrait.address === null ? [] : [`u${portrait.address}`]
      const line = { at: -1 - entry.id, keys: [...keys, ...address], title: portrait.title }
      roomLeft &&= index.note({ ...line, numbered: entry.externalId !== null })
    }
    at += chunk.items.length
  })
  if (!read.ok) return read
  const cut = read.value ? [{ code: 'likely-first-only', params: { max: rehearsed.most } }] : []
  return ok([...cut, ...(roomLeft ? [] : [{ code: 'likely-not-all' }])])
}

/** Reads the file chunk by chunk; true where it goes on behind the lines that are looked at. */
async function eachChunk(
  room: Pick<ImportRoom, 'ports' | 'storage'>,
  { open, isOver, most, ...about }: Rehearsed,
  take: (chunk: Chunk) => Promise<void>,
): Promise<Result<boolean>> {
  const opened = await open()
  if (!opened.ok) return opened
  let read = 0
  try {
    for await (const chunk of readInTurn(room, { ...about, content: opened.value, batch: null, rehearse: true })) {
      if (read >= most) return ok(true)
      if (await isOver()) break
      read += chunk.items.length
      await take(chunk)
    }
    return ok(false)
  } finally {
    await opened.value.close()
  }
}

function freshOf(arrivals: readonly Arrival[], submissions: readonly Submission[]): readonly Fresh[] {
  return arrivals.flatMap(({ outcome, line = 0, shown }, i) => {
    const submission = submissions[i]
    return outcome === 'new' && shown && submission ? [{ submission, line, values: shown.after }] : []
  })
}

interface Looking {
  readonly actor: Actor
  readonly fresh: readonly Fresh[]
  readonly places: ReadonlyMap<Submission, number>
}

async function alike(
  room: Pick<ImportRoom, 'ports' | 'storage'>,
  best: Likeliest,
  { actor, fresh, places }: Looking,
): Promise<readonly Drawn[]> {
  const knowledge = await room.ports.knowledge()
  const idOf = ({ submission }: Fresh) => -1 - (places.get(submission) ?? 0)
  const lines = new Map(fresh.map((one) => [idOf(one), one]))
  const entries = fresh.flatMap((one) => likened(one, idOf(one), knowledge))
  const drawn = await drawAll(entries, knowledge)
  const { byKey } = await sharing(room.storage, [...new Set(drawn.flatMap(({ keys }) => keys))], MOST_SHARING)
  const pairs = await likelyPairs(room, { drawn, byKey, knowledge })
  const others = await room.ports.entries.many([...new Set(pairs.flatMap(({ entry, other }) => [entry, other]))])
  const known = new Map(
    others.filter((entry) => may(actor, { action: 'read-entry', entry }, knowledge).yes).map((one) => [one.id, one]),
  )
  for (const { entry, other, score } of pairs) {
    // The higher number is an entry, or the line that stands higher in the file.
    const [line, like] = [lines.get(other), lines.get(entry) ?? known.get(entry)]
    if (line && like) keepBest(best, { score, told: told(line, like) })
  }
  return drawn
}
