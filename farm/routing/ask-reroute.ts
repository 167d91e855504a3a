import { joinJob } from '../storage/jobs/job-store.ts'
import { writeMeta } from '../storage/network/network-store.ts'
import type { Writer } from '../storage/storage.ts'
import type { Tables } from '../storage/tables/tables.ts'
import type { Reached, RoutingAgain } from './reroute.ts'

/** Routing to be asked of a job, with the change that makes it necessary. */
export interface RerouteAsked extends RoutingAgain {
  /** What it is about: `site nievre`, `territories`; a job of the same matter that has not begun takes this in. */
  readonly about: string
  /** A number nothing else has. */
  readonly id: number
  readonly at: number
  /** The part of the memory the change is in, unless whoever writes it marks that too. */
  readonly part?: 'network' | 'geography' | 'themes'
}

/**
 * Asks for routing again within the transaction that changes the rules, so that neither is ever there without the other; answers the
 * number of the job. From then on a job at work under the former rules writes nothing more of what it decided by them.
 */
export async function askReroute(tables: Tables, writer: Writer, asked: RerouteAsked): Promise<number> {
  const { about, id, at, part, subscriptions, touching, describe } = asked
  if (part) await writeMeta({ tables }, writer, { key: `changed:${part}`, value: String(id) })
  return joinJob(tables, writer, {
    ...{ id, kind: 'reroute', key: `reroute ${about}`, runAt: at },
    payload: { subscriptions, touching, describe },
    join: (waiting, also) => ({ ...joined(readRouting(waiting), readRouting(also)) }),
  })
}

function joined(one: RoutingAgain, other: RoutingAgain): RoutingAgain {
  return {
    subscriptions: unionOf(one.subscriptions, other.subscriptions),
    touching: unionOf(one.touching, other.touching),
    describe: one.describe || other.describe,
  }
}

function unionOf<T>(some: readonly T[] | null, others: readonly T[] | null): readonly T[] | null {
  return some === null || others === null ? null : [...new Set([...some, ...others])]
}

type Payload = Readonly<Record<string, unknown>>

/** What a job is to route again, of its payload. */
export function readRouting({ subscriptions, touching, describe }: Payload): RoutingAgain {
  return {
    subscriptions: listOf(subscriptions, (one) => typeof one === 'number'),
    touching: listOf(touching, (one) => typeof one === 'string'),
    describe: describe === true,
  }
}

function listOf<T>(value: unknown, is: (one: unknown) => one is T): T[] | null {
  return Array.isArray(value) ? value.filter(is) : null
}

/** How far a job has come, of its payload; undefined where it has not begun. */
export function readReached({ before, walked, gained, lost }: Payload): Reached | undefined {
  if (typeof before !== 'number') return undefined
  return { before, walked: numberOf(walked), gained: numberOf(gained), lost: numberOf(lost) }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
