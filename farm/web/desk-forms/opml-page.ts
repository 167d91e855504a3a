import { readOpml } from '../../../pipeline/intake/opml.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import { addFeeds } from '../../sources/add-opml.ts'
import { type TriedFeed, tryOpml } from '../../sources/opml-trial.ts'
import { keepWaiting, readWaiting } from '../../sources/waiting-file.ts'
import { rememberedOrganisation, workplaceOf } from '../desk/working-for.ts'
import type { Visit } from '../visit.ts'
import { redirectTo } from './sign-in-first.ts'

/** What the page of a list of sources shows. */
export interface OpmlPage {
  readonly organisations: readonly string[]
  readonly organisation: string
  /** What its sources give, unless a category says otherwise. */
  readonly kind: string
  readonly everyMinutes: number
  readonly problems: readonly Problem[]
  /** The list that was tried, its categories in their order. */
  readonly tried:
    | {
        readonly file: string
        readonly name: string
        readonly feeds: readonly TriedFeed[]
        readonly categories: readonly string[]
      }
    | undefined
}

/** The page of a list of sources: asked, tried, added; null for those who manage none. */
export async function opmlPage(visit: Visit, request: Request): Promise<OpmlPage | Response | null> {
  const organisations = organisationsFor(visit.actor, 'manage-sources', visit.memory)
  const { organisation: here } = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie')))
  const first = organisations.find((id) => id === here?.id) ?? organisations[0]
  if (first === undefined) return null
  const blank = { organisations, organisation: first, kind: 'press-review', everyMinutes: 60, problems: [] }
  if (request.method !== 'POST') return { ...blank, tried: undefined }
  const data = await request.formData()
  const text = (name: string) => String(data.get(name) ?? '')
  const organisation = organisations.find((id) => id === text('organisation')) ?? first
  const pace = Number(text('everyMinutes')) || blank.everyMinutes
  const page = { ...blank, organisation, kind: text('kind') || blank.kind, everyMinutes: pace, tried: undefined }
  return text('waiting') === '' ? tried(visit, page, data) : added(visit, page, data)
}

/** The category of a feed as one name; empty for those that lie in none. */
export function categoryOf({ categories }: Pick<TriedFeed, 'categories'>): string {
  return categories.join(' › ')
}

async function tried(visit: Visit, page: OpmlPage, data: FormData): Promise<OpmlPage> {
  const file = data.get('file')
  if (!(file instanceof File) || file.size === 0)
    return { ...page, problems: [{ code: 'file-required', field: 'file' }] }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const { organisation, kind: serviceType } = page
  const trial = await tryOpml(visit.farm, visit.actor, { bytes, organisation, serviceType })
  if (!trial.ok) return { ...page, problems: trial.problems.map((problem) => ({ ...problem, field: 'file' })) }
  const kept = await keepWaiting(visit.farm.files, bytes)
  const categories = [...new Set(trial.value.map(categoryOf))]
  return { ...page, tried: { file: kept, name: file.name, feeds: trial.value, categories } }
}

async function added(visit: Visit, page: OpmlPage, data: FormData): Promise<OpmlPage | Response> {
  const bytes = await readWaiting(visit.farm.files, String(data.get('waiting') ?? ''))
  const read = bytes && readOpml(bytes)
  if (!read?.ok) return { ...page, problems: [{ code: 'file-required', field: 'file' }] }
  const chosen = new Set(data.getAll('feed').map(String))
  const categories = [...new Set(read.value.map(categoryOf))]
  const wishes = read.value.flatMap((feed, place) => {
    if (!chosen.has(String(place))) return []
    const serviceType = String(data.get(`kind-${categories.indexOf(categoryOf(feed))}`) ?? page.kind)
    const { organisation, everyMinutes } = page
    return [{ organisation, serviceType, everyMinutes, name: feed.title, url: feed.url, defaults: {} }]
  })
  const done = await addFeeds(visit.farm, visit.actor, wishes)
  if (!done.ok) return { ...page, problems: done.problems.map((problem) => ({ ...problem, field: 'file' })) }
  return redirectTo(visit.href(`/sources?added=${done.value.added.length}`))
}
