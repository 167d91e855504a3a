import { together } from './changes.ts'
import { FARM } from './model/actor.ts'
import type { Entry } from './model/entry.ts'
import { fail, ok, type Result } from './model/problem.ts'
import type { Ports } from './ports.ts'
import { publish } from './publish.ts'

/**
 * Lets a scheduled entry show once its day has come: what was accepted is published and routed, and a later revision still under
 * review keeps waiting. Problems: `unknown-entry`, `not-scheduled`, `too-early`, `unknown-service-type`, `stale-version`.
 */
export async function releaseScheduled(ports: Ports, id: number): Promise<Result<Entry>> {
  const entry = await ports.entries.get(id)
  if (!entry) return fail({ code: 'unknown-entry' })
  if (entry.state !== 'scheduled' || entry.liveRevision === null) return fail({ code: 'not-scheduled' })
  const now = ports.now()
  if (entry.validFrom !== null && entry.validFrom > now) return fail({ code: 'too-early' })
  const knowledge = await ports.knowledge()
  const serviceType = knowledge.serviceType(entry.serviceType)
  if (!serviceType) return fail({ code: 'unknown-service-type', params: { value: entry.serviceType } })
  const values = (await ports.entries.revision(entry.liveRevision))?.values ?? {}
  const current = await ports.entries.deliveries([id])
  const [event = 0] = await ports.newIds(1)
  const accepted = { ...entry, workingRevision: entry.liveRevision }
  const publication = { entry: accepted, values, serviceType, current, knowledge, actor: FARM, now, event }
  const { entry: live, changes } = publish(publication)
  const { workingRevision, review } = entry
  const released = { ...live, workingRevision, review, version: entry.version + 1 }
  const committed = await ports.commit(together([{ updated: [{ entry: released, expected: entry.version }] }, changes]))
  return committed.ok ? ok(released) : committed
}
