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
}
