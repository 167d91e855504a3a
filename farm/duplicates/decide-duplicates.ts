import { eventOf, together } from '../../pipeline/changes.ts'
import { pairOf } from '../../pipeline/clusters.ts'
import { foldEntry, foldingOf, MAY_BE_DOUBLE, unfoldEntry } from '../../pipeline/fold-entry.ts'
import { lastingOf } from '../../pipeline/lasting-keys.ts'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { Entry, EntryState } from '../../pipeline/model/entry.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Changes, Knowledge, PairVerdict } from '../../pipeline/ports.ts'
import { eventsOf } from '../storage/entries/deed-store.ts'
import { foldedIn, type KeptPair, pairsWith } from '../storage/entries/duplicate-store.ts'
import type { DuplicatesRoom } from './duplicates-room.ts'

/** What a person says of entries that look alike. */
export interface Saying {
  readonly actor: Actor
  /** The one the others are held against; where they are the same, the one that stays. */
  readonly kept: number
  readonly others: readonly number[]
}

const ALIVE: ReadonlySet<EntryState> = new Set(MAY_BE_DOUBLE)
const MOST = 50

/** They are the same: one is kept, the others are taken back everywhere and lead to it; whoever says so must hold the right on each that goes. */
export async function sayTheSame(room: DuplicatesRoom, saying: Saying): Promise<Result<readonly number[]>> {
  const found = await spokenOf(room, saying)
  if (!found.ok) return found
  const { kept, others, knowledge, pairs } = found.value
  if (!ALIVE.has(kept.state)) return fail({ code: 'duplicate-kept-gone', params: { title: kept.title } })
  const barred = others.find((entry) => !may(saying.actor, { action: 'fold', entry }, knowledge).yes)
  if (barred) return fail(foldRefused(barred, knowledge))
  const gone = others.find(({ state }) => !ALIVE.has(state))
  if (gone) return fail({ code: 'duplicate-gone', params: { title: gone.title } })
  if (kept.liveRevision === null && others.some(({ liveRevision }) => liveRevision !== null))
    return fail({ code: 'duplicate-keep-shown', params: { title: kept.title } })
  const at = room.ports.now()
  const ids = await room.ports.newIds(others.length * 2 + 1)
  const folding = { actor: saying.actor, now: at }
  const deliveries = Map.groupBy(await room.ports.entries.deliveries(others.map(({ id }) => id)), (one) => one.entry)
  const folds = others.map((entry, i) =>
    foldEntry(entry, kept.id, {
      ...folding,
      ids: ids.slice(i * 2, i * 2 + 2),
      current: deliveries.get(entry.id) ?? [],
    }),
  )
  const verdicts = others.map((entry) => verdictOn([kept, entry], { kept: kept.id, actor: saying.actor, pairs }))
  const data = { others: others.map(({ id }) => id) }
  const said = eventOf('told-same', { id: ids.at(-1) ?? 0, at, actor: saying.actor, entry: kept.id, data })
  return committed(room, [{ verdicts, events: [said] }, ...folds], others)
}

/** They are not the same: none of them is proposed with another of them again, whatever they are called and wherever they come from. */
export async function sayDifferent(room: DuplicatesRoom, saying: Saying): Promise<Result<readonly number[]>> {
  const found = await spokenOf(room, saying)
  if (!found.ok) return found
  const { kept, others, knowledge, pairs } = found.value
  const all = [kept, ...others]
  const couples = all.flatMap((one, i) => all.slice(i + 1).map((other) => [one, other] as const))
  const { actor } = saying
  const barred = couples.find((couple) =>
    couple.every((entry) => !may(actor, { action: 'fold', entry }, knowledge).yes),
  )
  if (barred) return fail(foldRefused(barred[1], knowledge))
  const folded = pairs.find((pair) => isOneOf(pair, couples) && foldedIn(pair) !== undefined)
  if (folded) return fail({ code: 'duplicate-undo-first' })
  const at = room.ports.now()
  const ids = await room.ports.newIds(couples.length)
  const verdicts = couples.map((couple) => verdictOn(couple, { kept: null, actor, pairs }))
  const events = couples.map(([one, other], i) =>
    eventOf('told-apart', { id: ids[i] ?? 0, at, actor, entry: one.id, data: { other: other.id } }),
  )
  return committed(room, [{ verdicts, events }], all)
}

