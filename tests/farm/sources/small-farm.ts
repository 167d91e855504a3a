import { fileURLToPath } from 'node:url'
import { readInstances } from '../../../farm/declarations/read-instances.ts'
import { organisationTree } from '../../../farm/organisations/tree.ts'
import { entryReader } from '../../../farm/storage/entries/entry-store.ts'
import type { Storage } from '../../../farm/storage/storage.ts'
import { commitChanges } from '../../../farm/storage/writing/commit.ts'
import type { Actor, Role } from '../../../pipeline/model/actor.ts'
import { declareAll } from '../../../pipeline/model/declarations.ts'
import type { Entry } from '../../../pipeline/model/entry.ts'
import type { Organisation } from '../../../pipeline/model/organisation.ts'
import { pactBook } from '../../../pipeline/model/pact.ts'
import type { Site, Subscription } from '../../../pipeline/model/site.ts'
import type { Knowledge, Ports } from '../../../pipeline/ports.ts'
import { indexSubscriptions } from '../../../pipeline/routing/subscription-index.ts'
import { context } from '../../pipeline/model/small-world.ts'

/** A farm of two bodies and one site that takes all news, whose clock a test moves. */
export interface SmallFarm {
  readonly storage: Storage
  readonly ports: Ports
  now(): number
  /** Moves the clock on, in minutes. */
  wait(minutes: number): void
  /** Every entry, oldest first. */
  entries(): Promise<readonly Entry[]>
}

/** Wires the pipeline to a database, with the shipped service types and the places and themes of the small world. */
export function smallFarm(storage: Storage): SmallFarm {
  let at = Date.UTC(2026, 10, 22, 9)
  const now = () => at
  const ports: Ports = {
    now,
    newIds: storage.newIds,
    knowledge: async () => KNOWLEDGE,
    entries: entryReader(storage),
    commit: (changes) => commitChanges(storage, changes),
  }
  return {
    storage,
    ports,
    now,
    wait(minutes) {
      at += minutes * 60_000
    },
    async entries() {
      const ids = await storage.read.select({ id: storage.tables.entries.id }).from(storage.tables.entries)
      const all = await ports.entries.many(ids.map(({ id }) => id))
      return all.toSorted((a, b) => a.id - b.id)
    },
  }
}

/** Someone with a role at the Nièvre body. */
export function person(role: Role, organisation = 'nievre'): Actor {
  return { kind: 'person', id: 7, login: role, name: role, memberships: [{ role, organisation }] }
}

function knowledge(): Knowledge {
  const instances = readInstances(fileURLToPath(new URL('../../../instances', import.meta.url)))
  const declared = instances.ok ? declareAll(instances.value.serviceTypes) : instances
  if (!declared.ok) throw new Error(JSON.stringify(declared.problems))
  const organisations = organisationTree([body('nievre'), body('yonne')])
  const { gazetteer, thesaurus } = context
  const trees = { gazetteer, thesaurus, organisations, pacts: pactBook([]) }
  const subscriptions = indexSubscriptions([{ site: SITE, subscription: NEWS }], trees)
  return { ...trees, subscriptions, serviceType: (id) => declared.value.serviceTypes.get(id) }
}

function body(id: string): Organisation {
  const identity = { accent: '#123456', initials: 'M' }
  return { id, parent: null, name: id, shortName: id, kind: 'departmental', territory: null, identity, policy: {} }
}

const SITE: Site = {
  id: 'nievre-emploi',
  name: 'Nièvre emploi',
  tagline: { fr: 'Un site' },
  kind: 'portal',
  visibility: 'public',
  organisation: 'nievre',
  hosts: [],
  languages: ['fr'],
  skin: {},
}

const NEWS: Subscription = {
  id: 1,
  site: SITE.id,
  slug: 'actualites',
  label: { fr: 'Actualités' },
  mode: 'automatic',
  when: { service_type: ['news'] },
  position: 0,
}

const KNOWLEDGE = knowledge()
