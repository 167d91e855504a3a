import type { Organisation } from '../../pipeline/model/organisation.ts'
import type { Site } from '../../pipeline/model/site.ts'
import { changesSince } from '../storage/knowledge/change-store.ts'
import type { Storage } from '../storage/storage.ts'

/** Sites and bodies that bore another name, look or address at an instant, as they stood then. */
export interface NetworkThen {
  readonly sites: ReadonlyMap<string, Site>
  readonly organisations: ReadonlyMap<string, Organisation>
}

/** What sites and bodies were at an instant, where they changed since: every change is undone. */
export async function networkThen(storage: Pick<Storage, 'read' | 'tables'>, at: number): Promise<NetworkThen> {
  const sites = new Map<string, Site>()
  const organisations = new Map<string, Organisation>()
  for await (const { data } of changesSince(storage, { kind: 'network-changed', since: at })) {
    if (!isNetworkBack(data.back)) continue
    for (const one of data.back.sites) sites.set(one.id, one)
    for (const one of data.back.organisations) organisations.set(one.id, one)
  }
  return { sites, organisations }
}

interface NetworkBack {
  readonly sites: readonly Site[]
  readonly organisations: readonly Organisation[]
}

// Only changes of the network write these events, in this shape.
function isNetworkBack(value: unknown): value is NetworkBack {
  return typeof value === 'object' && value !== null && 'sites' in value && 'organisations' in value
}
