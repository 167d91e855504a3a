import type { Site } from '../../pipeline/model/site.ts'
import type { Knowledge, Ports } from '../../pipeline/ports.ts'
import type { Storage } from '../storage/storage.ts'

/** What dealing with partners works with: the open farm is one. */
export interface PartnerRoom {
  readonly storage: Storage
  readonly ports: Ports
  memory(): Promise<PartnerKnowledge>
}

/** The farm's memory with its sites. */
export type PartnerKnowledge = Knowledge & {
  readonly sites: { get(id: string): Site | undefined; all(): readonly Site[] }
}
