import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm'
import { known } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'

/** What may be told: an entry came to a site, changed there, or left. */
export const TOLD = ['published', 'corrected', 'withdrawn'] as const

/** One of the things told. */
export type Told = (typeof TOLD)[number]

/** What a webhook asks to be told. */
export interface WebhookAsks {
  readonly kinds: readonly Told[]
  /** Sites followed, by name. */
  readonly sites: readonly string[]
  /** Kinds of entries; none means all that the sites show. */
  readonly serviceTypes: readonly string[]
}

/** An address of a partner that is told what happens. */
export interface Webhook {
  readonly id: number
  readonly partner: number
  readonly url: string
  /** `whsec_` and 32 bytes in base64, as Standard Webhooks writes them. */
  readonly secret: string
  readonly asks: WebhookAsks
  /** `troubled` after repeated failures: still told, ever more rarely. */
  readonly state: 'active' | 'paused' | 'troubled'
  /** Failures in a row. */
  readonly failures: number
  /** The secret before a renewal: it signs beside the new one until then. */
  readonly formerSecret: string | null
  readonly formerUntil: number | null
  readonly createdAt: number
}

type Reading = Pick<Storage, 'read' | 'tables'>
type Writing = Pick<Storage, 'write' | 'tables'>

/** One webhook. */
export async function readWebhook({ read, tables }: Reading, id: number): Promise<Webhook | undefined> {
  const [row] = await read.select().from(tables.webhooks).where(eq(tables.webhooks.id, id))
  return row && webhookOf(row)
}

/** Webhooks of these partners, or all. */
export async function listWebhooks(
  { read, tables: { webhooks } }: Reading,
  partners?: readonly number[],
): Promise<readonly Webhook[]> {
  if (partners?.length === 0) return []
  const within = partners && inArray(webhooks.partner, [...partners])
  const rows = await read.select().from(webhooks).where(within).orderBy(asc(webhooks.id))
  return rows.map(webhookOf)
}

/** Adds a webhook. */
export async function addWebhook({ write, tables }: Writing, webhook: Webhook): Promise<void> {
  await write(({ bulk }) => bulk(tables.webhooks, [{ ...webhook, asks: { ...webhook.asks } }]))
}

/** Changes some of what is known of a webhook. */
export async function changeWebhook(
  { write, tables: { webhooks } }: Writing,
  id: number,
  { asks, ...changes }: Partial<Omit<Webhook, 'id' | 'partner'>>,
): Promise<void> {
  const set = { ...changes, ...(asks === undefined ? {} : { asks: { ...asks } }) }
  await write(async ({ db }) => void (await db.update(webhooks).set(set).where(eq(webhooks.id, id))))
}

/** Removes a webhook with its messages. */
export async function removeWebhook({ write, tables }: Writing, id: number): Promise<void> {
  const { webhooks, webhookMessages } = tables
  await write(async ({ db }) => {
    await db.delete(webhookMessages).where(eq(webhookMessages.webhook, id))
    await db.delete(webhooks).where(eq(webhooks.id, id))
  })
}

/** Webhooks in trouble, or that gave a message up, by partner organisation. */
export async function troubledWebhooks(
  { read, tables: { webhooks, partners } }: Reading,
  organisations: readonly string[],
): Promise<number> {
  if (organisations.length === 0) return 0
  const rows = await read
    .select({ id: webhooks.id })
    .from(webhooks)
    .innerJoin(partners, eq(partners.id, webhooks.partner))
    .where(and(eq(webhooks.state, 'troubled'), inArray(partners.organisation, [...organisations])))
  return rows.length
}

/** Webhooks that are told now. */
export async function wakeWebhooks({ read, tables: { webhooks } }: Reading): Promise<readonly Webhook[]> {
  const rows = await read.select().from(webhooks).where(ne(webhooks.state, 'paused')).orderBy(desc(webhooks.id))
  return rows.map(webhookOf)
}

function webhookOf(row: Reading['tables']['webhooks']['$inferSelect']): Webhook {
  const list = (name: string): readonly string[] => {
    const found = row.asks[name]
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : []
  }
  const kinds = TOLD.filter((one) => list('kinds').includes(one))
  const asks = { kinds, sites: list('sites'), serviceTypes: list('serviceTypes') }
  return { ...row, asks, state: known(['active', 'paused', 'troubled'], row.state) }
}
