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

/** The vocabularies in memory, synchronous like the gazetteer. A code that leads to another concept is read as that one. */
export interface Thesaurus {
  vocabularies(): readonly string[]
  /** Name and switches of a vocabulary. */
  vocabulary(id: string): Vocabulary | undefined
  get(vocabulary: string, code: string): Concept | undefined
  /** Every code of that very concept: its own first, then those that lead to it. */
  codes(vocabulary: string, code: string): readonly string[]
  /** The concept's codes and those of everything broader, broadest last: a code kept by an alias still answers. */
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

/** A vocabulary as a whole. */
export interface Vocabulary {
  readonly id: string
  readonly label: LocalText
  readonly rules: VocabularyRules
  /** When it was edited here; from then on its file no longer overwrites it. */
  readonly editedAt: number | null
}

/** A concept at its place among its siblings, lowest first. */
export interface PlacedConcept extends Concept {
  readonly position: number
}

/** One vocabulary whole, as it is edited. */
export interface VocabularyTree {
  readonly about: Vocabulary
  readonly concepts: ReadonlyMap<string, PlacedConcept>
  /** Codes that lead to another concept: merged or out of use. */
  readonly aliases: ReadonlyMap<string, string>
}

/** What to write to make one state of a vocabulary into another. */
export interface TreeDifference {
  readonly put: readonly PlacedConcept[]
  readonly gone: readonly string[]
  readonly aliases: readonly (readonly [code: string, target: string])[]
  readonly unaliased: readonly string[]
  /** Name and switches, where they differ. */
  readonly about?: { readonly label: LocalText; readonly rules: VocabularyRules }
}
