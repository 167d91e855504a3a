import { stemmer } from '@orama/stemmers/french'
import { fold } from './fold.ts'

/** The searchable stems of a French text: folded (case, accents, punctuation) and stemmed, elisions and empty words dropped. */
export function stems(text: string): string[] {
  const found: string[] = []
  for (const word of fold(text).split(' ')) {
    if (word.length < 2 && !/\d/.test(word)) continue
    if (!EMPTY.has(word)) found.push(stemOf(word))
  }
  return found
}

const EMPTY = new Set(
  'le la les un une des de du au aux et ou en dans sur par pour avec ce cet cette ces son sa ses leur leurs qui que qu est sont'.split(
    ' ',
  ),
)

// Words repeat from entry to entry: an import stems each once. Bounded, so that hostile words cannot fill the memory.
const known = new Map<string, string>()

function stemOf(word: string): string {
  const stem = known.get(word) ?? fold(stemmer(word))
  if (known.size > 50_000) known.clear()
  known.set(word, stem)
  return stem
}
