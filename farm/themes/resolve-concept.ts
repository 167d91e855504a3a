import { fold } from '../../pipeline/model/fold.ts'
import type { Concept } from '../../pipeline/model/theme.ts'
import { notation, type VocabularyIndex } from './vocabulary-index.ts'

/**
 * Reads a code, a label or a synonym (accents and case ignored), a notation such as `rome:K1207`, which leads to the
 * concept of `K12` where no closer one exists, or a code before its label ("K1207 - Intervention socioéducative").
 */
export function resolveConcept(index: VocabularyIndex, text: string): Concept | undefined {
  const written = text.trim()
  return (
    index.byCode.get(written) ??
    index.byWord.get(fold(written)) ??
    byNotation(index, written) ??
    labelled(index, written)
  )
}

function byNotation({ byNotation }: VocabularyIndex, text: string): Concept | undefined {
  const [, scheme, code] = /^([a-z][a-z0-9-]*):\s*([a-z0-9.-]+)$/i.exec(text) ?? []
  if (scheme === undefined || code === undefined) return undefined
  // Such schemes nest by prefix: K1207 is in K12, which is in K.
  for (let length = code.length; length > 0; length--) {
    const concept = byNotation.get(notation(scheme, code.slice(0, length)))
    if (concept !== undefined) return concept
  }
  return undefined
}

function labelled({ byCode }: VocabularyIndex, text: string): Concept | undefined {
  const [, code] = /^([a-z0-9.-]+)\s+[-–:]\s+\S/i.exec(text) ?? []
  return code === undefined ? undefined : (byCode.get(code) ?? byCode.get(code.toUpperCase()))
}
