import { namedWithCodes, type Territory } from '../territory.ts'
import { cleanLine, cleanLines } from '../written/clean.ts'
import { tooLong } from '../written/length.ts'
import { part, storedPart, textOf } from '../written/parts.ts'
import { BLANK, read, refusedPart } from '../written/reading.ts'
import type { FieldType, ReadContext, Reading } from './field-type.ts'

/**
 * A postal address, stored `{ street, postcode, town, commune }` with the key of its commune (empty when only a street is known).
 * Problems: `unknown-commune` on `commune`, `town` or `postcode`, `ambiguous-territory` on `town`.
 */
export const address: FieldType = {
  id: 'address',
  parts: ['street', 'postcode', 'town', 'commune'],
  read(raw, _field, context) {
    const { length } = textOf(raw)
    if (length > LONGEST) return tooLong(length, LONGEST) ?? BLANK
    const written = typeof raw === 'string' ? oneCell(raw, context) : partsOf(raw)
    return Object.values(written).every((text) => text === '') ? BLANK : located(written, context)
  },
  write: (value) => ({
    street: storedPart(value, 'street'),
    postcode: storedPart(value, 'postcode'),
    town: storedPart(value, 'town'),
    commune: storedPart(value, 'commune'),
  }),
  show(value) {
    const town = [storedPart(value, 'postcode'), storedPart(value, 'town')].filter((text) => text !== '').join(' ')
    return [storedPart(value, 'street'), town].filter((text) => text !== '').join(', ')
  },
  words: (value) =>
    ['street', 'postcode', 'town']
      .map((name) => storedPart(value, name))
      .join(' ')
      .trim(),
}

interface Written {
  readonly street: string
  readonly postcode: string
  readonly town: string
  readonly commune: string
}

const LONGEST = 1000
/** More than one line, or commas at an end of it. */
const SEVERAL = /\n|^,|,$/
const CEDEX = /\s+cedex(?:\s+\d{1,2})?$/i
const COUNTRY = /[\s,]+france$/i
const LAST_POSTCODE = /^(.*?)[\s,;–-]*(?<!\d)(\d{2} ?\d{3})(?!\d)[\s,–-]+([^\d]*(?:cedex \d{1,2})?)$/i

function partsOf(raw: Readonly<Record<string, string>>): Written {
  const street = Object.hasOwn(raw, 'street') ? oneLine(raw.street ?? '') : ''
  const postcode = part(raw, 'postcode').replace(/\s/g, '')
  // Spreadsheets lose the zero of 01400.
  return {
    street,
    postcode: /^\d{4}$/.test(postcode) ? `0${postcode}` : postcode,
    town: part(raw, 'town'),
    commune: part(raw, 'commune'),
  }
}

function oneCell(raw: string, { gazetteer }: ReadContext): Written {
  const line = oneLine(raw).replace(COUNTRY, '')
  const [, street, postcode, town] = LAST_POSTCODE.exec(line) ?? []
  if (postcode !== undefined)
    return { street: street ?? '', postcode: postcode.replace(' ', ''), town: (town ?? '').trim(), commune: '' }
  const comma = line.lastIndexOf(',')
  const [before, after] = comma < 0 ? ['', line] : [line.slice(0, comma).trim(), line.slice(comma + 1).trim()]
  const known = gazetteer.resolve(after, { levels: ['commune'] }).kind === 'found'
  return known || comma >= 0
    ? { street: before, postcode: '', town: after, commune: '' }
    : { street: line, postcode: '', town: '', commune: '' }
}

function oneLine(text: string): string {
  const clean = cleanLines(text)
  if (!SEVERAL.test(clean)) return cleanLine(clean)
  return clean
    .split('\n')
    .map((line) => cleanLine(line.replace(/^,+|,+$/g, '')))
    .filter((line) => line !== '')
    .join(', ')
}

function located(written: Written, { gazetteer }: ReadContext): Reading {
  const levels = ['commune'] as const
  if (written.commune !== '') {
    const found = gazetteer.resolve(written.commune, { levels, postcode: written.postcode || undefined })
    if (found.kind === 'found') return stored(written, found.territory)
    if (written.town === '') return refusedPart('commune', 'unknown-commune', written.commune)
  }
  const town = written.town.replace(CEDEX, '')
  if (town === '' && written.postcode === '') return read({ ...written, commune: '' })
  const name = town === '' ? written.postcode : town
  const hinted = gazetteer.resolve(name, { levels, postcode: written.postcode || undefined })
  // A CEDEX postcode belongs to no commune: the name alone may still decide.
  const found = hinted.kind === 'unknown' ? gazetteer.resolve(name, { levels }) : hinted
  if (found.kind === 'found') return stored(written, found.territory)
  const where = town === '' ? 'postcode' : 'town'
  return found.kind === 'unknown'
    ? refusedPart(where, 'unknown-commune', name)
    : ambiguous({ where, name, candidates: nearest(found.candidates, { written, gazetteer }) })
}

// A name many places bear, and a postcode none of them has: those of its département are meant, else one that has it.
function nearest(
  candidates: readonly Territory[],
  { written: { postcode }, gazetteer }: { readonly written: Written } & Pick<ReadContext, 'gazetteer'>,
): readonly Territory[] {
  if (postcode === '') return candidates
  const department = postcode.slice(0, postcode.startsWith('97') ? 3 : 2)
  const around = candidates.filter(({ code }) => code.startsWith(department))
  if (around.length > 0) return around
  // Not resolved by itself: 58190 is a commune too, by its INSEE code.
  const there = gazetteer.inside(`departement:${department}`, 'commune')
  const having = there.filter(({ postcodes }) => postcodes.includes(postcode))
  return having.length > 0 ? having : candidates
}

function stored(written: Written, commune: Territory): Reading {
  return read({ ...written, town: written.town === '' ? commune.name : written.town, commune: commune.key })
}

function ambiguous(place: {
  readonly where: string
  readonly name: string
  readonly candidates: readonly Territory[]
}): Reading {
  const candidates = namedWithCodes(place.candidates)
  return { problem: { code: 'ambiguous-territory', field: place.where, params: { value: place.name, candidates } } }
}
