import type { ListPages } from '../../../exports/exported.ts'
import type { Cursor } from '../../lists/list-request.ts'
import type { Visit } from '../visit.ts'
import { writeCursor } from './list-query.ts'

/** The other pages of a feed (RFC 5005 §3), by the address of this one; a reader who came by a key goes on by it. */
export function feedPages(
  { readerKey }: Pick<Visit, 'readerKey'>,
  self: string,
  { previous, next }: { readonly previous: Cursor | null; readonly next: Cursor | null },
): ListPages {
  const [place = ''] = self.split('?')
  const search = new URL(self).searchParams
  for (const name of ['after', 'before']) search.delete(name)
  const first = search.size === 0 ? place : `${place}?${search}`
  const at = (name: 'after' | 'before', cursor: Cursor | null) => {
    if (cursor === null) return undefined
    const moved = new URLSearchParams(search)
    moved.set(name, writeCursor(cursor))
    if (readerKey !== undefined) moved.set('key', readerKey)
    return `${place}?${moved}`
  }
  return { first, previous: at('before', previous), next: at('after', next) }
}
