import { and, asc, desc, eq, gt, inArray, lt, lte, ne, sql } from 'drizzle-orm'
import { known } from '../entry-rows.ts'
import type { Storage, Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'
import { isMessage } from './webhook-notices.ts'
import type { Told } from './webhook-store.ts'

const STATES = ['waiting', 'delivered', 'given-up', 'replaced', 'silent'] as const

/** One message to one webhook, with its last answer. Instants in milliseconds. */
export interface WebhookMessage {
  readonly id: number
  readonly webhook: number
  readonly entry: number | null
  readonly kind: Told | 'ping'
  /** What is sent, as it is sent. */
  readonly body: Readonly<Record<string, unknown>>
  /** `replaced`: never sent, because the entry was withdrawn meanwhile; `silent`: not asked for, and only remembered. */
  readonly state: (typeof STATES)[number]
  readonly attempts: number
  readonly nextAt: number
  readonly createdAt: number
  readonly lastAt: number | null
  /** HTTP status of the last answer; null where none came. */
  readonly status: number | null
  /** The last answer in short, or why none came. */
  readonly answer: string | null
}

type Reading = Pick<Storage, 'read' | 'tables'>
type Writing = Pick<Storage, 'write' | 'tables'>

/** One message. */
export async function readMessage({ read, tables }: Reading, id: number): Promise<WebhookMessage | undefined> {
  const [row] = await read.select().from(tables.webhookMessages).where(eq(tables.webhookMessages.id, id))
  return row && row.id > 0 ? messageOf(row) : undefined
}

/** Messages of a webhook, the latest first; `before` is the number of the last one already seen. */
export async function listMessages(
  { read, tables }: Reading,
  asked: { readonly webhook: number; readonly before?: number | undefined; readonly limit: number },
): Promise<readonly WebhookMessage[]> {
  const { webhookMessages } = tables
  const rows = await read
    .select()
    .from(webhookMessages)
    .where(
      and(
        eq(webhookMessages.webhook, asked.webhook),
        ne(webhookMessages.state, 'silent'),
        asked.before === undefined ? undefined : lt(webhookMessages.id, asked.before),
      ),
    )
    .orderBy(desc(webhookMessages.id))
    .limit(asked.limit)
  return rows.map(messageOf)
}

/** Messages of a webhook whose time has come: of each entry the oldest waiting one only, so that they arrive in order. */
export async function dueMessages(
  { read, tables: { webhookMessages } }: Reading,
  asked: { readonly webhook: number; readonly now: number },
): Promise<readonly WebhookMessage[]> {
  const rows = await read
    .select()
    .from(webhookMessages)
    .where(
      and(
        eq(webhookMessages.webhook, asked.webhook),
        eq(webhookMessages.state, 'waiting'),
        lte(webhookMessages.nextAt, asked.now),
        isFirst,
      ),
    )
    .orderBy(asc(webhookMessages.createdAt), asc(webhookMessages.id))
    .limit(PAGE)
  return rows.map(messageOf)
}

const PAGE = 100

// Nothing about the same entry waits before it, nor did the entry move since without anybody having looked: it may be gone.
const isFirst = sql`not exists (select 1 from webhook_messages b where b.webhook = webhook_messages.webhook
  and b.entry = webhook_messages.entry and b.state = 'waiting'
  and (b.created_at, b.id) < (webhook_messages.created_at, webhook_messages.id))
  and not exists (select 1 from webhook_messages n where n.id = -webhook_messages.entry)`

/** Webhooks with a message whose time has come. */
export async function webhooksDue({ read, tables }: Reading, now: number): Promise<readonly number[]> {
  const { webhookMessages, webhooks } = tables
  const rows = await read
    .selectDistinct({ id: webhookMessages.webhook })
    .from(webhookMessages)
    .innerJoin(webhooks, eq(webhooks.id, webhookMessages.webhook))
    .where(
      and(
        eq(webhookMessages.state, 'waiting'),
        lte(webhookMessages.nextAt, now),
        isFirst,
        inArray(webhooks.state, ['active', 'troubled']),
      ),
    )
  return rows.map((row) => row.id)
}

/** Every message about an entry, oldest first. */
export async function messagesAbout({ read, tables }: Reading, entry: number): Promise<readonly WebhookMessage[]> {
  const { webhookMessages } = tables
  const rows = await read
    .select()
    .from(webhookMessages)
    .where(and(eq(webhookMessages.entry, entry), isMessage(tables)))
    .orderBy(asc(webhookMessages.createdAt), asc(webhookMessages.id))
  return rows.map(messageOf)
}

/** Adds messages; one of a withdrawal takes the place of what still waits about its entry, and the content of what was said before goes. */
export async function putMessages(
  { webhookMessages }: Tables,
  { db, bulk }: Writer,
  messages: readonly WebhookMessage[],
): Promise<void> {
  for (const { webhook, entry, kind } of messages) {
    if (kind !== 'withdrawn' || entry === null) continue
    const about = and(eq(webhookMessages.webhook, webhook), eq(webhookMessages.entry, entry))
    const state = sql`case when ${webhookMessages.state} = 'waiting' then 'replaced' else ${webhookMessages.state} end`
    // What was taken back must not leave any more, nor stay here.
    await db.update(webhookMessages).set({ state, body: {} }).where(about)
  }
  await bulk(webhookMessages, messages.map(rowOf))
}

/** Notes what came of a message that waited; one that was replaced meanwhile stays so, whatever came of it. */
export async function settleMessage(
  { write, tables: { webhookMessages } }: Writing,
  id: number,
  set: Partial<Pick<WebhookMessage, 'state' | 'attempts' | 'nextAt' | 'lastAt' | 'status' | 'answer'>>,
): Promise<void> {
  await write(async ({ db }) => {
    await db
      .update(webhookMessages)
      .set(set)
      .where(and(eq(webhookMessages.id, id), eq(webhookMessages.state, 'waiting')))
  })
}

/** Lets every message of a webhook that is due wait until an instant: nobody is there. */
export async function postponeMessages(
  { write, tables: { webhookMessages } }: Writing,
  webhook: number,
  until: number,
): Promise<void> {
  const due = and(
    ...[eq(webhookMessages.webhook, webhook), eq(webhookMessages.state, 'waiting')],
    lt(webhookMessages.nextAt, until),
  )
  await write(async ({ db }) => void (await db.update(webhookMessages).set({ nextAt: until }).where(due)))
}

/** Has every message of a webhook that waits tried now: somebody is there again. */
export async function hastenMessages(
  { write, tables: { webhookMessages } }: Writing,
  webhook: number,
  now: number,
): Promise<void> {
  const late = and(
    ...[eq(webhookMessages.webhook, webhook), eq(webhookMessages.state, 'waiting')],
    gt(webhookMessages.nextAt, now),
  )
  await write(async ({ db }) => void (await db.update(webhookMessages).set({ nextAt: now }).where(late)))
}

/** Has a message sent again, from its first attempt on; false for one whose content is gone. */
export async function sendAgain(
  { write, tables: { webhookMessages } }: Writing,
  id: number,
  now: number,
): Promise<boolean> {
  const rows = await write(({ db }) =>
    db
      .update(webhookMessages)
      .set({ state: 'waiting', attempts: 0, nextAt: now })
      .where(and(eq(webhookMessages.id, id), inArray(webhookMessages.state, ['delivered', 'given-up', 'waiting'])))
      .returning({ id: webhookMessages.id }),
  )
  return rows.length > 0
}

/** Forgets messages dealt with before an instant, but the last one of each entry, from which the next is told apart. */
export async function forgetMessages({ write, tables }: Writing, before: number): Promise<void> {
  const { webhookMessages } = tables
  const done = and(
    inArray(webhookMessages.state, ['delivered', 'given-up', 'replaced', 'silent']),
    lt(webhookMessages.createdAt, before),
  )
  const later = sql`(webhook_messages.entry is null or exists (select 1 from webhook_messages l
    where l.webhook = webhook_messages.webhook and l.entry = webhook_messages.entry and l.id > webhook_messages.id))`
  await write(async ({ db }) => void (await db.delete(webhookMessages).where(and(done, later))))
}

type Row = Tables['webhookMessages']['$inferSelect']

function rowOf(message: WebhookMessage): Row {
  return { ...message, body: { ...message.body } }
}

function messageOf(row: Row): WebhookMessage {
  const kind = known(['published', 'corrected', 'withdrawn', 'ping'], row.kind)
  return { ...row, kind, state: known(STATES, row.state) }
}
