import type { Epochs } from '../../cache/epochs.ts'
import type { Memory } from '../../memory.ts'
import type { Visit } from '../visit.ts'
import { listEtag } from './list-etag.ts'

/** What readers of a list compare with; what was drawn to find out, where it had to be. */
export interface ListValidator<T> {
  /** The same in every process of the farm, and after a restart. */
  readonly etag: string
  /**
   * Since when this process knows the list to be as it is (ms). What its entries tell would not do: that falls, or stays, when one of them
   * leaves, and who asks by the time alone would keep what is gone. Undefined where it changed twice within one second, which the dates of
   * HTTP cannot tell apart.
   */
  readonly since: number | undefined
  readonly drawn: T | undefined
}

interface Seen {
  readonly memory: Memory
  readonly begun: number
  readonly etag: string
  readonly since: number | undefined
  /** When it was first seen so. */
  readonly at: number
}

const shelves = new WeakMap<Epochs, Map<string, Seen>>()
const MOST_SEEN = 5_000

/**
 * What a list of a site goes by at that address. It is drawn, for its mark, only where its site, the network or the day moved since this
 * process last looked. Undefined where there is no such list.
 */
export async function listValidator<T extends { readonly mark: string }>(
  { farm, site, memory, asked, origin }: Pick<Visit, 'farm' | 'site' | 'memory' | 'asked' | 'origin'>,
  url: URL,
  draw: () => Promise<T | undefined>,
): Promise<ListValidator<T> | undefined> {
  const { epochs } = farm
  const shelf = shelves.getOrInsertComputed(epochs, () => new Map<string, Seen>())
  const name = [origin, asked ?? url.pathname, url.search].join(' ')
  epochs.refresh()
  const moved = Math.max(...[`site:${site?.id}`, 'day'].map((tag) => epochs.current(tag)))
  const known = shelf.get(name)
  if (known && known.memory === memory && moved <= known.begun) return { ...known, drawn: undefined }
  // Before anything is read: what changes meanwhile makes it outlived, never the other way round.
  const begun = epochs.now()
  const drawn = await draw()
  if (!drawn) return undefined
  const etag = listEtag(memory, [name, drawn.mark])
  const stands = known?.etag === etag
  const at = stands ? known.at : farm.now()
  const since = stands ? known.since : known && secondOf(known.at) === secondOf(at) ? undefined : at
  if (shelf.size >= MOST_SEEN) shelf.clear()
  shelf.set(name, { memory, begun, etag, since, at })
  return { etag, since, drawn }
}

function secondOf(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}

/** Whether the reader says it holds what this ETag stands for (RFC 9110 §13.1.2, by weak comparison). */
export function holds(request: Request, etag: string): boolean {
  const said = request.headers.get('if-none-match') ?? ''
  return [...said.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag.slice(2))
}

/** The answer to a reader who holds it; caches may keep what is public, asking each time. */
export function unchanged(etag: string, isPublic: boolean): Response {
  const control = isPublic ? 'public, max-age=0, must-revalidate' : 'private, no-store'
  return new Response(null, { status: 304, headers: { etag, 'cache-control': control } })
}
