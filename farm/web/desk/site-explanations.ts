import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { Site } from '../../../pipeline/model/site.ts'
import { type Explanation, explain } from '../../../pipeline/routing/explain.ts'
import { routableOf } from '../../../pipeline/terms.ts'
import type { Visit } from '../visit.ts'
import type { Dossier } from './dossier.ts'
import { type Reason, reasonsOf } from './reasons.ts'

/** Why an entry is, or is not, in one service of a site. */
export interface ServiceExplanation {
  readonly service: string
  readonly shown: boolean
  readonly obstacle: Explanation['obstacle']
  readonly reasons: readonly Reason[]
}

/** Sites this person may read, by name: those an explanation may be asked for. */
export function explainableSites({ memory, actor }: Visit): readonly Site[] {
  return memory.sites
    .all()
    .filter((site) => may(actor, { action: 'read-site', site }, memory).yes)
    .sort((a, b) => a.name.localeCompare(b.name, 'fr'))
}

/** Explains an entry in every service of a site: those of its kind first, by its live revision when it has one. */
export async function explainOnSite(
  visit: Visit,
  { entry, serviceType, working }: Pick<Dossier, 'entry' | 'serviceType' | 'working'>,
  site: Site,
): Promise<readonly ServiceExplanation[]> {
  const { farm, memory, language } = visit
  const live = entry.liveRevision === null ? undefined : await farm.ports.entries.revision(entry.liveRevision)
  const routable = routableOf(serviceType, (live ?? working).values, { ...entry, now: farm.now() })
  const deliveries = await farm.ports.entries.deliveries([entry.id])
  const about = { routable, state: entry.state, serviceType, trees: memory, deliveries }
  return memory.subscriptions
    .ofSite(site.id)
    .map((subscription) => {
      const { shown, obstacle, finding } = explain({ subscription, site }, about)
      const reasons = reasonsOf(visit, finding)
      return { service: inLanguage(subscription.label, language), shown, obstacle, reasons }
    })
    .sort((a, b) => missing(a) - missing(b))
}

function missing({ reasons }: ServiceExplanation): number {
  return reasons.filter((one) => !one.held).length
}
