import { decide } from '../../pipeline/decide.ts'
import type { SpipItem } from '../../pipeline/intake/spip/texts.ts'
import { type Actor, FARM } from '../../pipeline/model/actor.ts'
import type { Entry } from '../../pipeline/model/entry.ts'
import { may } from '../../pipeline/model/may.ts'
import type { Result } from '../../pipeline/model/problem.ts'
import type { Ports } from '../../pipeline/ports.ts'
import { trash } from '../../pipeline/withdraw.ts'

/** What to remember of an item once it is brought in. */
export type Standing = Pick<SpipItem, 'externalId' | 'kind' | 'number' | 'status' | 'publishedAt'>

/** How many entries took the status they had in SPIP. */
export interface Followed {
  readonly published: number
  readonly refused: number
  readonly trashed: number
}

/** The entries of a body known by these names of a former site. */
export async function entriesNamed(
  { entries }: Ports,
  { names, organisation }: { readonly names: readonly string[]; readonly organisation: string },
): Promise<ReadonlyMap<string, Entry>> {
  const found = new Map<string, Entry>()
  for (let start = 0; start < names.length; start += 500) {
    const known = await entries.identify({ externalIds: names.slice(start, start + 500), urls: [], fingerprints: [] })
    for (const entry of known) {
      if (entry.externalId !== null && entry.organisation === organisation && entry.source === null)
        found.set(entry.externalId, entry)
    }
  }
  return found
}

/**
 * Gives the entries of a run the status their texts had in SPIP, where its author may moderate them: what was published, refused or binned
 * there is here, at its date. What did not move in this run keeps its own.
 */
export async function followStatuses(
  ports: Ports,
  {
    standings,
    before,
    after,
    actor,
  }: {
    readonly standings: readonly Standing[]
    readonly before: ReadonlyMap<string, Entry>
    readonly after: ReadonlyMap<string, Entry>
    readonly actor: Actor
  },
): Promise<Followed> {
  const counts = { published: 0, refused: 0, trashed: 0 }
  const knowledge = await ports.knowledge()
  for (const standing of standings) {
    const entry = after.get(standing.externalId)
    if (entry === undefined || before.get(standing.externalId)?.version === entry.version) continue
    if (!may(actor, { action: 'moderate', entry }, knowledge).yes) continue
    const outcome = await follow(ports, entry, standing)
    if (outcome !== undefined) counts[outcome] += 1
  }
  return counts
}

async function follow(ports: Ports, entry: Entry, standing: Standing): Promise<keyof Followed | undefined> {
  const { status, publishedAt: since } = standing
  const reason = `SPIP : ${status}`
  const decided = (word: 'approve' | 'refuse') => decide(ports, { entry: entry.id, word, reason, actor: FARM, since })
  if (status === 'refuse') return waits(entry) && (await decided('refuse')).ok ? 'refused' : undefined
  if (status === 'poubelle')
    return entry.review === 'draft' && (await trash(ports, { entry: entry.id, actor: FARM })).ok ? 'trashed' : undefined
  if (status !== 'publie') return undefined
  // A kind that is proof-read first takes two words.
  let read: Result<Entry> = { ok: true, value: entry }
  for (let steps = 0; steps < 2 && read.ok && waits(read.value); steps += 1) read = await decided('approve')
  return read.ok && read.value.review === 'accepted' ? 'published' : undefined
}

function waits({ review }: Entry): boolean {
  return review === 'submitted' || review === 'proofread'
}
