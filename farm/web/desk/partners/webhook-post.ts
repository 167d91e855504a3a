import { ok, type Problem, type Result } from '../../../../pipeline/model/problem.ts'
import {
  endFormerSecret,
  endWebhook,
  pauseWebhook,
  pingWebhook,
  renewSecret,
  repeatMessage,
  resumeWebhook,
  updateWebhook,
} from '../../../partners/webhooks.ts'
import type { Webhook } from '../../../storage/gateways/webhook-store.ts'
import { redirectTo } from '../../desk-forms/sign-in-first.ts'
import type { Visit } from '../../visit.ts'
import { webhookWishes } from './partner-post.ts'

/** What came of a form of a webhook's page: the problems with it, and what was written where it is to be shown again. */
export interface WebhookPosted {
  readonly problems: readonly Problem[]
  readonly data?: FormData
}

/** Does what a form of a webhook's page asks: the problems with it, or a redirect. */
export async function webhookPost(
  visit: Visit,
  { id, partner }: Webhook,
  request: Request,
): Promise<WebhookPosted | Response> {
  if (request.method !== 'POST') return { problems: [] }
  const data = await request.formData()
  const wish = String(data.get('do') ?? '')
  const done = await perform(visit, { webhook: id, wish, data })
  if (!done.ok) return { problems: done.problems, ...(wish === 'change' ? { data } : {}) }
  const here = `/partners/${partner}`
  return redirectTo(visit.href(wish === 'remove' ? `${here}?done=1` : `${here}/webhooks/${id}?done=${wish}`))
}

function perform(
  { farm, actor }: Visit,
  { webhook, wish, data }: { readonly webhook: number; readonly wish: string; readonly data: FormData },
): Promise<Result<unknown>> {
  const asked = { webhook, actor }
  switch (wish) {
    case 'pause':
      return pauseWebhook(farm, asked)
    case 'resume':
      return resumeWebhook(farm, asked)
    case 'ping':
      return pingWebhook(farm, asked)
    case 'change':
      return updateWebhook(farm, { ...asked, ...webhookWishes(data) })
    case 'end-former':
      return endFormerSecret(farm, asked)
    case 'renew':
      return renewSecret(farm, asked)
    case 'remove':
      return endWebhook(farm, asked)
    case 'again':
      return repeatMessage(farm, { ...asked, message: Number(data.get('message')) })
    default:
      return Promise.resolve(ok(undefined))
  }
}
