import type { Actor } from '../../pipeline/model/actor.ts'
import type { Entry } from '../../pipeline/model/entry.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Recall, RecallPlace } from '../../pipeline/model/recall.ts'
import { type ListedRecall, listRecalls, readPlaces, readRecall } from '../storage/deliveries/recall-store.ts'
import { settleRecall } from './settle-recalls.ts'
import type { SiteRoom } from './site-room.ts'

/** What is known of a recall at one moment, as one person may see it. */
export interface RecallStatement {
  readonly recall: Recall
  readonly entry: Entry
  /** When this was found out, in milliseconds. */
  readonly asOf: number
  readonly places: readonly RecallPlace[]
  /** Places on sites this person may not read: how many, and how many of them are confirmed. */
  readonly hidden: { readonly places: number; readonly confirmed: number }
}

/** Tells what is confirmed and what is pending of a recall, found out anew. */
export async function recallStatement(
  room: SiteRoom,
  { recall: id, actor }: { readonly recall: number; readonly actor: Actor },
): Promise<Result<RecallStatement>> {
  const memory = await room.memory()
  const found = await readRecall(room.storage, id)
  const entry = found && (await room.ports.entries.get(found.entry))
  if (!entry || !may(actor, { action: 'read-entry', entry }, memory).yes) return fail({ code: 'unknown-recall' })
  await settleRecall(room, id)
  const [recall = found, all] = await Promise.all([readRecall(room.storage, id), readPlaces(room.storage, id)])
  const places = all.filter(({ site: slug }) => {
    const site = slug === null ? undefined : memory.sites.get(slug)
    return slug === null || (site !== undefined && may(actor, { action: 'read-site', site }, memory).yes)
  })
  const confirmed = (some: readonly RecallPlace[]) => some.filter((one) => one.confirmedAt !== null).length
  const hidden = { places: all.length - places.length, confirmed: confirmed(all) - confirmed(places) }
  return ok({ recall, entry, asOf: room.ports.now(), places, hidden })
}

/** Recalls of the entries a person may read, the latest first. */
export async function recallsFor(
  room: SiteRoom,
  asked: {
    readonly actor: Actor
    readonly entry?: number | undefined
    readonly before?: number | undefined
    readonly limit: number
  },
): Promise<readonly ListedRecall[]> {
  const memory = await room.memory()
  const about = { author: null, state: 'withdrawn' as const }
  const organisations = memory.organisations
    .all()
    .map((one) => one.id)
    .filter((id) => may(asked.actor, { action: 'read-entry', entry: { ...about, organisation: id } }, memory).yes)
  const listed = await listRecalls(room.storage, { ...asked, organisations })
  const done = listed.filter((one) => one.closedAt === null && one.confirmed === one.places)
  for (const { id } of done) await settleRecall(room, id)
  return done.length === 0 ? listed : listRecalls(room.storage, { ...asked, organisations })
}
