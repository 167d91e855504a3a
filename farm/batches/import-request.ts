import type { Actor } from '../../pipeline/model/actor.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import type { Ports } from '../../pipeline/ports.ts'
import type { Storage } from '../storage/storage.ts'
import type { BatchContent } from './read-content.ts'

/** What importing works with. */
export interface ImportRoom {
  readonly ports: Ports
  readonly storage: Storage
  /** Folder of the farm's files, where raw input is kept; without it none is. */
  readonly files?: string | undefined
}

/** What is imported, for whom and how. */
export interface ImportRequest {
  readonly content: BatchContent
  /** Name of the file or of the source, for people. */
  readonly name: string
  readonly serviceType: string
  readonly organisation: string
  readonly actor: Actor
  readonly source?: number | undefined
  /** Number of the saved mapping that `content` is read by, to be told with the batch. */
  readonly mapping?: number | undefined
  /** Raw values given to items that lack them. */
  readonly defaults?: Readonly<Record<string, RawValue>> | undefined
  /** Takes back what the source gave before and gives no longer, once so many whole runs in a row miss it; 0 never does. */
  readonly goneAfter?: number | undefined
  /** Says what would become of each item, and writes nothing. */
  readonly dryRun?: boolean | undefined
  readonly onProgress?: ((done: number) => void) | undefined
  /** Stops between two chunks with `interrupted`: what is written stays, and the batch stays without end. */
  readonly signal?: AbortSignal | undefined
}
