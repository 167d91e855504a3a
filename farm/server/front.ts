import type { IncomingMessage } from 'node:http'
import type { Flights } from '../cache/flights.ts'
import type { PageCache } from '../cache/page-cache.ts'
import type { AssetShelf } from './assets.ts'
import type { FrontResponse } from './front-response.ts'
import type { Address } from './host.ts'
import type { Metrics } from './metrics.ts'
import type { FrontOptions, Limits, RequestFacts } from './options.ts'
import type { Proxies } from './proxies.ts'
import type { SecurityHeaders } from './security-headers.ts'

/** The parts of one front, shared by the steps of a request. */
export interface Front {
  readonly options: FrontOptions
  readonly limits: Limits
  readonly cache: PageCache
  readonly flights: Flights
  readonly assets: AssetShelf
  readonly metrics: Metrics
  readonly proxies: Proxies
  readonly security: SecurityHeaders
  readonly readAddress: Readonly<Record<'http' | 'https', (raw: string) => Address | null>>
}

/** A request on its way with its response. */
export interface Exchange {
  readonly req: IncomingMessage
  readonly res: FrontResponse
  /** Known once its host is. */
  readonly facts?: RequestFacts
}

/** An exchange whose host is known. */
export interface KnownExchange extends Exchange {
  readonly facts: RequestFacts
}
