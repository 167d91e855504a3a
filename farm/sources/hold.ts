import { ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { importBatch } from '../batches/import-batch.ts'
import type { ImportRequest } from '../batches/import-request.ts'
import { keepInput } from '../batches/kept-input.ts'
import type { Source } from '../storage/gateways/source-store.ts'
import type { Quarantine } from '../storage/tables/learnt.ts'
import { endPull, wellEnded } from './end-pull.ts'
import { forgetHeld } from './forget-held.ts'
import type { Gateway } from './gateway.ts'
import type { Look } from './look-at.ts'
import type { TakenIn, TakingIn } from './taking-in.ts'

/** What is held, and why. */
export interface Holding extends TakingIn {
  readonly request: ImportRequest
  readonly why: readonly Problem[]
  readonly look: Look
}

/**
 * Keeps what a source gave aside, with what applying it would do; its entries stay as they are. It is asked again at its pace: once it
 * gives what it used to, it is let go by itself.
 */
export async function hold(gateway: Gateway, source: Source, holding: Holding): Promise<Result<TakenIn>> {
  const { why, asks = null, movedTo } = holding
  const counts = await rehearsed(gateway, holding.request)
  const kept = await keep(gateway, source, { ...holding, counts, samples: holding.look.samples })
  const learnt = { ...source.learnt, asks }
  const well = await wellEnded(gateway, source, { learnt, movedTo })
  const problem = why[0] ?? { code: 'failure' }
  const changes = { ...well, quarantine: kept, lastStatus: `quarantined ${problem.code}` }
  await endPull(gateway, source, { ...holding, outcome: 'quarantined', problem, changes })
  await forgetHeld(gateway, source, kept.file)
  return ok({ kind: 'quarantined', why })
}

/** What is held of a source, its content kept among the farm's files where there is a place for it. */
export async function keep(
  { ports, files }: Gateway,
  source: Source,
  held: Omit<TakingIn, 'steps'> & Pick<Quarantine, 'why' | 'counts' | 'samples'>,
): Promise<Quarantine> {
  const { content, why, counts, samples, etag, lastModified } = held
  const bytes = 'bytes' in content ? content.bytes : undefined
  const file = bytes && files !== undefined ? await keepInput(files, bytes) : null
  const [mediaType, url] = 'bytes' in content ? [content.mediaType, content.baseUrl] : []
  // Since when: the reasons may change from one reading to the next, the person's waiting does not.
  const at = source.quarantine?.at ?? ports.now()
  return { at, why, file, mediaType: mediaType ?? null, url: url ?? source.url, etag, lastModified, counts, samples }
}

async function rehearsed(gateway: Gateway, request: ImportRequest): Promise<Quarantine['counts']> {
  const report = await importBatch(gateway, { ...request, dryRun: true })
  if (!report.ok) return null
  const { total, new: fresh, changed, same, refused, gone } = report.value
  return { total, new: fresh, changed, same, refused, gone }
}
