import { eq } from 'drizzle-orm'
import { known } from '../entry-rows.ts'
import type { Storage } from '../storage.ts'

/** A subscription of the farm to the hub of a source (W3C WebSub §5). */
export interface HubSubscription {
  readonly source: number
  /** Unguessable end of the address the hub calls. */
  readonly token: string
  /** What the hub signs with. */
  readonly secret: string
  readonly hub: string
  /** Address of the feed as the hub knows it. */
  readonly topic: string
  /** `asked` until the hub has asked back; `leaving` once it must forget us. */
  readonly state: 'asked' | 'active' | 'denied' | 'leaving'
  readonly askedAt: number
  readonly expiresAt: number | null
}

type Reading = Pick<Storage, 'read' | 'tables'>
type Writing = Pick<Storage, 'write' | 'tables'>

/** Whether a hub tells the news of a source by now. */
export function isPushed(
  subscription: HubSubscription | undefined,
  now: number,
): subscription is HubSubscription & { readonly state: 'active'; readonly expiresAt: number } {
  return subscription?.state === 'active' && (subscription.expiresAt ?? 0) > now
}

/** When a subscription has to be asked for again: with a fifth of its lease left. */
export function renewalOf({ askedAt, expiresAt }: HubSubscription): number {
  return expiresAt === null ? askedAt : expiresAt - (expiresAt - askedAt) / 5
}

/** The subscription of a source, if it has one. */
export async function hubSubscription(
  { read, tables: { hubSubscriptions } }: Reading,
  source: number,
): Promise<HubSubscription | undefined> {
  const [row] = await read.select().from(hubSubscriptions).where(eq(hubSubscriptions.source, source))
  return row && subscriptionOf(row)
}

/** The subscription whose hub calls this address. */
export async function subscriptionByToken(
  { read, tables: { hubSubscriptions } }: Reading,
  token: string,
): Promise<HubSubscription | undefined> {
  const [row] = await read.select().from(hubSubscriptions).where(eq(hubSubscriptions.token, token))
  return row && subscriptionOf(row)
}

/** Writes the subscription of a source over the one it had. */
export async function putHubSubscription({ write, tables }: Writing, subscription: HubSubscription): Promise<void> {
  const { hubSubscriptions } = tables
  await write(async ({ db }) => {
    await db
      .insert(hubSubscriptions)
      .values(subscription)
      .onConflictDoUpdate({ target: hubSubscriptions.source, set: subscription })
  })
}

/** Forgets the subscription of a source. */
export async function dropHubSubscription({ write, tables }: Writing, source: number): Promise<void> {
  const { hubSubscriptions } = tables
  await write(async ({ db }) => void (await db.delete(hubSubscriptions).where(eq(hubSubscriptions.source, source))))
}

function subscriptionOf(row: Reading['tables']['hubSubscriptions']['$inferSelect']): HubSubscription {
  return { ...row, state: known(['asked', 'active', 'denied', 'leaving'], row.state) }
}
