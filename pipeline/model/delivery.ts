import type { Touch } from './touch.ts'

/** Life of a delivery: `pending` waits for the site's confirmation, `live` shows, `excluded` was refused here, `retracted` was withdrawn, expired or no longer matches. */
export type DeliveryState = 'pending' | 'live' | 'excluded' | 'retracted'

/** One entry for one subscription. */
export interface Delivery {
  readonly entry: number
  readonly subscription: number
  readonly site: string
  readonly state: DeliveryState
  /** Revision delivered. */
  readonly revision: number
  /** Instants in milliseconds. */
  readonly since: number
  readonly updatedAt: number
  /** Since when it shows this revision; told by the database where a delivery was there before. */
  readonly revisionSince: number
  /** What the site changed for itself; kept beside, and never written with the delivery. */
  readonly touch?: Touch
}

/** What a section showed before: one revision, from when until when, in milliseconds. The database notes it whenever a live delivery moves on. */
export interface Span {
  readonly entry: number
  readonly subscription: number
  readonly site: string
  readonly revision: number
  readonly sortAt: number
  readonly fromAt: number
  readonly untilAt: number
}
