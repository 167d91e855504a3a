import type { Field } from './field.ts'
import type { LocalText } from './local-text.ts'
import type { Standards } from './standards.ts'

/** How much review an entry needs before the public sees it, from the lightest to the strictest. */
export const WORKFLOWS = ['none', 'a-posteriori', 'a-priori', 'two-step'] as const

/** One of the workflows. */
export type Workflow = (typeof WORKFLOWS)[number]

/** When an entry leaves the public by itself. */
export interface Lifetime {
  /** Date-like field after which it expires (`period` and `datetime` count by their end); left empty, an `upcoming` kind goes by its order field. */
  readonly field?: string
  /** Days added to that date; 0 expires at the end of the day itself. */
  readonly days?: number
  /** Months after publication; the earlier of both rules wins. */
  readonly months?: number
}

/** The rows a list may be made of. */
export const ROWS = [
  'event',
  'press',
  'job',
  'training',
  'directory',
  'document',
  'question',
  'figure',
  'plain',
] as const

/** How lists and pages of this kind show themselves. */
export interface Presentation {
  /** Row of a list: `event` date tile, `press` day and source, `job`, `training`, `directory`, `document`, `question`, `figure`, else `plain`. */
  readonly row: (typeof ROWS)[number]
  /** Fields shown under the title in a row, in order. */
  readonly facts: readonly string[]
  /** Fields of the key-facts box of the page, what the reader came for first. */
  readonly keyFacts: readonly string[]
  /** The one thing a reader does: a `url`, `email` or `phone` field and the words of its button. */
  readonly action?: { readonly field: string; readonly label: LocalText }
  /** Choice, term or boolean fields offered as filters beside theme and territory. */
  readonly facets: readonly string[]
  /** Icon name of the lucide set. */
  readonly icon: string
}

/** The declared kind of an entry: its fields, workflow, lifetime and how it is exchanged. */
export interface ServiceType {
  /** English kebab-case id, e.g. `press-review`. */
  readonly id: string
  /** Word of its public addresses, e.g. `revue-de-presse`. */
  readonly path: string
  /** Singular and plural names. */
  readonly label: LocalText
  readonly plural: LocalText
  readonly description: LocalText
  /** `private` kinds only ever reach private sites. */
  readonly visibility: 'public' | 'private'
  readonly workflow: Workflow
  readonly lifetime: Lifetime
  /** Lists go by this date-like field (`upcoming`: the next first); without it, newest publication first. */
  readonly order?: { readonly field: string; readonly upcoming: boolean }
  readonly presentation: Presentation
  /** Formats of the field's own standards this kind can leave as, beyond rss, csv and xml. */
  readonly exports: readonly string[]
  /** What its fields are called there. */
  readonly standards: Standards
  readonly fields: readonly Field[]
}
