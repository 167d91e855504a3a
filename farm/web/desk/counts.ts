import { countClusters } from '../../duplicates/clusters-for.ts'
import { dutiesOf } from '../../organisations/duties.ts'
import { organisationsFor, sitesWhere } from '../../organisations/reach.ts'
import { countSiteDeliveries } from '../../storage/deliveries/site-deliveries.ts'
import { countClashing } from '../../storage/deliveries/touch-store.ts'
import { countDeskEntries } from '../../storage/entries/desk-store.ts'
import { countTroubled } from '../../storage/gateways/source-store.ts'
import { troubledWebhooks } from '../../storage/gateways/webhook-store.ts'
import type { Visit } from '../visit.ts'
import { deskPerson } from './person.ts'

/** What waits for this person; null where it is none of their business. */
export interface DeskCounts {
  /** Their own entries, returned to them. */
  readonly returned: number
  readonly proofRead: number | null
  readonly moderate: number | null
  readonly confirm: number | null
  /** Entries of their sites corrected where the site says something else. */
  readonly clashes: number | null
  /** Clusters of entries that look alike. */
  readonly duplicates: number | null
  /** Sources in trouble or in quarantine. */
  readonly sources: number | null
  /** Webhooks of partners in trouble. */
  readonly partners: number | null
}

/** Counts what waits for the person at the desk, in eight small statements. */
export async function deskCounts(visit: Visit): Promise<DeskCounts> {
  const person = deskPerson(visit)
  const { memory } = visit
  const { storage } = visit.farm
  const sites = confirmableSites(visit)
  const sourced = organisationsFor(person, 'manage-sources', memory)
  const waiting = async (step: 'proof-read' | 'moderate') => {
    const duties = dutiesOf(person, step, memory)
    if (duties.organisations.length === 0) return null
    return countDeskEntries(storage, { organisations: duties.organisations, waiting: duties })
  }
  const siteIds = sites.map((one) => one.id)
  const administered = organisationsFor(person, 'manage-organisation', memory)
  const [returned, proofRead, moderate, confirm, clashes, sources, partners, duplicates] = await Promise.all([
    countDeskEntries(storage, { organisations: [], author: person.id, reviews: ['changes-requested'] }),
    waiting('proof-read'),
    waiting('moderate'),
    sites.length === 0 ? null : countSiteDeliveries(storage, { sites: siteIds, state: 'pending' }),
    sites.length === 0 ? null : countClashing(storage, siteIds),
    sourced.length === 0 ? null : countTroubled(storage, sourced),
    administered.length === 0 ? null : troubledWebhooks(storage, administered),
    dutiesOf(person, 'moderate', memory).organisations.length === 0 ? null : countClusters(visit.farm, person),
  ])
  return {
    returned,
    proofRead,
    moderate,
    confirm,
    clashes,
    duplicates,
    sources,
    partners,
  }
}

/** Sites where the person says what shows. */
export function confirmableSites({ memory, actor }: Visit) {
  return sitesWhere(memory.sites.all(), { actor, action: 'confirm-delivery', house: memory })
}
