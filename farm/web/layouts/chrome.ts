import type { LinkItem, Picture } from '../components/shapes.ts'

/** Name and mark of a site or organisation, as a masthead shows them. */
export interface Masthead {
  readonly name: string
  readonly home: string
  /** A line under the name: what it is, or whose it is. */
  readonly tagline?: string | undefined
  readonly logo?: Picture | undefined
  /** Drawn when there is no logo. */
  readonly initials: string
}

/** The what-and-where search of a portal; field names are `q` and `where`. */
export interface SearchBox {
  readonly action: string
  readonly what?: string | undefined
  readonly where?: string | undefined
  /** Id of a `<datalist>` of places, when the page offers one. */
  readonly places?: string | undefined
  readonly words: {
    /** Name of the landmark: `Rechercher sur le site`. */
    readonly label: string
    readonly what: string
    readonly whatHint?: string | undefined
    readonly where: string
    readonly whereHint?: string | undefined
    readonly go: string
  }
}

/** The foot of every page of a site. */
export interface Footer {
  /** Whose site this is, and of which network, in a sentence. */
  readonly about: string
  /** Titled lists: network, this site, follow. */
  readonly columns: readonly { readonly title: string; readonly links: readonly LinkItem[] }[]
  /** Legal notice, privacy, `Accessibilité : partiellement conforme`, contact. */
  readonly legal: readonly LinkItem[]
  /** Name of the landmark of the legal links. */
  readonly legalLabel: string
}

/** A group of the desk's rail. */
export interface RailGroup {
  readonly title?: string | undefined
  /** `waiting` counts are shown as asking for someone, `trouble` as broken. */
  readonly items: readonly (LinkItem & {
    readonly tone?: 'waiting' | 'trouble' | undefined
    /** What the tone says, for readers by ear. */
    readonly toneWord?: string | undefined
  })[]
}
