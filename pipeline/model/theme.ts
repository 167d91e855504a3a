import type { LocalText } from './local-text.ts'

/** A subject of a vocabulary: a SKOS concept with a stable code. */
export interface Concept {
  /** Stable kebab-case code, or the notation of the standard (ROME `K1207`, NSF `330`, NAF `01`). */
  readonly code: string
  readonly vocabulary: string
  readonly label: LocalText
  /** Code of the broader concept. */
  readonly broader?: string | undefined
  readonly synonyms: readonly string[]
  /** Codes of other schemes, by scheme: `{ rome: ['K12'], nsf: ['332'] }`. */
  readonly notations: Readonly<Record<string, readonly string[]>>
}

/** The vocabularies in memory, synchronous like the gazetteer. */
export interface Thesaurus {
  vocabularies(): readonly string[]
  get(vocabulary: string, code: string): Concept | undefined
  /** The code itself and everything broader, broadest last. */
  ancestors(vocabulary: string, code: string): readonly string[]
  narrower(vocabulary: string, code: string | null): readonly Concept[]
  /** Reads a code, a label in any language, a synonym (accents and case ignored), or a notation written `rome:K12`. */
  resolve(vocabulary: string, text: string): Concept | undefined
  suggest(vocabulary: string, text: string, limit?: number): readonly Concept[]
}
