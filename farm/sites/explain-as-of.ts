import { and, desc, eq, lte } from 'drizzle-orm'
import type { Delivery } from '../../pipeline/model/delivery.ts'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { explain } from '../../pipeline/routing/explain.ts'
import { standingOf } from '../../pipeline/routing/standing.ts'
import { routableOf } from '../../pipeline/terms.ts'
import { entrySpans } from '../storage/deliveries/spans-store.ts'
import type { Storage } from '../storage/storage.ts'
import type { PastSite } from './as-of.ts'
import { RANK, type SectionExplained } from './explain-entry.ts'
import { sectionHistories } from './holdings.ts'
import type { SiteRoom } from './site-room.ts'

/**
 * Explains why an entry was, or was not, in each section of a site at an instant: with the revision its readers saw, or else the last
 * one written by then, and with the requests, themes and places of that moment, which the room is given. Problems: `unknown-service-type`.
 */
export async function explainAsOf(
  room: Pick<SiteRoom, 'ports' | 'storage' | 'memory'>,
  { entry, past, at }: { readonly entry: Entry; readonly past: PastSite; readonly at: number },
): Promise<Result<readonly SectionExplained[]>> {
  const trees = await room.memory()
  const serviceType = trees.serviceType(entry.serviceType)
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: entry.serviceType } })
  const [deliveries, spans] = await Promise.all([
    room.ports.entries.deliveries([entry.id]),
    entrySpans(room.storage, entry.id),
  ])
  const then = shownAt(sectionHistories(deliveries, spans), at)
  const values = await valuesThen(room.storage, { entry: entry.id, revision: [...then.values()][0]?.revision, at })
  const routable = routableOf(serviceType, values, { ...entry, now: at })
  const { site, services } = past
  const sections = services.map((subscription): SectionExplained => {
    const held = then.get(subscription.id)
    const delivered = deliveries.find((one) => one.subscription === subscription.id)
    const known = held && delivered ? [asLive(delivered)] : []
    const about = {
      routable,
      state: then.size > 0 ? 'published' : 'draft',
      serviceType,
      trees,
      deliveries: known,
    } as const
    const explanation = explain({ subscription, site }, about)
    const shown = held ? [{ from: held.from, until: held.until }] : []
    return { site, subscription, explanation, standing: held ? 'reached' : standingOf(explanation), shown }
  })
  return ok(sections.sort((a, b) => RANK[a.standing] - RANK[b.standing]))
}

function shownAt(histories: ReturnType<typeof sectionHistories>, at: number) {
  return new Map(
    histories.flatMap(({ subscription, showings }) => {
      const shown = showings.find(({ from, until }) => from <= at && (until === null || until > at))
      return shown ? [[subscription, shown] as const] : []
    }),
  )
}

function asLive(delivery: Delivery): Delivery {
  return { ...delivery, state: 'live' }
}

async function valuesThen(
  { read, tables: { revisions } }: Pick<Storage, 'read' | 'tables'>,
  { entry, revision, at }: { readonly entry: number; readonly revision: number | undefined; readonly at: number },
): Promise<Values> {
  const { id, createdAt, values } = revisions
  const which = revision === undefined ? and(eq(revisions.entry, entry), lte(createdAt, at)) : eq(id, revision)
  const [row] = await read.select({ values }).from(revisions).where(which).orderBy(desc(id)).limit(1)
  return row?.values ?? {}
}
