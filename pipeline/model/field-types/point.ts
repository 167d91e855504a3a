import { showNumber } from '../typography.ts'
import { cleanLine } from '../written/clean.ts'
import { writtenNumber } from '../written/numbers.ts'
import { isRecord, part } from '../written/parts.ts'
import { BLANK, read, refused, refusedPart } from '../written/reading.ts'
import type { FieldType, Reading, StoredValue } from './field-type.ts'

/** A place in WGS 84 degrees, stored `{ lat, lon }` rounded to 6 decimals (10 cm). Problems: `not-a-point`, `out-of-range`. */
export const point: FieldType = {
  id: 'point',
  parts: ['lat', 'lon'],
  read(raw) {
    if (typeof raw !== 'string') return fromParts(part(raw, 'lat'), part(raw, 'lon'))
    const text = cleanLine(raw)
    if (text === '') return BLANK
    const [lat, lon] = text.length > 80 || ONE_NUMBER.test(text) ? [] : split(text)
    return lat === undefined || lon === undefined ? refused('not-a-point', text) : pointOf(lat, lon, text)
  },
  write(value) {
    const { lat, lon } = degrees(value)
    return { lat: lat.toFixed(6), lon: lon.toFixed(6) }
  },
  show(value, _field, { language }) {
    const { lat, lon } = degrees(value)
    return `${showNumber(lat, language)}${language === 'fr' ? ' ; ' : ', '}${showNumber(lon, language)}`
  },
  words: () => '',
}

// A latitude alone, or two round degrees: better ask than guess.
const ONE_NUMBER = /^[+-]?\d+,\d+$/
const WKT = /^point ?\( ?(\S+) (\S+) ?\)$/i
const GEO = /^geo:/i
const DECIMAL_COMMAS = /^(-?\d+,\d+)[ ,;/]+(-?\d+,\d+)$/
const POINTS = /^([+-]?\d+(?:\.\d+)?)[ ,;/]+([+-]?\d+(?:\.\d+)?)$/

function split(text: string): readonly string[] {
  const wkt = WKT.exec(text)
  if (wkt !== null) return [wkt[2] ?? '', wkt[1] ?? '']
  const match = DECIMAL_COMMAS.exec(text) ?? POINTS.exec(text.replace(GEO, '').replace(/[()°]/g, '').trim())
  return match === null ? [] : [match[1] ?? '', match[2] ?? '']
}

function fromParts(lat: string, lon: string): Reading {
  if (lat === '' && lon === '') return BLANK
  if (lat === '') return refusedPart('lat', 'required')
  return lon === '' ? refusedPart('lon', 'required') : pointOf(lat, lon)
}

function pointOf(latText: string, lonText: string, whole = `${latText}, ${lonText}`): Reading {
  const [lat, lon] = [writtenNumber(latText), writtenNumber(lonText)]
  if (lat === null || lon === null) return refused('not-a-point', whole)
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return refused('out-of-range', whole)
  return read({ lat: rounded(lat), lon: rounded(lon) })
}

// Adding zero turns -0 into 0.
function rounded(degree: number): number {
  return Math.round(degree * 1e6) / 1e6 + 0
}

function degrees(value: StoredValue): { readonly lat: number; readonly lon: number } {
  const { lat, lon } = isRecord(value) ? value : {}
  return { lat: typeof lat === 'number' ? lat : 0, lon: typeof lon === 'number' ? lon : 0 }
}
