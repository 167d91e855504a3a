import type { Delivery, Span } from '../../pipeline/model/delivery.ts'
import type { Entry } from '../../pipeline/model/entry.ts'
import { may } from '../../pipeline/model/may.ts'
import { ok } from '../../pipeline/model/problem.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { type EntryDocument, entryDocument, entryUri } from '../lists/entry-document.ts'
import { listenerOf } from '../partners/listener.ts'
import { BLANK } from '../partners/webhooks.ts'
import { type Mark, markOf, whatToTell } from '../partners/what-to-tell.ts'
import { entrySpans } from '../storage/deliveries/spans-store.ts'
import { type Partner, partnersById } from '../storage/gateways/partner-store.ts'
import { messagesAbout, putMessages, type WebhookMessage } from '../storage/gateways/webhook-messages.ts'
import { type Notice, readNotices, strikeNotice } from '../storage/gateways/webhook-notices.ts'
import { listWebhooks, type Told, type Webhook } from '../storage/gateways/webhook-store.ts'
import type { JobKind, Workshop } from './job.ts'

const PAGE = 100

/** Works out, for every entry that moved, which webhooks are to be told what; killed anywhere, it is done again from what is left. */
export const noteMessages: JobKind = async ({ workshop, signal }) => {
  while (!signal.aborted) {
    const notices = await readNotices(workshop.storage, PAGE)
    if (notices.length === 0) break
    const told = await listeners(workshop)
    for (const notice of notices) {
      if (signal.aborted) break
      await tellOf(workshop, notice, told)
    }
  }
  return ok(undefined)
}

interface Listener {
  readonly webhook: Webhook
  readonly partner: Partner
}

async function listeners({ storage }: Workshop): Promise<readonly Listener[]> {
  const webhooks = await listWebhooks(storage)
  const partners = await partnersById(storage, [...new Set(webhooks.map((one) => one.partner))])
  return webhooks.flatMap((webhook) => {
    const partner = partners.get(webhook.partner)
    return partner && partner.revokedAt === null ? [{ webhook, partner }] : []
  })
}

async function tellOf(workshop: Workshop, notice: Notice, all: readonly Listener[]): Promise<void> {
  const { ports, storage } = workshop
  const knowledge = await ports.knowledge()
  const entry = await ports.entries.get(notice.entry)
  const [deliveries, spans, messages] = await Promise.all([
    ports.entries.deliveries([notice.entry]),
    entrySpans(storage, notice.entry),
    messagesAbout(storage, notice.entry),
  ])
  const about: About = { entry, deliveries, spans, messages, knowledge, now: workshop.now() }
  const drafts = entry ? all.flatMap((one) => draftFor(one, { ...about, entry })) : []
  const ids = drafts.length === 0 ? [] : await storage.newIds(drafts.length)
  const made: WebhookMessage[] = []
  for (const [i, draft] of drafts.entries()) made.push(await messageOf(workshop, { ...about, draft, id: ids[i] ?? 0 }))
  await storage.write(async (writer) => {
    // Moved again, or done by somebody else: nothing of this is written, and the next look begins afresh.
    if (await strikeNotice(storage.tables, writer, notice)) await putMessages(storage.tables, writer, made)
  })
}

interface About {
  readonly entry: Entry | undefined
  readonly deliveries: readonly Delivery[]
  readonly spans: readonly Span[]
  readonly messages: readonly WebhookMessage[]
  readonly knowledge: Knowledge
  readonly now: number
}

interface Draft extends Listener {
  readonly told: Told
  readonly mark: Mark
  /** Where it shows, of the sections this webhook follows. */
  readonly shown: readonly Delivery[]
  readonly last: WebhookMessage | undefined
}

function draftFor({ webhook, partner }: Listener, about: About & { readonly entry: Entry }): Draft[] {
  const { deliveries, messages, knowledge, entry } = about
  const follows = follower({ webhook, partner }, knowledge, entry.serviceType)
  const shown = deliveries.filter((one) => one.state === 'live' && follows(one.subscription))
  const mark = markOf(shown.map((one) => ({ ...one, touchedAt: touchedAt(one) })))
  const last = messages.findLast((one) => one.webhook === webhook.id)
  const known = last ? markIn(last) : markThen(about, webhook, follows)
  const told = whatToTell(known, mark)
  return told === null ? [] : [{ webhook, partner, told, mark, shown, last }]
}

function touchedAt({ touch }: Delivery): number {
  return touch && Object.keys(touch.fields).length > 0 ? touch.at : 0
}

type Follows = (subscription: number) => boolean

function follower({ webhook, partner }: Listener, knowledge: Knowledge, serviceType: string): Follows {
  const listener = listenerOf({ asks: webhook.asks, partner })
  return (subscription) => {
    const site = knowledge.subscriptions.get(subscription)?.site
    return site !== undefined && may(listener, { action: 'read-site', site, serviceType }, knowledge).yes
  }
}

// What the webhook was last told stands in the message itself.
function markIn({ body }: WebhookMessage): Mark {
  const version: unknown = Reflect.get(Object(body.data), 'version')
  return typeof version === 'string' ? version : null
}

// Nothing was told yet: what the sites showed when it was added counts as known, as its partner read it there.
function markThen({ deliveries, spans }: About, { createdAt }: Webhook, follows: Follows): Mark {
  const still = deliveries.filter((one) => one.state === 'live' && one.revisionSince <= createdAt)
  const then = spans.filter((one) => one.fromAt <= createdAt && one.untilAt > createdAt)
  return markOf([...still, ...then].filter((one) => follows(one.subscription)))
}

async function messageOf(
  { ports, settings }: Workshop,
  { draft, id, now, knowledge, entry }: About & { readonly draft: Draft; readonly id: number },
): Promise<WebhookMessage> {
  const { webhook, told, mark, shown, last } = draft
  const { domain } = settings
  // One clock may lag behind another: what is told later must be later.
  const createdAt = Math.max(now, (last?.createdAt ?? 0) + 1)
  const number = entry?.id ?? 0
  const asked = webhook.asks.kinds.includes(told)
  const content = asked && entry ? await contentOf({ ports, domain, knowledge }, entry, shown[0]) : null
  const shownOn = shown.flatMap(({ subscription: section }) => {
    const found = knowledge.subscriptions.get(section)
    return found ? [{ site: found.site.id, service: found.subscription.slug }] : []
  })
  const data = { entry: number, uri: entryUri(domain, number), version: mark, shownOn, content }
  const body = { type: `entry.${told}`, timestamp: new Date(createdAt).toISOString(), data }
  // What is not asked for is remembered all the same: the next change is told apart from it.
  const state = asked ? 'waiting' : 'silent'
  const about = { webhook: webhook.id, entry: number, kind: told, nextAt: createdAt, createdAt }
  return { ...BLANK, ...about, id, body, state }
}

interface Contents extends Pick<Workshop, 'ports'> {
  readonly domain: string
  readonly knowledge: Knowledge
}

async function contentOf(
  { ports, domain, knowledge }: Contents,
  entry: Entry,
  shown: Delivery | undefined,
): Promise<EntryDocument | null> {
  const section = shown && knowledge.subscriptions.get(shown.subscription)?.subscription
  const revision = shown && (await ports.entries.revision(shown.revision))
  if (!section || !revision) return null
  const listed = { entry, values: revision.values, ...(shown.touch ? { touch: shown.touch } : {}) }
  return entryDocument(listed, { section, knowledge, domain, language: 'fr' }) ?? null
}
