import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { confirm } from '../pipeline/confirm.ts'
import { decide, foresee } from '../pipeline/decide.ts'
import { declareAll } from '../pipeline/model/declarations.ts'
import { ok, type Result } from '../pipeline/model/problem.ts'
import type { Gazetteer } from '../pipeline/model/territory.ts'
import type { Ports } from '../pipeline/ports.ts'
import { submit } from '../pipeline/submit.ts'
import { trash, withdraw } from '../pipeline/withdraw.ts'
import { createEpochs, type MovableEpochs } from './cache/epochs.ts'
import { movedSites } from './cache/moved-sites.ts'
import { loadNetwork } from './declarations/load-network.ts'
import { type InstanceFiles, readInstances } from './declarations/read-instances.ts'
import { putPeople } from './identity/declared-people.ts'
import { type Memory, type MemoryKeeper, type MemoryPart, memoryKeeper } from './memory.ts'
import { askReroute } from './routing/ask-reroute.ts'
import type { Settings } from './settings.ts'
import { countEntries } from './storage/entries/concerned-entries.ts'
import { entryReader } from './storage/entries/entry-store.ts'
import { markNamesKept } from './storage/network/names-kept.ts'
import { readMeta, writeMeta } from './storage/network/network-store.ts'
import { type PeopleReader, peopleReader } from './storage/network/people-reader.ts'
import { openStorage } from './storage/openers/open-storage.ts'
import type { Storage } from './storage/storage.ts'
import { commitChanges } from './storage/writing/commit.ts'
import { loadPoints } from './territories/load-points.ts'
import { type AlsoWrite, loadTerritories } from './territories/load-territories.ts'
import { loadVocabularies } from './themes/load-vocabularies.ts'

/** An open farm: its ports wired to its database, and the verbs of the pipeline bound to them. */
export interface Farm {
  readonly settings: Settings
  readonly storage: Storage
  readonly ports: Ports
  /** Declarations, trees, sites and subscriptions in memory. */
  memory(): Promise<Memory>
  /** Says that a part of the memory was changed, here and to the other processes. */
  changed(...parts: readonly MemoryPart[]): Promise<void>
  /** Adds a site, which `write` writes, here and for the other processes. */
  readonly addSite: MemoryKeeper['addSite']
  readonly epochs: MovableEpochs
  /** The demo network is loaded and anyone may become its people. */
  demo(): Promise<boolean>
  /** Loads the organisations, sites and people the instances declare; `demo` marks the farm as a demonstration. */
  loadNetwork(mode: 'demo' | 'farm'): Promise<Result<void>>
  readonly people: PeopleReader
  /** Folder of the files entries carry. */
  readonly files: string
  now(): number
  submit: Bound<typeof submit>
  decide: Bound<typeof decide>
  foresee: Bound<typeof foresee>
  withdraw: Bound<typeof withdraw>
  trash: Bound<typeof trash>
  confirm: Bound<typeof confirm>
  close(): Promise<void>
}

type Bound<F> = F extends (ports: Ports, ...rest: infer Rest) => infer Answer ? (...rest: Rest) => Answer : never

/** How a farm may be opened otherwise than by its settings: tests hold the clock. */
export interface OpenOptions {
  readonly now?: () => number
  /** The geography of a farm of the same content that is open already: 35,000 places are not read once more. */
  readonly geography?: Gazetteer | undefined
}

/**
 * Opens the farm: database with its migrations, geography, declarations. A bad declaration is answered as problems that
 * name file and place, before anything changed. The only place that wires ports to stores.
 */
export async function openFarm(settings: Settings, options: OpenOptions = {}): Promise<Result<Farm>> {
  const files = readInstances(settings.instances)
  if (!files.ok) return files
  const declarations = declareAll(files.value.serviceTypes)
  if (!declarations.ok) return declarations
  const now = options.now ?? Date.now
  mkdirSync(settings.data, { recursive: true })
  const storage = await openStorage({ data: settings.data, url: settings.databaseUrl })
  const loaded = await loadDeclared(storage, files.value, now())
  if (!loaded.ok) {
    await storage.close()
    return loaded
  }
  const keeper = memoryKeeper({
    storage,
    declarations: declarations.value,
    domain: settings.domain,
    geography: options.geography,
  })
  const farm = wire({ settings, storage, keeper, now, files: files.value })
  if (loaded.value === 'edited') await followEdits(farm, files.value.digest)
  return ok(farm)
}

