import { writeLheo } from '../../exports/lheo.ts'
import { readIntake } from '../../pipeline/intake/detect.ts'
import type { IntakeItem } from '../../pipeline/intake/reader.ts'
import type { RawValue, ReadContext } from '../../pipeline/model/field-types/field-type.ts'
import { readValues } from '../../pipeline/model/read-values.ts'
import { declaredType } from '../pipeline/intake/declared-types.ts'
import { CONTEXT, PLACES } from './known-words.ts'
import { sampleEntry, sampleList } from './sample.ts'

/** The kind LHÉO is read into. */
export const training = declaredType('training')

const NAMED: Readonly<Record<string, string>> = {
  'publics Tout public': 'everyone',
  'publics formacode:81061': 'apprentices',
  'publics apprentices': 'apprentices',
  'publics students': 'students',
  'themes Formation': 'training',
}

// Any town is a commune here: what is tried is the form, not the geography.
const anywhere: ReadContext = {
  ...CONTEXT,
  gazetteer: {
    ...CONTEXT.gazetteer,
    resolve: (text) => {
      const [nevers] = PLACES
      if (nevers === undefined) return { kind: 'unknown' }
      return {
        kind: 'found',
        territory: { ...nevers, key: `commune:${text.replace(/^commune:/, '')}`, name: text },
        by: 'key',
      }
    },
  },
  thesaurus: {
    ...CONTEXT.thesaurus,
    resolve: (vocabulary, text) =>
      CONTEXT.thesaurus.resolve(vocabulary, NAMED[`${vocabulary} ${text}`] ?? text.replace(/^rome:|^nsf:/, '')),
  },
}

/** The items of a document. */
export function read(bytes: Uint8Array): readonly IntakeItem[] {
  const knowsTerm = (vocabulary: string, text: string) => anywhere.thesaurus.resolve(vocabulary, text) !== undefined
  const intake = readIntake(bytes, { serviceType: training, knowsTerm })
  if (!intake.ok) throw new Error(JSON.stringify(intake.problems))
  return [...intake.value.items]
}

/** What their raw values turn out to be. */
export function valuesOf(raw: Readonly<Record<string, RawValue>>) {
  return readValues({ serviceType: training, raw, context: anywhere })
}

/** The document that trainings of these written values leave as. */
export async function written(values: readonly Readonly<Record<string, RawValue>>[], type = training): Promise<string> {
  const entries = values.map((one, index) => sampleEntry(index + 1, { serviceType: type, values: one }))
  const list = sampleList({ serviceType: type, fields: type.fields, entries, reading: anywhere })
  let text = ''
  for await (const piece of writeLheo(list)) text += piece
  return text
}
