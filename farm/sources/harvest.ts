import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { readInput } from '../batches/kept-input.ts'
import { changeSource, readSource, type Source, takeSource } from '../storage/gateways/source-store.ts'
import { endPull, wellEnded } from './end-pull.ts'
import { failPull } from './fail-pull.ts'
import { forgetHeld } from './forget-held.ts'
import type { Gateway } from './gateway.ts'
import { learn } from './learn.ts'
import { nextHarvest } from './next-harvest.ts'
import { pullSource } from './pull-source.ts'
import { takeIn } from './take-in.ts'
import type { TakenIn } from './taking-in.ts'
import { followHub } from './websub.ts'

/** What one pull gave. */
export type HarvestOutcome =
  | TakenIn
  | { readonly kind: 'not-modified' }
  /** Its time has not come, or it is paused. */
  | { readonly kind: 'not-due' }

/** How to pull. */
export interface Harvesting {
  /** Pulls before its time, paused or not. */
  readonly force?: boolean | undefined
  /** A person has looked: what is held, else what it gives now, is applied whatever it looks like. */
  readonly accepted?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number) => void) | undefined
}

/**
 * Pulls a source and imports what it gives, as the farm itself. A failure (no answer, an error page, nothing readable) is counted and
 * retried ever later, three in a row put the source in trouble; what is no longer like what it used to give is held for a person.
 * Problems: those of `fetchSource` and of reading, `nothing-readable`, `unknown-source`, `already-harvesting`.
 */
export function harvestSource(
  gateway: Gateway,
  id: number,
  harvesting: Harvesting = {},
): Promise<Result<HarvestOutcome>> {
  const { force = false, accepted = false } = harvesting
  return whileTaken<HarvestOutcome>(gateway, id, {
    isDue: (source) => force || accepted || (source.state !== 'paused' && source.nextAt <= gateway.ports.now()),
    otherwise: { kind: 'not-due' },
    work: async (source) =>
      (accepted && (await applyHeld(gateway, source, harvesting))) || pull(gateway, source, harvesting),
  })
}

/** How one works at a source that nobody else may work at meanwhile. */
interface Taking<T> {
  isDue(source: Source): boolean
  readonly otherwise: T
  work(source: Source): Promise<Result<T>>
}

/** Works at a source as the only one. Problems: `unknown-source`, `already-harvesting`. */
export async function whileTaken<T>(gateway: Gateway, id: number, taking: Taking<T>): Promise<Result<T>> {
  const { ports, storage } = gateway
  const source = await readSource(storage, id)
  if (!source) return fail({ code: 'unknown-source' })
  const now = ports.now()
  if (!taking.isDue(source)) return ok(taking.otherwise)
  const taken = await takeSource(storage, id, now)
  if (!taken) return fail({ code: 'already-harvesting' })
  try {
    return await taking.work(source)
  } catch (error) {
    // A bug or a broken disk: the source must not stay marked as being harvested.
    const { everyMinutes, failures } = source
    await changeSource(storage, id, {
      lastStatus: 'failure',
      nextAt: nextHarvest({ now, everyMinutes, failures: failures + 1 }),
    })
    throw error
  }
}

async function pull(gateway: Gateway, source: Source, harvesting: Harvesting): Promise<Result<HarvestOutcome>> {
  const { signal, onProgress, accepted } = harvesting
  const pulled = await pullSource(gateway, source, signal)
  if (pulled.kind === 'failed') return failPull(gateway, source, pulled)
  if (pulled.kind === 'not-modified') return unchanged(gateway, source, pulled)
  const taken = await takeIn(gateway, source, { ...pulled, signal, onProgress, accepted })
  if (taken.ok && taken.value.kind === 'imported') await followHub(gateway, source, pulled.hub ?? null)
  return taken
}

type Unchanged = Extract<Awaited<ReturnType<typeof pullSource>>, { kind: 'not-modified' }>

// Whatever was held, it gives again what it gave when all was well.
async function unchanged(gateway: Gateway, source: Source, pulled: Unchanged): Promise<Result<HarvestOutcome>> {
  const { steps, movedTo, asks = null } = pulled
  const learnt = learn(source.learnt, { now: gateway.ports.now(), changed: false, asks })
  const well = await wellEnded(gateway, source, { learnt, movedTo })
  const moving = movedTo !== undefined && well.url === undefined
  const changes = { ...well, lastStatus: moving ? `moved ${movedTo}` : 'not-modified', quarantine: null }
  await endPull(gateway, source, { steps, outcome: 'not-modified', changes })
  await forgetHeld(gateway, source, null)
  await followHub(gateway, source, source.learnt.hub)
  return ok({ kind: 'not-modified' })
}

async function applyHeld(
  gateway: Gateway,
  source: Source,
  harvesting: Harvesting,
): Promise<Result<HarvestOutcome> | undefined> {
  const { quarantine: held } = source
  const bytes =
    held?.file && gateway.files !== undefined
      ? await readInput(gateway.files, held.file).catch(() => undefined)
      : undefined
  if (!held || !bytes) return undefined
  const { etag, lastModified, url, mediaType } = held
  const content = { bytes, baseUrl: url, mediaType: mediaType ?? undefined }
  return takeIn(gateway, source, { ...harvesting, content, whole: true, etag, lastModified, accepted: true, steps: [] })
}
