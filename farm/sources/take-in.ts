import { ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { BatchReport } from '../batches/batch-report.ts'
import { importBatch } from '../batches/import-batch.ts'
import type { Source } from '../storage/gateways/source-store.ts'
import { endPull, wellEnded } from './end-pull.ts'
import { failPull } from './fail-pull.ts'
import { forgetHeld } from './forget-held.ts'
import type { Gateway } from './gateway.ts'
import { hold } from './hold.ts'
import { judgeShape } from './judge-shape.ts'
import { learn } from './learn.ts'
import type { Look } from './look-at.ts'
import { lookAtContent } from './look-at-content.ts'
import { sourceImport } from './source-import.ts'
import type { TakenIn, TakingIn } from './taking-in.ts'

/** Imports what a source gave, unless it has become something else than it was: then it is held, and nothing is applied. */
export async function takeIn(gateway: Gateway, source: Source, came: TakingIn): Promise<Result<TakenIn>> {
  const asked = await sourceImport(gateway, source, came)
  if (!asked.ok) return failPull(gateway, source, { ...came, problem: firstOf(asked.problems) })
  const look = await lookAtContent(gateway, asked.value)
  // What did not arrive is not gone, and is wanted again.
  const cut = look.ok && look.value.cut === true
  const taking = cut ? { ...came, whole: false } : came
  const request = cut ? { ...asked.value, goneAfter: undefined } : asked.value
  const judged = look.ok && !taking.accepted
  const why = judged ? judgeShape(source.learnt.shape, { look: look.value, whole: taking.whole }) : []
  if (look.ok && why.length > 0) return hold(gateway, source, { ...taking, request, why, look: look.value })
  const { onProgress, signal, movedTo } = taking
  const imported = await importBatch(gateway, { ...request, onProgress, signal })
  if (!imported.ok) return failPull(gateway, source, { ...taking, problem: firstOf(imported.problems) })
  const report = imported.value
  const { total, refused, batch } = report
  // Validators are kept only with what they vouch for: after a failure the whole answer is wanted again.
  if (total > 0 && refused === total) {
    return failPull(gateway, source, { ...taking, problem: { code: 'nothing-readable' }, batch })
  }
  await settle(gateway, source, { taking, report, look: look.ok ? look.value : undefined })
  return ok({ kind: 'imported', report, ...(movedTo === undefined ? {} : { movedTo }) })
}

function firstOf([problem = { code: 'failure' }]: readonly Problem[]): Problem {
  // Nobody chose a file here that could be chosen again.
  return problem.code === 'empty-file' ? { code: 'empty-answer' } : problem
}

async function settle(
  gateway: Gateway,
  source: Source,
  about: { readonly taking: TakingIn; readonly report: BatchReport; readonly look: Look | undefined },
): Promise<void> {
  const { taking, report, look } = about
  const { movedTo, asks = null, whole, accepted } = taking
  const before = accepted ? { ...source.learnt, shape: null } : source.learnt
  const changed = report.new + report.changed > 0
  const shape = whole ? look?.shape : undefined
  const learnt = learn(before, { now: gateway.ports.now(), changed, shape, asks, hub: taking.hub })
  const well = await wellEnded(gateway, source, { learnt, movedTo })
  const outcome = report.total === 0 ? 'empty' : 'imported'
  // What a hub brings has validators of its own, and says nothing of those of the feed.
  const kept = whole ? { etag: taking.etag, lastModified: taking.lastModified } : {}
  const settings = taking.settings === undefined ? {} : { settings: { ...source.settings, ...taking.settings } }
  const moving = movedTo !== undefined && well.url === undefined
  const lastStatus = moving ? `moved ${movedTo}` : outcome
  const changes = { ...well, ...kept, ...settings, lastStatus, quarantine: null }
  await endPull(gateway, source, { ...taking, outcome, batch: report.batch, changes })
  await forgetHeld(gateway, source, null)
}
