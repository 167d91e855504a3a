import { afterAll, beforeAll } from 'vitest'
import type { Farm, OpenOptions } from '../../../farm/open-farm.ts'
import { type ServedFarm, serveFarm } from '../../../farm/server/serve-farm.ts'
import type { Submission } from '../../../pipeline/model/submission.ts'
import { demoFarm, person } from '../../farms.ts'
import { type DeskVisitor, deskVisitor } from './desk-visitor.ts'

/** A demo farm served over HTTP, and the few things a story at its desk begins with. */
export interface ServedDesk {
  readonly farm: Farm
  readonly port: number
  /** A browser nobody has signed in with. */
  visitor(): DeskVisitor
  /** A browser signed in as one of the demo's people. */
  become(login: string): Promise<DeskVisitor>
  /** Proposes a press sheet about Decize for the Nièvre, or a new version of one; answers its number. */
  propose(title: string, login?: string, entry?: number): Promise<number>
  state(entry: number): Promise<string | undefined>
  version(entry: number): Promise<number>
}

/** How the desk is served: by a clock of the tests where they hold one, and doing its jobs where it is to work. */
export interface Serving extends OpenOptions {
  readonly work?: boolean
}

/** Serves a demo farm to the tests it is called among; ask for it inside them. */
export function servedDesk({ work = false, ...options }: Serving = {}): () => ServedDesk {
  const open = demoFarm()
  let desk: ServedDesk | undefined
  let served: ServedFarm | undefined
  beforeAll(async () => {
    const farm = await open(options)
    served = await serveFarm(farm, { port: 0, built: new URL('../../../dist', import.meta.url).pathname, work })
    desk = deskOf(farm, served.port)
  })
  afterAll(() => served?.stop())
  return () => {
    if (!desk) throw new Error('the desk is served to tests only')
    return desk
  }
}

function deskOf(farm: Farm, port: number): ServedDesk {
  return {
    farm,
    port,
    visitor: () => deskVisitor(port),
    async become(login) {
      const visitor = deskVisitor(port)
      const answer = await visitor.post('desk', '/become', { person: login })
      if (answer.status !== 303) throw new Error(`nobody became ${login}: ${answer.status}`)
      return visitor
    },
    async propose(title, login = 'lea.bonnard', entry) {
      const [arrival] = await farm.submit([pressSheet(title, entry)], { actor: await person(farm, login) })
      if (!arrival?.entry) throw new Error(JSON.stringify(arrival?.problems))
      return arrival.entry
    },
    state: async (entry) => (await farm.ports.entries.get(entry))?.state,
    version: async (entry) => (await farm.ports.entries.get(entry))?.version ?? 0,
  }
}

function pressSheet(title: string, entry: number | undefined): Submission {
  return {
    ...{ serviceType: 'press-review', organisation: 'nievre', road: 'form', intent: 'propose', entry },
    raw: {
      ...{ title, source_name: 'Le Courrier du Morvan', source_date: '2026-11-02', rights: 'link' },
      ...{ summary: `${title}, en quelques lignes bien à nous.`, themes: ['employment'], territories: ['Decize'] },
    },
  }
}
