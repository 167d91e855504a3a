import { parisInstant, parisWall, wallText } from '../../../pipeline/model/paris.ts'
import { organisationTree } from '../../organisations/tree.ts'
import { type PastSite, pastSite } from '../../sites/as-of.ts'
import { gazetteerThen } from '../../territories/gazetteer-then.ts'
import { thesaurusThen } from '../../themes/thesaurus-then.ts'
import { entryPath } from '../present/row-item.ts'
import type { Visit } from '../visit.ts'

/** A visit to a site as it was: the moment, and links that stay there. */
export interface PastVisit extends PastSite {
  /** Instant in milliseconds. */
  readonly at: number
  /** The visit, where it is that moment: themes, places, names and the hour. */
  readonly visit: Visit
  /** As the control of the page takes it: `2026-10-01T14:30`. */
  readonly date: string
  /** The present, which is the latest one may ask for, written likewise. */
  readonly latest: string
  /** What is said of the date asked for, where it could not be had. */
  readonly problem: 'bad-date' | 'future' | null
  /** Address of a page of the site at that moment. */
  link(path: string, search?: URLSearchParams): string
  entryLink(section: string, entry: { readonly id: number; readonly title: string }): string
}

/** Opens a site as it was at the moment its address asks for; null to whoever is not of its staff. */
export async function pastVisit(
  visit: Visit,
  slug: string | undefined,
  search: URLSearchParams,
): Promise<PastVisit | null> {
  const { farm, actor, href } = visit
  const { at, problem } = momentOf(search.get('date'), farm.now())
  const found = await pastSite(farm, { site: slug ?? '', actor, at })
  if (!found.ok) return null
  const date = wallText(parisWall(at))
  const root = `/sites/${found.value.site.id}/as-of`
  const link = (path: string, kept = new URLSearchParams()) => {
    const asked = new URLSearchParams(kept)
    asked.set('date', date)
    return `${href(`${root}${path}`)}?${asked}`
  }
  const entryLink: PastVisit['entryLink'] = (section, entry) => link(entryPath(section, entry))
  const latest = wallText(parisWall(farm.now()))
  return { ...found.value, at, visit: await visitThen(visit, found.value, at), date, latest, problem, link, entryLink }
}

async function visitThen(visit: Visit, { organisations }: PastSite, at: number): Promise<Visit> {
  const { farm, memory: now } = visit
  const { storage } = farm
  const [thesaurus, gazetteer] = await Promise.all([
    thesaurusThen({ storage, today: now.thesaurus }, at),
    gazetteerThen({ storage, today: now.gazetteer }, at),
  ])
  const tree =
    organisations.size === 0
      ? now.organisations
      : organisationTree(now.organisations.all().map((one) => organisations.get(one.id) ?? one))
  const memory = { ...now, thesaurus, gazetteer, organisations: tree }
  const show = { ...visit.show, thesaurus, gazetteer, now: at }
  return { ...visit, memory, show, farm: { ...farm, now: () => at, memory: async () => memory } }
}

// A day alone is read at noon; without one the present, from where one goes back.
function momentOf(text: string | null, now: number): Pick<PastVisit, 'at' | 'problem'> {
  if (text === null || text === '') return { at: now, problem: null }
  const [, day, hour = '12:00'] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/.exec(text) ?? []
  const wall = day === undefined ? Number.NaN : Date.parse(`${day}T${hour}Z`)
  if (Number.isNaN(wall)) return { at: now, problem: 'bad-date' }
  const at = parisInstant(wall)
  return at > now ? { at: now, problem: 'future' } : { at, problem: null }
}
