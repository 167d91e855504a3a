import { ok, type Problem, type Result } from '../../../../pipeline/model/problem.ts'
import {
  endWebhook,
  pauseWebhook,
  pingWebhook,
  renewSecret,
  repeatMessage,
  resumeWebhook,
} from '../../../partners/webhooks.ts'
import type { Webhook } from '../../../storage/webhook-store.ts'
import { redirectTo } from '../../desk-forms/sign-in-first.ts'
import type { Visit } from '../../visit.ts'

/** Does what a form of a webhook's page asks: the problems with it, or a redirect. */
export async function webhookPost(
  visit: Visit,
  { id, partner }: Webhook,
  request: Request,
): Promise<readonly Problem[] | Response> {
  if (request.method !== 'POST') return []
  const data = await request.formData()
  const wish = String(data.get('do') ?? '')
  const done = await perform(visit, { webhook: id, wish, message: Number(data.get('message')) })
  if (!done.ok) return done.problems
  const here = `/partners/${partner}`
  return redirectTo(visit.href(wish === 'remove' ? `${here}?done=1` : `${here}/webhooks/${id}?done=${wish}`))
}

function perform(
  { farm, actor }: Visit,
  { webhook, wish, message }: { readonly webhook: number; readonly wish: string; readonly message: number },
): Promise<Result<unknown>> {
  const asked = { webhook, actor }
  switch (wish) {
    case 'pause':
      return pauseWebhook(farm, asked)
    case 'resume':
      return resumeWebhook(farm, asked)
    case 'ping':
      return pingWebhook(farm, asked)
    case 'renew':
      return renewSecret(farm, asked)
    case 'remove':
      return endWebhook(farm, asked)
    case 'again':
      return repeatMessage(farm, { ...asked, message })
    default:
      return Promise.resolve(ok(undefined))
  }
}
