/** A text in the two interface languages. French is always there; English may fall back to it. */
export interface LocalText {
  readonly fr: string
  readonly en?: string
}

/** Interface languages, as BCP 47 primary tags. */
export type Language = 'fr' | 'en'

/** The text in the asked language, else in French. */
export function inLanguage(text: LocalText, language: Language): string {
  return text[language] ?? text.fr
}
