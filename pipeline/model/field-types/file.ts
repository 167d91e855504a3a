import { typeset } from '../typography.ts'
import { cleanLine } from '../written/clean.ts'
import { fileName } from '../written/file-names.ts'
import { tooLong } from '../written/length.ts'
import { part, storedPart } from '../written/parts.ts'
import { BLANK, read, refusedPart } from '../written/reading.ts'
import { fileAddress } from '../written/web-address.ts'
import type { FieldType } from './field-type.ts'

/**
 * A file, stored `{ file, name, label? }` where `file` is the id of a stored file or an https address and `name` is safe to save under.
 * Problems: `unsafe-url` or `required` on `file`, `too-long`.
 */
export const file: FieldType = {
  id: 'file',
  parts: ['file', 'name', 'label'],
  read(raw) {
    const written = typeof raw === 'string' ? { file: cleanLine(raw) } : raw
    const [where, name, label] = [part(written, 'file'), part(written, 'name'), part(written, 'label')]
    if (where === '') return name === '' && label === '' ? BLANK : refusedPart('file', 'required')
    const address = fileAddress(where)
    if (address === null) return refusedPart('file', 'unsafe-url', where)
    const value = { file: address, name: fileName(name === '' ? lastSegment(address) : name) }
    return tooLong(label.length, 300) ?? read(label === '' ? value : { ...value, label })
  },
  write(value) {
    const label = storedPart(value, 'label')
    const written = { file: storedPart(value, 'file'), name: storedPart(value, 'name') }
    return label === '' ? written : { ...written, label }
  },
  show: (value, _field, context) => typeset(storedPart(value, 'label') || storedPart(value, 'name'), context.language),
  words: (value) => `${storedPart(value, 'label')} ${storedPart(value, 'name')}`.trim(),
}

function lastSegment(address: string): string {
  const path = URL.parse(address)?.pathname ?? address
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
