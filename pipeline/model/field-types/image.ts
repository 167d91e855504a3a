import { typeset } from '../typography.ts'
import { cleanLine } from '../written/clean.ts'
import { tooLong } from '../written/length.ts'
import { part, storedPart } from '../written/parts.ts'
import { BLANK, read, refusedPart } from '../written/reading.ts'
import { fileAddress } from '../written/web-address.ts'
import type { FieldType } from './field-type.ts'

/**
 * A picture, stored `{ file, alt, credit? }` where `file` is the id of a stored file or an https address.
 * Problems: `alt-required` on `alt`, `unsafe-url` or `required` on `file`, `too-long`.
 */
export const image: FieldType = {
  id: 'image',
  parts: ['file', 'alt', 'credit'],
  read(raw) {
    const written = typeof raw === 'string' ? { file: cleanLine(raw) } : raw
    const [file, alt, credit] = [part(written, 'file'), part(written, 'alt'), part(written, 'credit')]
    if (file === '') return alt === '' ? BLANK : refusedPart('file', 'required')
    const address = fileAddress(file)
    if (address === null) return refusedPart('file', 'unsafe-url', file)
    if (alt === '') return refusedPart('alt', 'alt-required')
    const value = credit === '' ? { file: address, alt } : { file: address, alt, credit }
    return tooLong(alt.length, 500) ?? tooLong(credit.length, 300) ?? read(value)
  },
  write(value) {
    const credit = storedPart(value, 'credit')
    const picture = { file: storedPart(value, 'file'), alt: storedPart(value, 'alt') }
    return credit === '' ? picture : { ...picture, credit }
  },
  show: (value, _field, context) => typeset(storedPart(value, 'alt'), context.language),
  words: (value) => storedPart(value, 'alt'),
}