/** Takes a word on two entries back: what was folded by it shows again as it did, and both may be proposed again. */
export async function takeBackWord(
  room: DuplicatesRoom,
  { actor, entry, other }: { readonly actor: Actor; readonly entry: number; readonly other: number },
): Promise<Result<readonly number[]>> {
  const found = await spokenOf(room, { actor, kept: entry, others: [other] })
  if (!found.ok) return found
  const { kept, others, knowledge, pairs } = found.value
  const pair = pairs.find((one) => one.verdict !== null && isOneOf(one, [[kept, ...others]]))
  if (!pair) return fail({ code: 'duplicate-undecided' })
  const both = [kept, ...others]
  const folded = both.find(({ id }) => id === foldedIn(pair))
  const rights = folded ? [folded] : both
  if (!rights.some((one) => may(actor, { action: 'fold', entry: one }, knowledge).yes))
    return fail(foldRefused(rights[0] ?? kept, knowledge))
  const back = folded ? await unfolding(room, folded, { actor, knowledge }) : {}
  const [id = 0] = await room.ports.newIds(1)
  const about = { id, at: room.ports.now(), actor, entry: pair.entry, data: { other: pair.other } }
  const verdicts = [{ ...pair, verdict: null, person: personOf(actor), lasting: [] }]
  return committed(room, [{ verdicts, events: [eventOf('reconsidered', about)] }, back], both)
}

async function unfolding(
  { storage, ports }: DuplicatesRoom,
  entry: Entry,
  { actor, knowledge }: { readonly actor: Actor; readonly knowledge: Knowledge },
): Promise<Partial<Changes>> {
  const serviceType = knowledge.serviceType(entry.serviceType)
  const events = await eventsOf(storage, [entry.id])
  const fold = foldingOf({ entry, events })
  if (!serviceType || !fold) return {}
  const [ids, current, working, live] = await Promise.all([
    ports.newIds(2),
    ports.entries.deliveries([entry.id]),
    ports.entries.revision(entry.workingRevision),
    typeof fold.data.live === 'number' ? ports.entries.revision(fold.data.live) : undefined,
  ])
  const revisions = [live, working].flatMap((one) => one ?? [])
  const folded = { entry, serviceType, events, revisions }
  return unfoldEntry(folded, { actor, now: ports.now(), ids, current, knowledge }) ?? {}
}

interface SpokenOf {
  readonly kept: Entry
  readonly others: readonly Entry[]
  readonly knowledge: Knowledge
  readonly pairs: readonly KeptPair[]
}

// What may not be read is not there.
async function spokenOf(
  { storage, ports }: DuplicatesRoom,
  { actor, kept, others }: Saying,
): Promise<Result<SpokenOf>> {
  const asked = [...new Set(others)].filter((id) => id !== kept)
  if (asked.length === 0) return fail({ code: 'duplicate-alone' })
  if (asked.length > MOST) return fail({ code: 'duplicate-too-many', params: { max: MOST } })
  const knowledge = await ports.knowledge()
  const byId = new Map((await ports.entries.many([kept, ...asked])).map((entry) => [entry.id, entry]))
  const found = [kept, ...asked].flatMap((id) => byId.get(id) ?? [])
  const readable = found.filter((entry) => may(actor, { action: 'read-entry', entry }, knowledge).yes)
  const [first, ...rest] = readable
  if (!first || readable.length !== asked.length + 1) return fail({ code: 'unknown-entry' })
  if (rest.some(({ serviceType }) => serviceType !== first.serviceType)) return fail({ code: 'duplicate-other-kind' })
  return ok({ kept: first, others: rest, knowledge, pairs: await pairsWith(storage, [kept, ...asked]) })
}

function verdictOn(
  [one, other]: readonly [Entry, Entry],
  { kept, actor, pairs }: { readonly kept: number | null; readonly actor: Actor; readonly pairs: readonly KeptPair[] },
): PairVerdict {
  const pair = pairOf(one.id, other.id)
  const known = pairs.find((two) => two.entry === pair.entry && two.other === pair.other)
  const verdict = kept === null ? 'different' : kept === pair.entry ? 'entry' : 'other'
  return { ...pair, score: known?.score ?? 0, verdict, person: personOf(actor), lasting: lastingOf([one, other]) }
}

function isOneOf(pair: KeptPair, couples: readonly (readonly Entry[])[]): boolean {
  return couples.some((couple) => couple.every(({ id }) => id === pair.entry || id === pair.other))
}

function foldRefused({ title, organisation }: Entry, { organisations }: Knowledge) {
  const name = organisations.get(organisation)?.name ?? organisation
  return { code: 'duplicate-not-yours', params: { title, organisation: name } }
}

async function committed(
  { ports }: DuplicatesRoom,
  changes: readonly Partial<Changes>[],
  entries: readonly Entry[],
): Promise<Result<readonly number[]>> {
  const written = await ports.commit(together(changes))
  return written.ok ? ok(entries.map(({ id }) => id)) : written
}