// What the folder now asks for holds for what is already published, and for the nodes that are running.
async function followEdits(farm: Farm, digest: string): Promise<void> {
  await farm.changed('themes', 'network')
  const { storage, now } = farm
  const count = await countEntries(storage)
  const [id = 0] = await storage.newIds(1)
  await storage.write(async (writer) => {
    const asked = { about: 'everything', subscriptions: null, touching: null, describe: true }
    if (count > 0) await askReroute(storage.tables, writer, { ...asked, id, at: now() })
    // Last: a start cut short before here does it all again.
    await writeMeta(storage, writer, { key: 'instances', value: digest })
  })
}

// An edited folder is read again at the next start; its network only where it was wanted in the first place.
async function loadDeclared(storage: Storage, files: InstanceFiles, now: number): Promise<Result<'same' | 'edited'>> {
  const known = await readMeta(storage, 'instances')
  await markNamesKept(storage, { now, fresh: known === null })
  await loadTerritories(storage, { also: followVintage(storage, now), now })
  await loadPoints(storage)
  if (known === files.digest) return ok('same')
  const vocabularies = await loadVocabularies(storage, files.vocabularies, now)
  if (!vocabularies.ok) return vocabularies
  if ((await readMeta(storage, 'mode')) !== null) {
    const network = await putDeclaredNetwork(storage, files, now)
    if (!network.ok) return network
  }
  return ok('edited')
}

async function putDeclaredNetwork(storage: Storage, files: InstanceFiles, now: number): Promise<Result<void>> {
  const people = await loadNetwork(storage, files, now)
  if (!people.ok) return people
  await putPeople(storage, people.value, now)
  return ok(undefined)
}

// Only what a new vintage touches is looked at again, once there are workers to do it.
function followVintage({ tables }: Storage, at: number): AlsoWrite {
  return async (writer, { touching, id }) => {
    const asked = { about: 'territories', subscriptions: null, touching, describe: true, part: 'geography' } as const
    await askReroute(tables, writer, { ...asked, id, at })
  }
}

interface Wiring {
  readonly settings: Settings
  readonly storage: Storage
  readonly keeper: MemoryKeeper
  readonly now: () => number
  readonly files: InstanceFiles
}

function wire({ settings, storage, keeper, now, files }: Wiring): Farm {
  const moved = movedSites(storage, { hub: settings.hub, now })
  const epochs = moved.watch(createEpochs({ refresh: foreignWatch(storage, keeper) }))
  const ports: Ports = {
    now,
    newIds: storage.newIds,
    knowledge: () => {
      epochs.refresh()
      return keeper.recall()
    },
    entries: entryReader(storage),
    async commit(changes) {
      const committed = await commitChanges(storage, changes)
      if (committed.ok) for (const site of committed.value) epochs.bump(`site:${site}`)
      return committed
    },
  }
  let closing: Promise<void> | undefined
  return {
    settings,
    storage,
    ports,
    epochs,
    now,
    files: join(settings.data, 'files'),
    memory: () => {
      epochs.refresh()
      return keeper.recall()
    },
    async addSite(added, write) {
      await keeper.addSite(added, write)
      epochs.bumpAll()
    },
    async changed(...parts) {
      await keeper.changed(...parts)
      epochs.bumpAll()
      // Feeds say the names of themes and places, wherever they are followed.
      if (settings.hub !== undefined && parts.some((part) => part !== 'network'))
        moved.note((await keeper.recall()).sites.all().map(({ id }) => id))
    },
    demo: async () => (await readMeta(storage, 'mode')) === 'demo',
    async loadNetwork(mode) {
      const loaded = await putDeclaredNetwork(storage, files, now())
      if (!loaded.ok) return loaded
      await storage.write((writer) => writeMeta(storage, writer, { key: 'mode', value: mode }))
      await keeper.changed('network')
      epochs.bumpAll()
      return loaded
    },
    people: peopleReader(storage),
    submit: (...rest) => submit(ports, ...rest),
    decide: (...rest) => decide(ports, ...rest),
    foresee: (...rest) => foresee(ports, ...rest),
    withdraw: (...rest) => withdraw(ports, ...rest),
    trash: (...rest) => trash(ports, ...rest),
    confirm: (...rest) => confirm(ports, ...rest),
    close: () => {
      closing ??= moved.settle().then(() => storage.close())
      return closing
    },
  }
}

// Another process committed: its pages are unknown here, so all are stale, and the network may have changed.
function foreignWatch(storage: Storage, keeper: MemoryKeeper): (epochs: MovableEpochs) => void {
  let seen = storage.foreignChanges()
  return (epochs) => {
    const current = storage.foreignChanges()
    if (current === seen) return
    seen = current
    keeper.suspect()
    epochs.bumpAll()
  }
}
