import { ok, type Problem, type Result } from '../../../../pipeline/model/problem.ts'
import type { WebhookWishes } from '../../../partners/check-webhook.ts'
import { giveKey, PER_MINUTE, revokeKey } from '../../../partners/keys.ts'
import { letGo } from '../../../partners/partners.ts'
import { createWebhook } from '../../../partners/webhooks.ts'
import { TOLD } from '../../../storage/gateways/webhook-store.ts'
import { redirectTo } from '../../desk-forms/sign-in-first.ts'
import type { Visit } from '../../visit.ts'

/** What came of a form on the page of a partner: a key to show once, or the problems with what was written. */
export interface PartnerPosted {
  readonly key?: string
  readonly problems: readonly Problem[]
  /** What was written, to be shown again. */
  readonly data?: FormData
}

/** Does what a form of a partner's page asks; a redirect where nothing is left to be said. */
export async function partnerPost(visit: Visit, partner: number, request: Request): Promise<PartnerPosted | Response> {
  if (request.method !== 'POST') return { problems: [] }
  const data = await request.formData()
  const wish = String(data.get('do') ?? '')
  if (wish === 'give-key') {
    const given = await giveKey(visit.farm, visit.actor, { partner, ...keyWishes(data) })
    return given.ok ? { key: given.value.text, problems: [] } : { problems: given.problems, data }
  }
  const done = await perform(visit, { partner, wish, data })
  if (!done.ok) return { problems: done.problems, data }
  return redirectTo(visit.href(`/partners/${partner}?done=1`))
}

async function perform(
  { farm, actor }: Visit,
  { partner, wish, data }: { readonly partner: number; readonly wish: string; readonly data: FormData },
): Promise<Result<unknown>> {
  if (wish === 'let-go') return letGo(farm, actor, partner)
  if (wish === 'revoke-key') return revokeKey(farm, actor, { partner, key: Number(data.get('key')) })
  if (wish !== 'add-webhook') return ok(undefined)
  return createWebhook(farm, { actor, partner, ...webhookWishes(data) })
}

/** What a form says of a webhook. */
export function webhookWishes(data: FormData): WebhookWishes {
  const kinds = TOLD.filter((one) => data.getAll('kinds').includes(one))
  const asks = { kinds, sites: texts(data, 'sites'), serviceTypes: texts(data, 'serviceTypes') }
  return { url: String(data.get('url') ?? ''), asks }
}

function keyWishes(data: FormData) {
  const scopes = [
    ...(data.has('read-public') ? ['read:public'] : []),
    ...['read:site', 'read:private', 'read:type', 'write:type'].flatMap((kind) =>
      texts(data, kind).map((one) => `${kind}:${one}`),
    ),
  ]
  const day = String(data.get('expires') ?? '')
  // A key is good to the end of its last day.
  const expiresAt = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T22:59:59Z`) : null
  return { scopes, perMinute: Number(data.get('perMinute') ?? PER_MINUTE), expiresAt }
}

function texts(data: FormData, name: string): readonly string[] {
  return data.getAll(name).filter((one) => typeof one === 'string')
}
