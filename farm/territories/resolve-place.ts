import type { TerritoryLevel } from '../../pipeline/model/field.ts'
import type { Resolution, Territory } from '../../pipeline/model/territory.ts'
import type { Ancestry } from './ancestry.ts'
import type { NodeIndex } from './node-index.ts'
import { type PlaceHint, resolutionOf, withPostcode } from './place-hint.ts'
import { placeForm } from './place-names.ts'
import { resolveCode } from './resolve-code.ts'
import { chooseNamed, namedCandidates, ofLevelMeant, resolveName } from './resolve-name.ts'

/** A geography one can climb. */
export interface Climb {
  readonly index: NodeIndex
  readonly isWithin: Ancestry['isWithin']
}

/** Reads a written place, from the surest reading to the least: key, code, name, then a name with a number or a wider place. */
export function resolvePlace(climb: Climb, text: string, hint: PlaceHint): Resolution {
  const written = text.trim()
  if (written === '') return { kind: 'unknown' }
  for (const read of [byKey, byCode, byName, byNameAndNumber, byNameAndWider, byTitledName]) {
    const resolution = read(climb, written, hint)
    if (resolution.kind !== 'unknown') return resolution
  }
  return { kind: 'unknown' }
}

function byKey({ index }: Climb, text: string, { levels }: PlaceHint): Resolution {
  const [, level, code] = /^([a-z]+):(\S+)$/i.exec(text) ?? []
  if (level === undefined || code === undefined) return { kind: 'unknown' }
  const key = `${level.toLowerCase()}:${level === 'perimeter' ? code : code.toUpperCase()}`
  const node = index.byKey.get(key)
  const allowed = (found: Territory) => levels === undefined || levels.includes(found.level)
  if (node !== undefined) return allowed(node) ? { kind: 'found', territory: node, by: 'key' } : { kind: 'unknown' }
  const former = /^(?:commune|perimeter):/.test(key) ? (index.byFormerCode.get(code.toUpperCase()) ?? []) : []
  return resolutionOf(former.filter(allowed), 'former-code')
}

function byCode({ index }: Climb, text: string, hint: PlaceHint): Resolution {
  return /^[\da-z -]+$/i.test(text) ? resolveCode(index, text, hint) : { kind: 'unknown' }
}

function byName({ index }: Climb, text: string, hint: PlaceHint): Resolution {
  return resolveName(index, text, hint)
}

// "58 - NEVERS", "Nevers (58)", "58000 NEVERS CEDEX", "27 - Bourgogne-Franche-Comté".
function byNameAndNumber(climb: Climb, text: string, hint: PlaceHint): Resolution {
  const form = placeForm(text)
  const { number: digits, name } = LEADING_NUMBER.exec(form)?.groups ?? TRAILING_NUMBER.exec(form)?.groups ?? {}
  if (digits === undefined || name === undefined) return { kind: 'unknown' }
  const number = digits.toUpperCase()
  const candidates = namedCandidates(climb.index, name, hint.levels)
  const own = candidates.filter((node) => node.code === number)
  if (own.length > 0) return resolutionOf(own, 'code')
  const chosen = number.length >= 5 ? byLongNumber(climb, number, candidates) : inDepartement(climb, number, candidates)
  if (chosen.length > 0) return chooseNamed(chosen, name, hint)
  const offered = candidates.length > 0 ? ofLevelMeant(candidates, name) : (climb.index.byPostcode.get(number) ?? [])
  return offered.length > 0 ? { kind: 'ambiguous', candidates: offered } : { kind: 'unknown' }
}

const NUMBER = '(?<number>\\d{1,5}|\\d{9}|2[ab](?:\\d{3})?)'
const LEADING_NUMBER = new RegExp(`^${NUMBER} (?<name>.+)$`)
const TRAILING_NUMBER = new RegExp(`^(?<name>.+) ${NUMBER}$`)

function byLongNumber({ index }: Climb, number: string, candidates: readonly Territory[]): readonly Territory[] {
  const former = candidates.filter((node) => index.byFormerCode.get(number)?.includes(node))
  return former.length > 0 ? former : withPostcode(candidates, number).filter((node) => node.level === 'commune')
}

function inDepartement(climb: Climb, number: string, candidates: readonly Territory[]): readonly Territory[] {
  const key = `departement:${number.padStart(2, '0')}`
  return candidates.filter((node) => climb.isWithin(node, key))
}

// "Nevers, Nièvre", "Nevers (Bourgogne-Franche-Comté)".
function byNameAndWider(climb: Climb, text: string, hint: PlaceHint): Resolution {
  const [, name, wider] = /^(.+?)\s*[(,]\s*([^(),]+?)\s*\)?$/.exec(text) ?? []
  if (name === undefined || wider === undefined) return { kind: 'unknown' }
  const place = resolveName(climb.index, wider, { levels: WIDER })
  if (place.kind !== 'found') return { kind: 'unknown' }
  const candidates = namedCandidates(climb.index, name, hint.levels)
  const among = candidates.filter((node) => climb.isWithin(node, place.territory.key))
  return chooseNamed(among, name, hint)
}

const WIDER: readonly TerritoryLevel[] = ['departement', 'region', 'country']

// "Département de la Nièvre", "commune de Nevers".
function byTitledName({ index }: Climb, text: string, hint: PlaceHint): Resolution {
  const [, title, name] = TITLED.exec(placeForm(text)) ?? []
  const level = title === undefined ? undefined : TITLES[title]
  if (level === undefined || name === undefined) return { kind: 'unknown' }
  if (hint.levels !== undefined && !hint.levels.includes(level)) return { kind: 'unknown' }
  return resolveName(index, name, { ...hint, levels: [level] })
}

const TITLED = /^(commune|ville|departement|region|arrondissement)(?: (?:de la|de l|des|du|de|d))? (.+)$/
const TITLES: Readonly<Record<string, TerritoryLevel>> = {
  commune: 'commune',
  ville: 'commune',
  departement: 'departement',
  region: 'region',
  arrondissement: 'arrondissement',
}
