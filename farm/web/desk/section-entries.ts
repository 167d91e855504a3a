import type { Entry } from '../../../pipeline/model/entry.ts'
import type { Site, Subscription } from '../../../pipeline/model/site.ts'
import type { Touch } from '../../../pipeline/model/touch.ts'
import { listEntries } from '../../lists/list-entries.ts'
import { shownHere } from '../../lists/shown-here.ts'
import { findableEntries } from '../../sites/findable-entries.ts'
import { heldEntries, pinnedOf } from '../../storage/deliveries/touch-store.ts'
import { listRequest, NO_FILTERS, writeCursor } from '../portal/list-query.ts'
import { kindsOf } from '../portal/section.ts'
import type { Visit } from '../visit.ts'
import { confirmableSites } from './counts.ts'
import { readableEntries } from './readable-entries.ts'

/** What a section holds, looked at from one side. */
export const SECTION_VIEWS = ['shown', 'touched', 'excluded', 'bring'] as const

/** One side to look at a section from. */
export type SectionView = (typeof SECTION_VIEWS)[number]

/** One entry in a section, as its site looks after it. */
export interface SectionRow {
  readonly entry: Entry
  /** As the section shows it. */
  readonly title: string
  readonly touch: Touch | undefined
  /** Whether it stands first, or last, among the pinned. */
  readonly firstPin: boolean
  readonly lastPin: boolean
  /** The person may open its dossier. */
  readonly readable: boolean
}

/** A section the person looks after. */
export interface OwnSection {
  readonly site: Site
  readonly subscription: Subscription
}

/** The section of that site and number, if the person says what shows there. */
export function ownSection(
  visit: Visit,
  asked: { readonly site: string; readonly service: string },
): OwnSection | null {
  const site = confirmableSites(visit).find((one) => one.id === asked.site)
  const subscription = site && visit.memory.sites.subscriptions(site.id).find((one) => String(one.id) === asked.service)
  return site && subscription ? { site, subscription } : null
}

/** A page of what a section holds. */
export interface SectionEntries {
  readonly rows: readonly SectionRow[]
  /** Queries of the neighbouring pages. */
  readonly previous: string | undefined
  readonly next: string | undefined
}

/** Reads one side of a section for whoever looks after it. */
export async function sectionEntries(
  visit: Visit,
  section: OwnSection,
  { view, search }: { readonly view: SectionView; readonly search: URLSearchParams },
): Promise<SectionEntries> {
  const { id } = section.subscription
  const { farm } = visit
  const query = (search.get('q') ?? '').trim().slice(0, 200)
  if (view === 'shown') return shownPage(visit, section, search)
  const held =
    view === 'bring'
      ? (await findableEntries(farm, { subscription: id, query, limit: MOST })).map((entry) => ({ entry }))
      : await heldEntries(farm.storage, { subscription: id, held: view, limit: MOST })
  return { rows: await rowsOf(visit, section, held), previous: undefined, next: undefined }
}

const MOST = 100

async function shownPage(visit: Visit, section: OwnSection, search: URLSearchParams): Promise<SectionEntries> {
  const { subscription, site } = section
  const query = (search.get('q') ?? '').trim().slice(0, 200)
  const kinds = kindsOf(visit, subscription)
  const plain = listRequest({ ...NO_FILTERS, query }, { sections: [kinds], search, now: visit.farm.now() })
  const request = query === '' ? { ...plain, pinsOf: site.id } : plain
  const page = await listEntries(visit.farm.storage, request)
  return {
    rows: await rowsOf(visit, section, page.items),
    previous: page.previous ? `before=${writeCursor(page.previous)}` : undefined,
    next: page.next ? `after=${writeCursor(page.next)}` : undefined,
  }
}

async function rowsOf(
  visit: Visit,
  { site, subscription }: OwnSection,
  held: readonly { readonly entry: Entry; readonly touch?: Touch }[],
): Promise<readonly SectionRow[]> {
  const ids = held.map((one) => one.entry.id)
  const [pins, readable] = await Promise.all([
    pinnedOf(visit.farm.storage, { site: site.id, subscription: subscription.id }),
    readableEntries(visit, ids),
  ])
  const open = new Set(readable.map((one) => one.id))
  return held.map((one) => {
    const { entry, touch } = one
    return {
      entry,
      touch,
      title: shownHere({ ...one, values: {} }).entry.title,
      firstPin: pins[0]?.entry === entry.id,
      lastPin: pins.at(-1)?.entry === entry.id,
      readable: open.has(entry.id),
    }
  })
}
