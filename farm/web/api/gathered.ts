import { parisDay } from '../../../pipeline/model/paris.ts'
import { partnerReader } from '../../../pipeline/model/partner-reader.ts'
import type { Farm } from '../../open-farm.ts'
import { countTurns, type Turns } from '../../partners/turns.ts'
import { settleReads } from '../../sites/settle-recalls.ts'
import { putFeedReads } from '../../storage/ledger-store.ts'
import { addUse, type PartnerUse } from '../../storage/partner-use-store.ts'
import type { Call } from './operation.ts'

/** What the API of one farm keeps in memory: where keys stand in their minute, and what they used, until it is written. */
interface Gathered {
  readonly turns: Turns
  readonly uses: Map<string, PartnerUse>
  readonly reads: Map<string, { readonly subscription: number; readonly reader: string; at: number; count: number }>
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

/** Notes that a partner read a section: the ledger tells it of each entry there, and a recall waits until it comes again. */
export function noteSectionRead({ visit: { farm }, actor }: Call, subscription: number): void {
  if (actor.kind !== 'partner') return
  const gathered = gatheredBy(farm)
  const reader = partnerReader(actor)
  const known = gathered.reads.get(`${subscription} ${reader}`)
  gathered.reads.set(`${subscription} ${reader}`, {
    subscription,
    reader,
    at: farm.now(),
    count: (known?.count ?? 0) + 1,
  })
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
  const read = reads.map(({ subscription, reader, at, count }) => {
    return { subscription, reader, format: 'api', firstAt: at, lastAt: at, count }
  })
  await putFeedReads(farm.storage, read)
  await settleReads(farm, read)
}
