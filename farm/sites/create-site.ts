import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Site } from '../../pipeline/model/site.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import { allDone } from '../storage/all-done.ts'
import { putNetwork } from '../storage/network/network-store.ts'
import { checkServices, type ServiceDraft, SLUG } from './check-service.ts'
import type { SiteDirectory } from './site-directory.ts'
import type { SiteRoom } from './site-room.ts'

/** A site as someone asks for it. */
export interface SiteRequest {
  readonly actor: Actor
  readonly site: Site
  readonly services: readonly ServiceDraft[]
}

/** A site that answers already; its job brings it what was published before it. */
export interface CreatedSite {
  readonly site: Site
  /** Number of the job. */
  readonly job: number
}

/**
 * Creates a site with its services: it answers at its address at once, then receives the published entries its services ask for.
 * Problems: `not-allowed`; `required`, `bad-slug`, `reserved-slug`, `slug-taken`, `unknown-organisation`, those of `checkServices`.
 */
export async function createSite(room: SiteRoom, request: SiteRequest): Promise<Result<CreatedSite>> {
  const memory = await room.memory()
  const { actor, site, services } = request
  const allowed = may(actor, { action: 'create-site', organisation: site.organisation }, memory)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const problems = [...siteProblems(site, memory), ...checkServices(services, { site, knowledge: memory })]
  if (problems.length > 0) return fail(...problems)
  return ok({ site, job: await addSite(room, request) })
}

// Names of services every farm has, or is likely to give to a machine of its domain.
const RESERVED = new Set(
  'desk www api admin mail smtp imap ftp ns1 ns2 static assets cdn files auth login cas localhost health metrics'.split(
    ' ',
  ),
)

function siteProblems(site: Site, { sites, organisations }: Knowledge & { readonly sites: SiteDirectory }): Problem[] {
  const value = site.id
  const slug: Problem[] =
    value === ''
      ? [{ code: 'required', field: 'slug' }]
      : !SLUG.test(value) || value.length > 40
        ? [{ code: 'bad-slug', field: 'slug', params: { value } }]
        : RESERVED.has(value)
          ? [{ code: 'reserved-slug', field: 'slug', params: { value } }]
          : sites.get(value)
            ? [{ code: 'slug-taken', field: 'slug', params: { value } }]
            : []
  const name: Problem[] = site.name.trim() === '' ? [{ code: 'required', field: 'name' }] : []
  const organisation: Problem[] = organisations.get(site.organisation)
    ? []
    : [{ code: 'unknown-organisation', field: 'organisation', params: { value: site.organisation } }]
  return [...name, ...slug, ...organisation]
}

async function addSite(room: SiteRoom, { actor, site, services }: SiteRequest): Promise<number> {
  const { storage, ports } = room
  const [id = 0, job = 0, ...ids] = await ports.newIds(services.length + 2)
  const now = ports.now()
  const subscriptions = services.map(({ slug, label, mode, when, arrangement = null }, position) => ({
    ...{ id: ids[position] ?? 0, site: site.id, slug, label, mode, when, position, arrangement },
  }))
  const event = {
    ...{ id, at: now, kind: 'site-created', entry: null, site: site.id, person: personOf(actor) },
    ...{ batch: null, data: { name: site.name, services: services.map((one) => one.slug) } },
  }
  const asked = {
    ...{ about: `site ${site.id}`, subscriptions: subscriptions.map((one) => one.id) },
    ...{ touching: null, describe: false },
  }
  await room.addSite({ site, subscriptions }, (writer) =>
    allDone([
      putNetwork(storage, writer, { organisations: [], sites: [site], subscriptions, now }),
      writer.bulk(storage.tables.events, [event]),
      askReroute(storage.tables, writer, { ...asked, id: job, at: now }),
    ]),
  )
  return job
}
