import type { Field } from '../field.ts'
import { namedWithCodes, type Territory } from '../territory.ts'
import { cleanLine } from '../written/clean.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType, ReadContext, Reading } from './field-type.ts'

/**
 * A place of the geography, stored as its key (`commune:58194`). Problems: `unknown-territory` (`unknown-commune` where only communes
 * are accepted), `ambiguous-territory` with its candidates, `wrong-level` with the level found.
 */
export const territory: FieldType = {
  id: 'territory',
  read(raw, field, context) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    if (text.length > 300) return unknown(text, field)
    const found = context.gazetteer.resolve(text, field.levels === undefined ? {} : { levels: field.levels })
    if (found.kind === 'ambiguous')
      return refused('ambiguous-territory', text, { candidates: namedWithCodes(found.candidates) })
    if (found.kind === 'unknown') return elsewhere(text, field, context)
    return accepts(field, found.territory) ? read(found.territory.key) : wrongLevel(text, found.territory)
  },
  write: storedText,
  show: (value, _field, { gazetteer }) => gazetteer.get(storedText(value))?.name ?? storedText(value),
  words: (value, _field, { gazetteer }) => gazetteer.get(storedText(value))?.name ?? '',
}

function accepts(field: Field, found: Territory): boolean {
  return field.levels === undefined || field.levels.includes(found.level)
}

// A place that exists at another level deserves a better word than "unknown".
function elsewhere(text: string, field: Field, { gazetteer }: ReadContext): Reading {
  if (field.levels === undefined) return unknown(text, field)
  const found = gazetteer.resolve(text)
  const place = found.kind === 'found' ? found.territory : undefined
  return place === undefined || accepts(field, place) ? unknown(text, field) : wrongLevel(text, place)
}

function wrongLevel(text: string, found: Territory): Reading {
  return refused('wrong-level', text, { name: found.name, level: found.level })
}

function unknown(text: string, field: Field): Reading {
  const onlyCommunes = field.levels?.length === 1 && field.levels[0] === 'commune'
  return refused(onlyCommunes ? 'unknown-commune' : 'unknown-territory', text)
}
