import { readOpml } from '../../../pipeline/intake/opml.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import { addFeeds } from '../../sources/add-opml.ts'
import { sortFeeds, type TriedFeed, tryOpml } from '../../sources/opml-trial.ts'
import { keepWaiting, readWaiting } from '../../sources/waiting-file.ts'
import { rememberedOrganisation, workplaceOf } from '../desk/working-for.ts'
import type { Visit } from '../visit.ts'
import { redirectTo } from './sign-in-first.ts'
import { readGiven } from './source/given.ts'

/** What the page of a list of sources shows. */
export interface OpmlPage {
  readonly organisations: readonly string[]
  readonly organisation: string
  /** What its sources give, unless a category says otherwise. */
  readonly kind: string
  readonly everyMinutes: number
  /** Given to the items of all its sources that lack them; `territories` one place per line. */
  readonly themes: readonly string[]
  readonly territories: string
  /** Other raw values their kind requires, given to all. */
  readonly given: Readonly<Record<string, string>>
  readonly problems: readonly Problem[]
  /** Sources that could not be added, with what is wrong; the others were. */
  readonly refused: readonly { readonly name: string; readonly problem: Problem }[]
  readonly added: number
  /** What was chosen and written, where it is to be shown again. */
  readonly data?: FormData | undefined
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
  const blank = {
    ...{
      organisations,
      organisation: first,
      kind: 'press-review',
      everyMinutes: 60,
      themes: [],
      territories: '',
      given: {},
    },
    ...{ problems: [], refused: [], added: 0 },
  }
  if (request.method !== 'POST') return { ...blank, tried: undefined }
  const data = await request.formData()
  const text = (name: string) => String(data.get(name) ?? '')
  const organisation = organisations.find((id) => id === text('organisation')) ?? first
  const pace = Number(text('everyMinutes')) || blank.everyMinutes
  const themes = data.getAll('themes').map(String)
  const page = {
    ...{ ...blank, organisation, kind: text('kind') || blank.kind, everyMinutes: pace },
    ...{ themes, territories: text('territories'), tried: undefined },
    given: readGiven(data, visit.memory.serviceType(text('kind') || blank.kind)),
  }
  return text('waiting') === '' ? tried(visit, page, data) : added(visit, page, data)
}

/** The category of a feed as one name; empty for those that lie in none. */
export function categoryOf({ categories }: Pick<TriedFeed, 'categories'>): string {
  return categories.join(' › ')
}

const PATIENCE = 25_000

async function tried(visit: Visit, page: OpmlPage, data: FormData): Promise<OpmlPage> {
  const file = data.get('file')
  if (!(file instanceof File) || file.size === 0)
    return { ...page, problems: [{ code: 'file-required', field: 'file' }] }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const { organisation, kind: serviceType } = page
  // A person waits: what was not tried by then is at its first reading.
  const signal = AbortSignal.timeout(PATIENCE)
  const trial = await tryOpml(visit.farm, visit.actor, { bytes, organisation, serviceType, signal })
  if (!trial.ok) return { ...page, problems: trial.problems.map((problem) => ({ ...problem, field: 'file' })) }
  const kept = await keepWaiting(visit.farm.files, bytes)
  const categories = [...new Set(trial.value.map(categoryOf))]
  return { ...page, tried: { file: kept, name: file.name, feeds: trial.value, categories } }
}

async function added(visit: Visit, page: OpmlPage, data: FormData): Promise<OpmlPage | Response> {
  const file = String(data.get('waiting') ?? '')
  const bytes = await readWaiting(visit.farm.files, file)
  const read = bytes && readOpml(bytes)
  if (!read?.ok) return { ...page, problems: [{ code: 'file-required', field: 'file' }] }
  const chosen = new Set(data.getAll('feed').map(String))
  const categories = [...new Set(read.value.map(categoryOf))]
  const picked = read.value.flatMap((feed, place) => (chosen.has(String(place)) ? [{ feed, place }] : []))
  const wishes = picked.map(({ feed, place }) => {
    const own = (name: string) => String(data.get(`${name}-of-${place}`) ?? '').trim()
    const category = String(data.get(`kind-${categories.indexOf(categoryOf(feed))}`) ?? '')
    const serviceType = own('kind') || category || page.kind
    const given = serviceType === page.kind ? page.given : {}
    const defaults = { ...filled(given), ...defaultsOf(page, { themes: own('themes'), territories: own('places') }) }
    const { organisation, everyMinutes } = page
    return { organisation, serviceType, everyMinutes, name: feed.title, url: feed.url, defaults }
  })
  const done = await addFeeds(visit.farm, visit.actor, wishes)
  const problems = done.ok ? done.value.problems : done.problems
  const count = done.ok ? done.value.added.length : 0
  if (problems.length === 0) return redirectTo(visit.href(`/sources?added=${count}`))
  const refused = problems.map((problem) => ({ name: picked[(problem.line ?? 1) - 1]?.feed.title ?? '', problem }))
  // Nothing is tried again: what was chosen and written is what is to be put right.
  const again = await sortFeeds(visit.farm, page.organisation, read.value)
  const tried = { file, name: String(data.get('name') ?? ''), feeds: again, categories }
  return { ...page, refused, added: count, data, tried }
}

// What one source says for itself takes the place of what is said for all.
function defaultsOf(
  page: Pick<OpmlPage, 'themes' | 'territories'>,
  own: { readonly themes: string; readonly territories: string },
): Record<string, string> {
  const places = page.territories.split(/\r?\n/).filter((line) => line.trim() !== '')
  const said = { themes: own.themes || page.themes.join(' | '), territories: own.territories || places.join(' | ') }
  return filled(said)
}

function filled(said: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''))
}
