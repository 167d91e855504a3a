import type { Bytes } from '../../pipeline/intake/byte-source.ts'
import type { Mapping } from '../../pipeline/intake/mapping/mapping.ts'
import { readBytes } from '../../pipeline/intake/read-bytes.ts'
import type { IntakeItem } from '../../pipeline/intake/reader.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { Road } from '../../pipeline/model/submission.ts'
import type { Knowledge } from '../../pipeline/ports.ts'

/** What is brought in: a file as it came, or items already read and the road they came by. */
export type BatchContent =
  | {
      readonly bytes: Bytes
      readonly mediaType?: string | undefined
      readonly baseUrl?: string | undefined
      /** A declared mapping, or plain pairs: column or element name → field name. */
      readonly mapping?: Mapping | Readonly<Record<string, string>> | undefined
    }
  | { readonly items: Iterable<IntakeItem>; readonly road: Road }

/** That content as items, whatever it was. */
export interface ReadContent {
  readonly road: Road
  readonly items: Iterable<IntakeItem>
  /** Problems of the whole that do not prevent reading it; complete once the items have been read. */
  warnings(): readonly Problem[]
}

/** How content is read. */
export interface ReadingContent {
  readonly serviceType: ServiceType
  readonly knowledge: Knowledge
  /** Raw values given to items that lack them: a column that one stands in for is not missed. */
  readonly defaults?: Readonly<Record<string, RawValue>> | undefined
}

/** Recognises what some content is, and reads it; its problems are those of `readBytes`. */
export async function readContent(content: BatchContent, reading: ReadingContent): Promise<Result<ReadContent>> {
  if ('items' in content) return ok({ ...content, warnings: () => [] })
  const { bytes, ...options } = content
  const { serviceType, knowledge, defaults = {} } = reading
  const { thesaurus, gazetteer } = knowledge
  const knowsTerm = (vocabulary: string, text: string) => thesaurus.resolve(vocabulary, text) !== undefined
  const knowsTown = (text: string) => gazetteer.resolve(text, { levels: ['commune'] }).kind === 'found'
  const intake = await readBytes(bytes, { ...options, serviceType, knowsTerm, knowsTown })
  if (!intake.ok) return intake
  const { format, items, warnings } = intake.value
  const missed = ({ code, field = '' }: Problem) => code !== 'missing-column' || !defaults[field]
  return ok({ road: format, items, warnings: () => warnings.filter(missed) })
}
