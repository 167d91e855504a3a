import type { Problem } from '../../pipeline/model/problem.ts'
import type { ImportRequest } from '../batches/import-request.ts'
import type { FetchStep } from '../fetching/fetch-source.ts'
import type { Source } from '../storage/gateways/source-store.ts'
import type { HubOffer } from '../storage/tables/learnt.ts'
import type { Gateway } from './gateway.ts'

/** What asking a source gave, before anything of it is judged or imported. */
export type Pulled = (
  | ({ readonly kind: 'content' } & PulledContent)
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly retryAfter?: number | undefined }
) & {
  /** Each request that was made, in order. */
  readonly steps: readonly FetchStep[]
  /** Where the address says it has moved for good. */
  readonly movedTo?: string | undefined
  /** How long it asks to be left alone, ms. */
  readonly asks?: number | null | undefined
}

/** Content that came from a source. */
export interface PulledContent {
  readonly content: ImportRequest['content']
  /** Everything it has, not only its news: what is missing is gone. */
  readonly whole: boolean
  /** Validators, kept only once the content is taken in. */
  readonly etag: string | null
  readonly lastModified: string | null
  /** Where news of it may be subscribed to. */
  readonly hub?: HubOffer | null
  /** Settings of the source from now on, kept only once the content is taken in. */
  readonly settings?: Readonly<Record<string, string>>
}

/** How sources of one kind are asked. */
export type Pull = (gateway: Gateway, source: Source, signal: AbortSignal | undefined) => Promise<Pulled>
