import type { Knowledge, Ports } from '../../pipeline/ports.ts'
import type { NewSite } from '../storage/network/network-store.ts'
import type { Storage, Writer } from '../storage/storage.ts'
import type { SiteDirectory } from './site-directory.ts'

/** What changing sites works with: the open farm is one. */
export interface SiteRoom {
  readonly storage: Storage
  readonly ports: Ports
  memory(): Promise<Knowledge & { readonly sites: SiteDirectory }>
  /** Says that sites or subscriptions were changed, so that they answer at once. */
  changed(part: 'network'): Promise<void>
  /** Adds a site, which `write` writes, so that it answers at once. */
  addSite(added: NewSite, write: (writer: Writer) => Promise<void>): Promise<void>
}
