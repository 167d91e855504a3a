import { parisDay } from '../../pipeline/model/paris.ts'
import { ok } from '../../pipeline/model/problem.ts'
import { forgetInputs } from '../batches/forget-inputs.ts'
import { purge } from '../storage/entries/purge-store.ts'
import { forgetOld } from '../storage/gateways/partner-use-store.ts'
import { forgetMessages } from '../storage/gateways/webhook-messages.ts'
import { forgetWaiting } from './forget-waiting.ts'
import type { JobKind } from './job.ts'

const DAY = 86_400_000

/** Forgets what is of no more use. */
export const purgeOld: JobKind = async ({ workshop }) => {
  const { storage, now } = workshop
  await purge(storage, now())
  // Answers to repeated requests for a day, what webhooks were told for a month, use of keys for a year.
  await forgetOld(storage, { answersBefore: now() - DAY, useBefore: parisDay(now() - 400 * DAY) })
  await forgetMessages(storage, now() - 30 * DAY)
  await forgetInputs(workshop, now())
  await forgetWaiting(workshop, now())
  return ok(undefined)
}
