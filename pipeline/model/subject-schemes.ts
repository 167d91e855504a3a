/** What the themes of an entry are called in a feed: the `scheme` of an Atom category, the `domain` of an RSS one. */
export const THEME_SCHEME = 'urn:terroir:themes'

/** What its territories are called there. */
export const TERRITORY_SCHEME = 'urn:terroir:territories'
