import { decode } from '../../pipeline/intake/decode.ts'
import type { Result } from '../../pipeline/model/problem.ts'
import { ok } from '../../pipeline/model/problem.ts'
import type { Fact } from './facts.ts'
import { readJsonLd } from './json-ld.ts'
import { readSkos } from './skos.ts'
import { readTurtle } from './turtle.ts'
import { readVocabularyCsv } from './vocabulary-csv.ts'
import type { VocabularyFormat, VocabularyRows } from './vocabulary-rows.ts'

/** Reads a vocabulary in whatever format the file turns out to be; problems of the file as a whole are the answer's. */
export function readVocabulary(
  bytes: Uint8Array,
  asked: {
    readonly format?: VocabularyFormat | undefined
    readonly mapping?: Readonly<Record<string, string>> | undefined
  } = {},
): Result<VocabularyRows & { readonly format: VocabularyFormat }> {
  const decoded = decode(bytes)
  if (!decoded.ok) return decoded
  const { text } = decoded.value
  const format = asked.format ?? detect(text)
  if (format === 'csv') return ok({ ...readVocabularyCsv(text, asked.mapping), format })
  const facts: Result<readonly Fact[]> = format === 'turtle' ? readTurtle(text) : readJsonLd(text)
  return facts.ok ? ok({ ...readSkos(facts.value), format }) : facts
}

function detect(text: string): VocabularyFormat {
  if (/^\s*[{[]/.test(text)) return 'json-ld'
  return /^\s*(#[^\n]*\n\s*)*(@prefix|@base|PREFIX\s|BASE\s|<[a-z]+:)/i.test(text) ? 'turtle' : 'csv'
}
