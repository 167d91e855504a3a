import type { Role } from './actor.ts'
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

/** The switches of a vocabulary, as in SPIP's groups of keywords; nothing said means no restriction. */
export interface VocabularyRules {
  /** At most one term of it per entry. */
  readonly one?: boolean
  /** Kinds that must have one. */
  readonly required_on?: readonly string[]
  /** Kinds that may use it. */
  readonly only_on?: readonly string[]
  /** Lightest role that may assign its terms. */
  readonly assigned_by?: Role
}
