/** The four meanings a state, notice or badge may have; each has its own icon and colour beside its word. */
export type Tone = 'wait' | 'good' | 'stop' | 'info'

/** A link of a menu, a list of choices, or a footer. `count` comes written for the reader (`1 204`). */
export interface LinkItem {
  readonly label: string
  readonly href: string
  /** The page, or choice, one is on. */
  readonly current?: boolean | undefined
  readonly count?: string | number | undefined
  /** Lucide name. */
  readonly icon?: string | undefined
  /** BCP 47 tag when the target is in another language. */
  readonly lang?: string | undefined
}

/** A named value, already written for the reader. `href` makes the value a link; `datetime` marks it as a date (ISO 8601). */
export interface Fact {
  readonly label: string
  readonly value: string
  /** What a figure counts, written after it: `heures`, `%`. */
  readonly unit?: string | undefined
  readonly href?: string | undefined
  readonly datetime?: string | undefined
  readonly icon?: string | undefined
}

/** A date cut for a tile: `iso` for machines, the rest in the page's language (`mar.`, `12`, `nov.`, `2026`). */
export interface DateParts {
  readonly iso: string
  readonly day: string
  readonly month: string
  readonly weekday?: string | undefined
  readonly year?: string | undefined
}

/** A picture and what it shows; `alt` empty when it only decorates. Width and height in pixels keep its place. */
export interface Picture {
  readonly src: string
  readonly alt: string
  readonly width: number
  readonly height: number
}

/** A state in a word. */
export interface BadgeInfo {
  readonly label: string
  readonly tone?: Tone | undefined
  readonly icon?: string | undefined
}

/** One entry as a list shows it, whatever its kind; each row layout takes the parts it needs. */
export interface RowItem {
  readonly href: string
  readonly title: string
  /** The two or three facts of the kind, in order; the first one leads (employer, organiser, figure …). */
  readonly facts: readonly Fact[]
  /** The day that matters: event, press sheet, start of a training, closing of a job. */
  readonly date?: DateParts | undefined
  /** What that day is, for kinds that say it: `Candidater avant le`, `Prochaine session`. */
  readonly dateLabel?: string | undefined
  readonly source?: string | undefined
  readonly summary?: string | undefined
  readonly place?: string | undefined
  readonly badge?: BadgeInfo | undefined
  /** It will not take place: its title is struck through. */
  readonly off?: boolean | undefined
  /** One to three letters for the tile of a directory record. */
  readonly initials?: string | undefined
  readonly themes?: readonly string[] | undefined
  readonly image?: Picture | undefined
}

/** One error of a form: where it is, and what to do about it. */
export interface FieldError {
  /** Id of the control to go to. */
  readonly id: string
  readonly message: string
}

/** One choice of a select or a list of boxes. */
export interface Option {
  readonly value: string
  readonly label: string
  readonly selected?: boolean | undefined
  readonly help?: string | undefined
}
