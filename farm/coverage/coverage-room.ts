import type { Site, Subscription } from '../../pipeline/model/site.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import type { Storage } from '../storage/storage.ts'

/** What looking at coverage works with: the open farm is one. */
export interface CoverageRoom {
  readonly storage: Storage
  now(): number
  memory(): Promise<CoverageMemory>
}

/** The trees, and the sites with their sections. */
export interface CoverageMemory extends Knowledge {
  readonly sites: {
    get(id: string): Site | undefined
    all(): readonly Site[]
    subscriptions(site: string): readonly Subscription[]
  }
}
