import type { Problem } from '../../../pipeline/model/problem.ts'
import { keepView, viewsOf } from '../../lists/saved-views.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import type { LinkItem, Option } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'
import { type EntriesQuery, listHref } from './entries-list.ts'
import { redirectTo } from './sign-in-first.ts'

/** The lists this person keeps or shares, each at its own address. */
export async function keptLists(visit: Visit, current?: number): Promise<readonly LinkItem[]> {
  const views = await viewsOf(visit.farm, visit.actor)
  return views.map(({ id, name }) => ({ label: name, href: visit.href(`/views/${id}`), current: id === current }))
}

/** For whom a list may be kept: oneself, or the people of a body one works in. */
export function viewReaders({ words, memory, actor }: Visit, chosen: string): readonly Option[] {
  const bodies = organisationsFor(actor, 'share-list', memory).map((id) => ({
    value: id,
    label: words('form.view.shared', { organisation: memory.organisations.get(id)?.shortName ?? id }),
    selected: id === chosen,
  }))
  return [{ value: '', label: words('form.view.mine') }, ...bodies]
}

/** Keeps the list an address shows, as the form under it asks: a redirect to its own address, or what is wrong. */
export async function keepPost(
  visit: Visit,
  query: EntriesQuery,
  form: FormData,
): Promise<readonly Problem[] | Response> {
  const kept = await keepView(visit.farm, visit.actor, {
    name: String(form.get('name') ?? ''),
    organisation: String(form.get('for') ?? '') || null,
    query: listHref(query, {}).replace('/entries', '').replace('?', ''),
  })
  return kept.ok ? redirectTo(visit.href(`/views/${kept.value.id}?done=kept`)) : kept.problems
}
