import type { FeedRead } from '../../../pipeline/model/ledger.ts'
import { parisDay } from '../../../pipeline/model/paris.ts'
import { partnerReader } from '../../../pipeline/model/partner-reader.ts'
import type { Farm } from '../../open-farm.ts'
import { countTurns, type Turns } from '../../partners/turns.ts'
import { settleReads } from '../../sites/settle-recalls.ts'
import { ONE_ENTRY, putEntryReads, putFeedReads } from '../../storage/deliveries/ledger-store.ts'
import { addUse, type PartnerUse } from '../../storage/gateways/partner-use-store.ts'
import type { Call } from './operation.ts'

/** What the API of one farm keeps in memory: where keys stand in their minute, and what they used, until it is written. */
interface Gathered {
  readonly turns: Turns
  readonly uses: Map<string, PartnerUse>
  /** By section and reader, and by entry where one was read by itself. */
  readonly reads: Map<string, FeedRead>
  readonly lastUsed: Map<number, number>
  writing: NodeJS.Timeout | undefined
}

const farms = new WeakMap<Farm, Gathered>()
const SOON = 1_000

function gatheredBy(farm: Farm): Gathered {
  return farms.getOrInsertComputed(farm, () => ({
    ...{ turns: countTurns(farm.storage, farm.now), uses: new Map(), reads: new Map(), lastUsed: new Map() },
    writing: undefined,
  }))
}

/** Where the keys of a farm stand in their minute. */
export function turnsOf(farm: Farm): Turns {
  return gatheredBy(farm).turns
}

/** Counts one use of a key; written a second later, with what else was used meanwhile. */
export function noteUse(farm: Farm, key: number, what: string): void {
  const gathered = gatheredBy(farm)
  const at = farm.now()
  const day = parisDay(at)
  const known = gathered.uses.get(`${key} ${day} ${what}`)
  gathered.uses.set(`${key} ${day} ${what}`, { key, day, what, count: (known?.count ?? 0) + 1 })
  gathered.lastUsed.set(key, at)
  writeSoon(farm, gathered)
}

/**
 * Notes that a partner read a section, or one entry of it by itself: the ledger tells it of each entry it got, and a recall waits until
 * it comes again.
 */
export function noteRead(
  { visit: { farm }, actor }: Call,
  { subscription, entry }: { readonly subscription: number; readonly entry?: number },
): void {
  if (actor.kind !== 'partner') return
  const gathered = gatheredBy(farm)
  const reader = partnerReader(actor)
  const name = `${entry ?? 'all'} ${subscription} ${reader}`
  const known = gathered.reads.get(name)
  const at = farm.now()
  const times = { firstAt: known?.firstAt ?? at, lastAt: at, count: (known?.count ?? 0) + 1 }
  const what = entry === undefined ? { format: 'api' } : { format: ONE_ENTRY, entry }
  gathered.reads.set(name, { subscription, reader, ...what, ...times })
  writeSoon(farm, gathered)
}

function writeSoon(farm: Farm, gathered: Gathered): void {
  gathered.writing ??= setTimeout(() => {
    gathered.writing = undefined
    // A busy database must not stop the farm: what could not be written is lost.
    write(farm, gathered).catch(() => undefined)
  }, SOON).unref()
}

async function write(farm: Farm, gathered: Gathered): Promise<void> {
  const [uses, reads, lastUsed] = [
    [...gathered.uses.values()],
    [...gathered.reads.values()],
    new Map(gathered.lastUsed),
  ]
  gathered.uses.clear()
  gathered.reads.clear()
  gathered.lastUsed.clear()
  await addUse(farm.storage, uses, lastUsed)
  await putFeedReads(
    farm.storage,
    reads.filter(({ entry }) => entry === undefined),
  )
  await putEntryReads(
    farm.storage,
    reads.flatMap((one) => (one.entry === undefined ? [] : [{ ...one, entry: one.entry }])),
  )
  await settleReads(farm, reads)
}
