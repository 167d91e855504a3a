import { NBSP } from '../typography.ts'
import { cleanLine } from '../written/clean.ts'
import { storedText, textOf } from '../written/parts.ts'
import { BLANK, read, refused } from '../written/reading.ts'
import type { FieldType } from './field-type.ts'

/** Number of a French establishment: 14 digits with their check digit (INSEE, Sirene). Problem: `not-a-siret`. */
export const siret: FieldType = {
  id: 'siret',
  read(raw) {
    const text = cleanLine(textOf(raw))
    if (text === '') return BLANK
    const digits = text.length > 40 ? '' : text.replace(/[\s.-]/g, '')
    return isSiret(digits) ? read(digits) : refused('not-a-siret', text)
  },
  write: storedText,
  show: (value) => storedText(value).replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, ['$1', '$2', '$3', '$4'].join(NBSP)),
  words: (value) => storedText(value),
}

/** Whether these are the fourteen digits of a SIRET with the key they must have. */
export function isSiret(digits: string): boolean {
  if (!/^\d{14}$/.test(digits)) return false
  let [plain, luhn] = [0, 0]
  for (const [index, figure] of [...digits].entries()) {
    const doubled = Number(figure) * (index % 2 === 0 ? 2 : 1)
    plain += Number(figure)
    luhn += doubled > 9 ? doubled - 9 : doubled
  }
  return plain > 0 && (luhn % 10 === 0 || (digits.startsWith(LA_POSTE) && plain % 5 === 0))
}

// La Poste ran out of Luhn numbers for its offices: theirs only sum to a multiple of five.
const LA_POSTE = '356000000'
