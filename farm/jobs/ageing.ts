import { parisDay } from '../../pipeline/model/paris.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { isTimely } from '../../pipeline/routing/is-timely.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import { lastAsked } from '../storage/jobs/job-store.ts'
import type { Workshop } from './job.ts'

const ABOUT = 'ageing'
const DAY = 86_400_000

/** When the day has turned in Paris, asks for routing again where requests count days, and where a pact has ended; once a day. */
export async function planAgeing({ storage, ports, now }: Workshop): Promise<void> {
  const at = now()
  const last = await lastAsked(storage, `reroute ${ABOUT}`)
  if (last !== null && parisDay(last) === parisDay(at)) return
  const subscriptions = agedSections(await ports.knowledge(), at)
  if (subscriptions.length === 0) return
  const [id = 0] = await storage.newIds(1)
  const asked = { about: ABOUT, subscriptions, touching: null, describe: false, id, at }
  await storage.write((writer) => askReroute(storage.tables, writer, asked))
}

function agedSections({ subscriptions, pacts, organisations }: Knowledge, now: number): number[] {
  const over = pacts.all().filter(({ until }) => until !== null && until <= now && until > now - 3 * DAY)
  const granted = new Set(over.flatMap(({ grantee }) => [grantee, ...organisations.below(grantee)]))
  const counting = pacts.all().filter(({ scope }) => scope !== null && isTimely(scope))
  for (const { grantee } of counting) for (const id of [grantee, ...organisations.below(grantee)]) granted.add(id)
  return [...subscriptions.all()].flatMap(({ subscription, site }) =>
    isTimely(subscription.when) || granted.has(site.organisation) ? [subscription.id] : [],
  )
}
