import type { ImportRoom } from '../batches/import-request.ts'
import type { FetchLimits } from '../fetching/fetch-source.ts'
import type { AllowPrivate } from '../fetching/guarded-agent.ts'

/** What pulling from outside works with. */
export interface Gateway extends ImportRoom {
  /** Closed addresses that may be reached all the same; none by default. */
  readonly allowPrivate?: AllowPrivate | undefined
  /** Limits that only tests shorten. */
  readonly limits?: Partial<FetchLimits> | undefined
  /** Address of the desk as hubs reach it, `https://desk.example.org`; without one there are no subscriptions. */
  readonly deskOrigin?: string | undefined
}
