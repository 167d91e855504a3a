import type { Declarations } from '../pipeline/model/declarations.ts'
import type { Knowledge } from '../pipeline/ports.ts'
import { indexSubscriptions } from '../pipeline/routing/subscription-index.ts'
import { organisationTree } from './organisations/tree.ts'
import { type SiteDirectory, siteDirectory } from './sites/site-directory.ts'
import { readConcepts } from './storage/concept-store.ts'
import { readNetwork } from './storage/network-store.ts'
import type { Storage } from './storage/storage.ts'
import { readGeography } from './storage/territory-store.ts'
import { buildGazetteer } from './territories/gazetteer.ts'
import { buildThesaurus } from './themes/thesaurus.ts'

/** What the farm keeps in memory: declarations, trees, sites and subscriptions, of one moment. */
export interface Memory extends Knowledge {
  readonly declarations: Declarations
  readonly sites: SiteDirectory
}

/** Which part of the memory a change concerns. */
export type MemoryPart = 'geography' | 'themes' | 'network'

/** The memory, read when first needed and again in the parts told to be forgotten. */
export interface MemoryKeeper {
  recall(): Promise<Memory>
  forget(...parts: readonly MemoryPart[]): void
}

/** Keeps the memory of a farm whose declarations are already understood. */
export function memoryKeeper(storage: Storage, declarations: Declarations, domain: string): MemoryKeeper {
  const read = {
    geography: async () => {
      const { territories, aliases } = await readGeography(storage)
      return buildGazetteer(territories, aliases)
    },
    themes: async () => buildThesaurus(await readConcepts(storage)),
    network: () => readNetwork(storage),
  }
  const kept: { [part in MemoryPart]?: ReturnType<(typeof read)[part]> } = {}
  let whole: Promise<Memory> | undefined

  async function remember(): Promise<Memory> {
    kept.geography ??= read.geography()
    kept.themes ??= read.themes()
    kept.network ??= read.network()
    const [gazetteer, thesaurus, network] = await Promise.all([kept.geography, kept.themes, kept.network])
    const organisations = organisationTree(network.organisations)
    const trees = { gazetteer, thesaurus, organisations }
    const sites = siteDirectory(network.sites, network.subscriptions, domain)
    const subscribed = network.subscriptions.flatMap((subscription) => {
      const site = sites.get(subscription.site)
      return site ? [{ subscription, site }] : []
    })
    const subscriptions = indexSubscriptions(subscribed, trees)
    return { ...trees, declarations, sites, subscriptions, serviceType: (id) => declarations.serviceTypes.get(id) }
  }

  return {
    recall: () => {
      whole ??= remember()
      return whole
    },
    forget(...parts) {
      for (const part of parts) delete kept[part]
      whole = undefined
    },
  }
}
