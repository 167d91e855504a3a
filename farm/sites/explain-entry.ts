import type { Entry } from '../../pipeline/model/entry.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Site, Subscription } from '../../pipeline/model/site.ts'
import { type Explanation, explain } from '../../pipeline/routing/explain.ts'
import { type Standing, standingOf } from '../../pipeline/routing/standing.ts'
import { routableOf } from '../../pipeline/terms.ts'
import { entrySpans } from '../storage/deliveries/spans-store.ts'
import { sectionHistories } from './holdings.ts'
import type { SiteRoom } from './site-room.ts'

/** When a section showed an entry, whatever its revision: instants in milliseconds, `until` null while it still does. */
export interface Shown {
  readonly from: number
  readonly until: number | null
}

/** Why an entry is, was, or is not in one section, and how near it is. */
export interface SectionExplained {
  readonly site: Site
  readonly subscription: Subscription
  readonly explanation: Explanation
  readonly standing: Standing
  readonly shown: readonly Shown[]
}

/** Explains an entry, whatever its state, in each section of the sites asked for (of all sites, when none): those it reaches first. Problems: `unknown-service-type`. */
export async function explainEntry(
  room: Pick<SiteRoom, 'ports' | 'storage' | 'memory'>,
  { entry, sites }: { readonly entry: Entry; readonly sites?: readonly Site[] | undefined },
): Promise<Result<readonly SectionExplained[]>> {
  const memory = await room.memory()
  const serviceType = memory.serviceType(entry.serviceType)
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: entry.serviceType } })
  const { entries, now } = room.ports
  const [revision, deliveries, spans] = await Promise.all([
    entries.revision(entry.liveRevision ?? entry.workingRevision),
    entries.deliveries([entry.id]),
    entrySpans(room.storage, entry.id),
  ])
  const routable = routableOf(serviceType, revision?.values ?? {}, { ...entry, now: now() })
  const about = { routable, state: entry.state, serviceType, trees: memory, deliveries }
  const histories = new Map(sectionHistories(deliveries, spans).map((one) => [one.subscription, one.showings]))
  const sections = (sites ?? memory.sites.all()).flatMap((site) =>
    memory.sites.subscriptions(site.id).map((subscription) => {
      const explanation = explain({ subscription, site }, about)
      const shown = periods(histories.get(subscription.id) ?? [])
      return { site, subscription, explanation, standing: standingOf(explanation), shown }
    }),
  )
  return ok(sections.sort((a, b) => RANK[a.standing] - RANK[b.standing]))
}

/** Sections an entry reaches come first, those it misses by one condition next. */
export const RANK: Readonly<Record<Standing, number>> = { reached: 0, near: 1, far: 2 }

// A correction moves a section from one revision to the next: for its readers the entry never left.
function periods(showings: readonly Shown[]): readonly Shown[] {
  const joined: { from: number; until: number | null }[] = []
  for (const { from, until } of showings) {
    const last = joined.at(-1)
    if (last && last.until !== null && from <= last.until) last.until = until
    else joined.push({ from, until })
  }
  return joined
}
