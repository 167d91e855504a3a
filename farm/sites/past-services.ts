import type { Subscription } from '../../pipeline/model/site.ts'
import { servicesChangedSince } from '../storage/deliveries/spans-store.ts'
import type { Storage } from '../storage/storage.ts'

/** The services of a site as they stood at an instant. */
export interface PastServices {
  readonly services: readonly Subscription[]
  /** When they changed since without that being kept, in milliseconds, oldest first: what stands above may then differ from what stood. */
  readonly untold: readonly number[]
}

/** Tells the services a site had at an instant: those before the first change since, where it kept them. */
export async function servicesThen(
  storage: Pick<Storage, 'read' | 'tables'>,
  asked: { readonly site: string; readonly at: number; readonly now: readonly Subscription[] },
): Promise<PastServices> {
  const changes = await servicesChangedSince(storage, { site: asked.site, since: asked.at })
  const told = changes.findIndex(({ was }) => was !== undefined)
  const untold = (told < 0 ? changes : changes.slice(0, told)).map(({ at }) => at)
  return { services: changes[told]?.was ?? asked.now, untold }
}
