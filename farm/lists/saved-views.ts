import type { Actor } from '../../pipeline/model/actor.ts'
import { fold } from '../../pipeline/model/fold.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { House } from '../../pipeline/model/question.ts'
import type { Ports } from '../../pipeline/ports.ts'
import {
  dropView,
  type FormerFilters,
  formerFilters,
  listViews,
  putView,
  readView,
  type SavedView,
} from '../storage/deliveries/view-store.ts'
import type { Storage } from '../storage/storage.ts'

/** What keeping lists works with: the open farm is one. */
export interface ViewRoom {
  readonly storage: Storage
  readonly ports: Pick<Ports, 'now' | 'newIds' | 'knowledge'>
}

/** What a person says of a list they keep. */
export interface ViewWishes {
  readonly name: string
  /** The body whose people see it too; null where it is for oneself. */
  readonly organisation: string | null
  /** Its filters, as the address of the list says them. */
  readonly query: string
}

const LONGEST_NAME = 80
const LONGEST_QUERY = 1_000
const MOST = 50

/**
 * Keeps a list under a name. Said again for the same people it takes the new filters and keeps its address, by which feeds follow it, and
 * are told for a while of what only the filters before held.
 * Problems: `required` and `too-long` on `name`, `too-long` on `query`, `not-allowed` on `organisation`, `too-many-views` { most }.
 */
export async function keepView(room: ViewRoom, actor: Actor, wishes: ViewWishes): Promise<Result<SavedView>> {
  if (actor.kind !== 'person') return fail({ code: 'not-allowed' })
  const { organisation, query } = wishes
  const name = wishes.name.trim().replace(/\s+/g, ' ')
  if (name === '') return fail({ code: 'required', field: 'name' })
  for (const [field, text, max] of [['name', name, LONGEST_NAME] as const, ['query', query, LONGEST_QUERY] as const])
    if (text.length > max) return fail({ code: 'too-long', field, params: { max, length: text.length } })
  if (organisation !== null && !mayShare(actor, organisation, await room.ports.knowledge()))
    return fail({ code: 'not-allowed', field: 'organisation' })
  const own = await listViews(room.storage, { person: actor.id, organisations: [] })
  const known = own.find((one) => one.organisation === organisation && fold(one.name) === fold(name))
  if (!known && own.length >= MOST) return fail({ code: 'too-many-views', params: { most: MOST } })
  const [id = 0] = known ? [known.id] : await room.ports.newIds(1)
  const view = { id, person: actor.id, organisation, name, query, createdAt: known?.createdAt ?? room.ports.now() }
  await putView(room.storage, view, known && known.query !== query ? await formerOf(room, known) : [])
  return ok(view)
}

/** How long feeds tell what only former filters held (ms), and how many times it is remembered. */
export const TOLD_OF_FORMER = { ms: 30 * 86_400_000, most: 10 }

async function formerOf({ storage, ports }: ViewRoom, { id, query }: SavedView): Promise<readonly FormerFilters[]> {
  const until = ports.now()
  const known = await formerFilters(storage, id)
  return [...known, { query, until }].filter((one) => one.until > until - TOLD_OF_FORMER.ms).slice(-TOLD_OF_FORMER.most)
}

/** The views a person sees: their own, and those shared where they work. */
export async function viewsOf({ storage, ports }: ViewRoom, actor: Actor): Promise<readonly SavedView[]> {
  if (actor.kind !== 'person') return []
  const knowledge = await ports.knowledge()
  const organisations = knowledge.organisations.all().filter(({ id }) => mayShare(actor, id, knowledge))
  return listViews(storage, { person: actor.id, organisations: organisations.map(({ id }) => id) })
}

/** A view this person sees. Problem: `unknown-view`, also where they may not. */
export async function openView({ storage, ports }: ViewRoom, actor: Actor, id: number): Promise<Result<SavedView>> {
  const view = Number.isSafeInteger(id) ? await readView(storage, id) : undefined
  const own = view && actor.kind === 'person' && view.person === actor.id
  const open =
    own || (view && view.organisation !== null && mayShare(actor, view.organisation, await ports.knowledge()))
  return view && open ? ok(view) : fail({ code: 'unknown-view' })
}

/** Whether this person may take that view away: its maker, and who administers the body it is shared in. */
export function mayDrop(actor: Actor, { person, organisation }: SavedView, house: House): boolean {
  if (actor.kind === 'person' && actor.id === person) return true
  return organisation !== null && may(actor, { action: 'manage-organisation', organisation }, house).yes
}

/** Takes a view away; its feeds answer nothing any more. Problems: `unknown-view`, `not-allowed`. */
export async function forgetView(room: ViewRoom, actor: Actor, id: number): Promise<Result<void>> {
  const view = await openView(room, actor, id)
  if (!view.ok) return view
  if (!mayDrop(actor, view.value, await room.ports.knowledge())) return fail({ code: 'not-allowed' })
  await dropView(room.storage, id)
  return ok(undefined)
}

function mayShare(actor: Actor, organisation: string, house: House): boolean {
  return may(actor, { action: 'share-list', organisation }, house).yes
}
