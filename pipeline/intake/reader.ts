import type { RawValue } from '../model/field-types/field-type.ts'
import type { Problem } from '../model/problem.ts'
import type { ServiceType } from '../model/service-type.ts'
import type { TextSource } from './text-source.ts'
import type { Warnings } from './warnings.ts'

/** One item of a file, its columns or elements already named after the fields of the service type. */
export interface IntakeItem {
  /** 1-based line of a CSV (its heading is line 1), or 1-based position of the item in a feed or document. */
  readonly line: number
  readonly raw: Readonly<Record<string, RawValue>>
  readonly externalId?: string | undefined
  /** Kept as a draft of its sender rather than proposed. */
  readonly intent?: 'draft' | undefined
  /** The source says it takes this one back: nothing is validated, what it brought before is withdrawn. */
  readonly gone?: boolean | undefined
  /** Problems of this item alone: a ragged row, an unreadable date of the envelope. */
  readonly problems: readonly Problem[]
}

/** What an adapter makes of some bytes: items one by one, or the reason the whole file is refused. */
export interface Intake {
  /** Format recognised. */
  readonly format: 'csv' | 'feed' | 'xml' | 'lheo' | 'ical' | 'vcard'
  /**
   * Problems of the whole file that do not prevent reading (an unknown column, a wrong declared encoding); those met
   * along the way (an unknown theme) join it as `items` is read, so look at it last.
   */
  readonly warnings: readonly Problem[]
  /** Items in the order of the file; lazy, so that a large file never stands in memory as a whole. */
  readonly items: Iterable<IntakeItem>
}

/** What an adapter needs to know. */
export interface IntakeOptions {
  readonly serviceType: ServiceType
  /** Base address of relative links, where the file came from an address. */
  readonly baseUrl?: string | undefined
  /** `content-type` the bytes came with. */
  readonly mediaType?: string | undefined
  /** Column or element name → field name (`address.street` for a part, `id` for the identity, empty to ignore), from a saved mapping; wins over recognition. */
  readonly mapping?: Readonly<Record<string, string>> | undefined
  /** Whether a vocabulary holds a text (`Thesaurus.resolve`); what outside systems call their subjects is dropped with a warning unless it does. */
  readonly knowsTerm?: ((vocabulary: string, text: string) => boolean) | undefined
  /** Whether a text names one commune and no other; what outside systems call their places is kept as a street unless it does. */
  readonly knowsTown?: ((text: string) => boolean) | undefined
}

/** A file read as text, on its way to the adapter of its format. */
export interface IntakeText {
  readonly text: string
  readonly options: IntakeOptions
  readonly warnings: Warnings
}

/** The same for adapters that read it piece by piece. */
export interface IntakeSource extends Omit<IntakeText, 'text'> {
  readonly text: TextSource
}
