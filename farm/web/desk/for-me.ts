import type { Decision } from '../../../pipeline/ports.ts'
import { dutiesOf } from '../../organisations/duties.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import { type SiteDelivery, siteDeliveries } from '../../storage/deliveries/site-deliveries.ts'
import { clashingTouches, type TouchedEntry } from '../../storage/deliveries/touch-store.ts'
import { type DeskEntry, deskEntries } from '../../storage/entries/desk-store.ts'
import { listSources, type Source, troubleOf } from '../../storage/gateways/source-store.ts'
import type { Visit } from '../visit.ts'
import { type Appearance, appearancesOf } from './appearances.ts'
import { confirmableSites, type DeskCounts, deskCounts } from './counts.ts'
import { deskPerson } from './person.ts'

/** The start page of one person: what waits for them first, then what became of their own entries. */
export interface ForMe {
  readonly counts: DeskCounts
  /** Their entries returned to them, with the last word said of each. */
  readonly returned: readonly { readonly entry: DeskEntry['entry']; readonly decision: Decision | undefined }[]
  readonly proofRead: readonly DeskEntry[]
  readonly moderate: readonly DeskEntry[]
  readonly confirm: readonly SiteDelivery[]
  /** Entries of their sites corrected where the site says something else. */
  readonly clashes: readonly TouchedEntry[]
  /** Their own entries that others now look at. */
  readonly submitted: readonly DeskEntry[]
  readonly drafts: readonly DeskEntry[]
  readonly published: readonly {
    readonly entry: DeskEntry['entry']
    readonly sites: readonly Appearance[]
    readonly hidden: number
  }[]
  readonly troubled: readonly Source[]
  readonly mayWrite: boolean
}

const ROWS = 5

/** Reads the start page of the person at the desk. */
export async function readForMe(visit: Visit): Promise<ForMe> {
  const { id } = deskPerson(visit)
  const { storage } = visit.farm
  const own = (wanted: { reviews?: readonly string[]; states?: readonly string[] }) =>
    deskEntries(storage, { organisations: [], author: id, ...wanted, order: 'recent', limit: ROWS })
  const confirmable = confirmableSites(visit).map((one) => one.id)
  const [counts, returned, proofRead, moderate, confirm, clashes, submitted, drafts, published, troubled] =
    await Promise.all([
      deskCounts(visit),
      own({ reviews: ['changes-requested'] }),
      waiting(visit, 'proof-read'),
      waiting(visit, 'moderate'),
      siteDeliveries(storage, { sites: confirmable, state: 'pending', limit: ROWS }),
      clashingTouches(storage, { sites: confirmable, limit: ROWS }),
      own({ reviews: ['submitted', 'proofread'] }),
      own({ reviews: ['draft'] }),
      own({ states: ['published'], reviews: ['accepted'] }),
      troubledSources(visit),
    ])
  const mayWrite = organisationsFor(visit.actor, 'contribute', visit.memory).length > 0
  return {
    ...{ counts, proofRead, moderate, confirm, clashes, submitted, drafts, troubled, mayWrite },
    returned: await Promise.all(returned.map((one) => withLastWord(visit, one))),
    published: await withSites(visit, published),
  }
}

async function waiting({ actor, memory, farm }: Visit, step: 'proof-read' | 'moderate'): Promise<readonly DeskEntry[]> {
  const duties = dutiesOf(actor, step, memory)
  if (duties.organisations.length === 0) return []
  const request = { organisations: duties.organisations, waiting: duties, order: 'waiting', limit: ROWS } as const
  return deskEntries(farm.storage, request)
}

async function withLastWord({ farm }: Visit, { entry }: DeskEntry): Promise<ForMe['returned'][number]> {
  const decisions = await farm.ports.entries.decisions(entry.id)
  return { entry, decision: decisions.findLast((one) => one.verdict === 'return') }
}

async function withSites(visit: Visit, published: readonly DeskEntry[]): Promise<ForMe['published']> {
  const entries = published.map((one) => one.entry)
  const appearances = await appearancesOf(visit, entries)
  return entries.map((entry) => {
    const { shown = [], hidden = 0 } = appearances.get(entry.id) ?? {}
    const live = shown.filter((one) => one.state === 'live')
    return { entry, sites: [...new Map(live.map((one) => [one.site, one])).values()], hidden }
  })
}

async function troubledSources({ actor, memory, farm }: Visit): Promise<readonly Source[]> {
  const sourced = organisationsFor(actor, 'manage-sources', memory)
  if (sourced.length === 0) return []
  return (await listSources(farm.storage, sourced)).filter((one) => troubleOf(one) > 0)
}
