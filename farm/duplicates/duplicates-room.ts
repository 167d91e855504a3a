import type { Ports } from '../../pipeline/ports.ts'
import type { Storage } from '../storage/storage.ts'

/** What finding and deciding on duplicates needs: the open farm is one. */
export interface DuplicatesRoom {
  readonly storage: Storage
  readonly ports: Ports
}
