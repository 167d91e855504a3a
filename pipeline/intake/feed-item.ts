/** An item of a feed, whatever the format it came in. Texts may hold HTML and entities; addresses may be relative. */
export interface FeedItem {
  readonly id?: string | undefined
  readonly link?: string | undefined
  readonly title?: string | undefined
  readonly summary?: string | undefined
  readonly content?: string | undefined
  readonly date?: string | undefined
  readonly author?: string | undefined
  /** Name of the feed it was taken from, in a feed that gathers others. */
  readonly source?: string | undefined
  readonly language?: string | undefined
  readonly categories: readonly FeedCategory[]
  /** Its `xml:base`s, outermost first. */
  readonly bases: readonly (string | undefined)[]
}

/** A category: what a program calls it, what people do. */
export interface FeedCategory {
  readonly term: string
  readonly label?: string | undefined
  readonly scheme?: string | undefined
}

/** What a feed says of itself, and its items. */
export interface Feed {
  readonly title?: string | undefined
  readonly link?: string | undefined
  /** Language and author of the items that name none. */
  readonly language?: string | undefined
  readonly author?: string | undefined
  readonly items: readonly FeedItem[]
}
