import { fold } from '../../pipeline/model/fold.ts'
import type { Concept } from '../../pipeline/model/theme.ts'
import type { VocabularyIndex } from './vocabulary-index.ts'

/** Concepts a text may be the beginning of, best first: a label begins with it, has its words, a synonym has them, the code begins with it. */
export function suggestConcepts({ concepts, words }: VocabularyIndex, text: string, limit: number): Concept[] {
  const form = fold(text)
  if (form === '') return []
  const ranked = concepts.flatMap((concept, i) => {
    const rank = rankOf({ code: fold(concept.code), labels: [], synonyms: [], ...words[i] }, form)
    return rank === undefined ? [] : [{ concept, rank }]
  })
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ concept }) => concept)
}

interface Words {
  readonly code: string
  readonly labels: readonly string[]
  readonly synonyms: readonly string[]
}

function rankOf({ code, labels, synonyms }: Words, form: string): number | undefined {
  if (code === form || labels.includes(form)) return 0
  if (labels.some((label) => label.startsWith(form))) return 1
  const asked = form.split(' ').map((word) => ` ${word}`)
  const has = (line: string) => asked.every((word) => ` ${line}`.includes(word))
  if (labels.some(has)) return 2
  if (synonyms.some(has)) return 3
  return code.startsWith(form) ? 4 : undefined
}
