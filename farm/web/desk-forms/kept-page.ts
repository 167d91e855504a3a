import { forgetView, mayDrop, openView } from '../../lists/saved-views.ts'
import type { SavedView } from '../../storage/deliveries/view-store.ts'
import { personNames } from '../../storage/entries/desk-store.ts'
import type { Visit } from '../visit.ts'
import { type EntriesList, entriesList } from './entries-list.ts'
import { redirectTo } from './sign-in-first.ts'

/** A kept list ready to show. */
export interface KeptPage {
  readonly view: SavedView
  readonly list: EntriesList
  readonly maker: string
  /** Who sees it, in words. */
  readonly people: string
  readonly removable: boolean
}

/** The page of a kept list; a redirect once it was removed, undefined where there is none, or none for this person. */
export async function keptPage(visit: Visit, id: number, request: Request): Promise<KeptPage | Response | undefined> {
  const { farm, actor, memory, words, href } = visit
  const found = await openView(farm, actor, id)
  if (!found.ok) return undefined
  const view = found.value
  if (request.method === 'POST' && (await request.formData()).get('do') === 'remove') {
    const gone = await forgetView(farm, actor, id)
    return gone.ok ? redirectTo(href('/entries?done=removed')) : undefined
  }
  const search = new URLSearchParams(view.query)
  const after = new URL(request.url).searchParams.get('after')
  if (after !== null) search.set('after', after)
  const names = await personNames(farm.storage, [view.person])
  const organisation = memory.organisations.get(view.organisation ?? '')?.shortName ?? view.organisation ?? ''
  return {
    view,
    list: await entriesList(visit, search),
    maker: names.get(view.person) ?? '',
    people: view.organisation === null ? words('form.view.of-one') : words('form.view.shared', { organisation }),
    removable: mayDrop(actor, view, memory),
  }
}
