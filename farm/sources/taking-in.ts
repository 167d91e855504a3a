import type { Problem } from '../../pipeline/model/problem.ts'
import type { BatchReport } from '../batches/batch-report.ts'
import type { FetchStep } from '../fetching/fetch-source.ts'
import type { PulledContent } from './pull.ts'

/** Content of a source on its way in. */
export interface TakingIn extends PulledContent {
  readonly steps: readonly FetchStep[]
  readonly movedTo?: string | undefined
  readonly asks?: number | null | undefined
  /** A person has looked: it is applied whatever it looks like, and is what the source looks like from now on. */
  readonly accepted?: boolean | undefined
  readonly onProgress?: ((done: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** What became of the content of a source. */
export type TakenIn =
  | { readonly kind: 'imported'; readonly report: BatchReport; readonly movedTo?: string }
  /** Kept aside with its reasons, until a person has looked. */
  | { readonly kind: 'quarantined'; readonly why: readonly Problem[] }
