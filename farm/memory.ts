import { inArray } from 'drizzle-orm'
import type { Declarations } from '../pipeline/model/declarations.ts'
import { pactBook } from '../pipeline/model/pact.ts'
import type { Gazetteer } from '../pipeline/model/territory.ts'
import type { Knowledge } from '../pipeline/ports.ts'
import { indexSubscriptions } from '../pipeline/routing/subscription-index.ts'
import { organisationTree } from './organisations/tree.ts'
import { type SiteDirectory, siteDirectory } from './sites/site-directory.ts'
import { allDone } from './storage/all-done.ts'
import { readConcepts } from './storage/knowledge/concept-store.ts'
import { readChanges } from './storage/knowledge/territory-change-store.ts'
import { readGeography } from './storage/knowledge/territory-store.ts'
import { readVocabularies } from './storage/knowledge/vocabulary-store.ts'
import { exchangeMeta, type NewSite, readNetwork, withSite, writeMeta } from './storage/network/network-store.ts'
import type { Storage, Writer } from './storage/storage.ts'
import { stampOf } from './storage/writing/put-routed.ts'
import { buildGazetteer } from './territories/gazetteer.ts'
import { readPointBook } from './territories/read-point-book.ts'
import { buildThesaurus } from './themes/thesaurus.ts'

/** What the farm keeps in memory: declarations, trees, sites and subscriptions, of one moment. */
export interface Memory extends Knowledge {
  readonly declarations: Declarations
  readonly sites: SiteDirectory
}

/** Which part of the memory a change concerns. */
export type MemoryPart = 'geography' | 'themes' | 'network'

/** The memory, read when first needed and again in the parts that changed. */
export interface MemoryKeeper {
  recall(): Promise<Memory>
  /** Notes, here and for the other processes, that these parts changed. */
  changed(...parts: readonly MemoryPart[]): Promise<void>
  /**
   * Adds a site, which `write` writes: the other processes will read the network again, this one knows what it gained
   * unless someone else changed it meanwhile.
   */
  addSite(added: NewSite, write: (writer: Writer) => Promise<void>): Promise<void>
  /** Another process committed something: the next recall asks which parts it changed. */
  suspect(): void
}

const PARTS: readonly MemoryPart[] = ['geography', 'themes', 'network']

/** What is remembered: where it is read, and what is known of it already. */
export interface MemoryRoom {
  readonly storage: Storage
  readonly declarations: Declarations
  readonly domain: string
  /** The geography as it stands there, read by someone else: asked again only once it changed. */
  readonly geography?: Gazetteer | undefined
}

/** Keeps the memory of a farm whose declarations are already understood. */
export function memoryKeeper({ storage, declarations, domain, geography }: MemoryRoom): MemoryKeeper {
  const read = {
    geography: async () => {
      const [{ territories, aliases }, points, changes] = await Promise.all([
        readGeography(storage),
        readPointBook(storage),
        readChanges(storage),
      ])
      return buildGazetteer(territories, aliases, { points, changes: changes.toReversed() })
    },
    themes: async () => {
      const [concepts, about] = await Promise.all([readConcepts(storage), readVocabularies(storage)])
      return buildThesaurus(concepts, about)
    },
    network: () => readNetwork(storage),
  }
  const kept: { [part in MemoryPart]?: ReturnType<(typeof read)[part]> } = {}
  if (geography) kept.geography = Promise.resolve(geography)
  let whole: Promise<Memory> | undefined

  async function remember(): Promise<Memory> {
    const stamp = stampOf(stamps ?? new Map())
    kept.geography ??= read.geography()
    kept.themes ??= read.themes()
    kept.network ??= read.network()
    const [gazetteer, thesaurus, network] = await Promise.all([kept.geography, kept.themes, kept.network])
    const organisations = organisationTree(network.organisations)
    const trees = { gazetteer, thesaurus, organisations, pacts: pactBook(network.pacts) }
    const sites = siteDirectory(network.sites, network.subscriptions, domain)
    const subscribed = network.subscriptions.flatMap((subscription) => {
      const site = sites.get(subscription.site)
      return site ? [{ subscription, site }] : []
    })
    const subscriptions = indexSubscriptions(subscribed, trees)
    return {
      ...trees,
      declarations,
      sites,
      subscriptions,
      stamp,
      serviceType: (id) => declarations.serviceTypes.get(id),
    }
  }

  let stamps: ReadonlyMap<MemoryPart, string> | undefined
  let suspected = true
  let asking: Promise<void> | undefined

  // One question for all who wait: none of them may go on with what is being found out of date.
  function ask(): Promise<void> {
    if (asking) return asking
    suspected = false
    asking = forgetChanged().finally(() => {
      asking = undefined
    })
    return asking
  }

  async function forgetChanged(): Promise<void> {
    const before = stamps
    stamps = await readStamps(storage)
    for (const part of PARTS) if (before && before.get(part) !== stamps.get(part)) forget(part)
  }

  function forget(part: MemoryPart): void {
    delete kept[part]
    whole = undefined
  }

  return {
    async recall() {
      try {
        while (suspected || asking) await ask()
        whole ??= remember()
        return await whole
      } catch (error) {
        // A database that was away for a moment must not be remembered as such.
        suspected = true
        for (const part of PARTS) forget(part)
        throw error
      }
    },
    async changed(...parts) {
      const [stamp] = await storage.newIds(1)
      await storage.write(async (writer) => {
        for (const part of parts) await writeMeta(storage, writer, { key: `changed:${part}`, value: String(stamp) })
      })
      await forgetChanged()
    },
    async addSite(added, write) {
      const [stamp] = await storage.newIds(1)
      const value = String(stamp)
      const was = stamps?.get('network') ?? ''
      const reading = kept.network
      const network = await reading
      const alone = await storage.write(async (writer) => {
        const exchanging = exchangeMeta(storage, writer, { key: 'changed:network', value, was })
        await allDone([write(writer), exchanging])
        return exchanging
      })
      if (!alone || !network || kept.network !== reading || stamps?.get('network') !== was) return forgetChanged()
      forget('network')
      kept.network = Promise.resolve(withSite(network, added))
      stamps = new Map([...stamps, ['network', value]])
    },
    suspect() {
      suspected = true
    },
  }
}

async function readStamps(storage: Storage): Promise<ReadonlyMap<MemoryPart, string>> {
  const { meta } = storage.tables
  const keys = PARTS.map((part) => `changed:${part}`)
  const rows = await storage.read.select().from(meta).where(inArray(meta.key, keys))
  return new Map(PARTS.map((part) => [part, rows.find((row) => row.key === `changed:${part}`)?.value ?? '']))
}
