import type { Resolution, Territory } from '../../pipeline/model/territory.ts'
import type { NodeIndex } from './node-index.ts'
import { LEVEL_PREFERENCE, type PlaceHint, resolutionOf, withPostcode } from './place-hint.ts'

/**
 * Reads a text that is only a code: INSEE, SIREN, perimeter, former INSEE code, or postcode. A code in force wins over
 * a postcode of the same figures; a former code that is also somebody's postcode is ambiguous, as is a lost leading
 * zero that can be read in two ways.
 */
export function resolveCode(index: NodeIndex, text: string, hint: PlaceHint): Resolution {
  const code = text.replace(SPACED_POSTCODE, '$1$2').toUpperCase()
  const exact = inForce(index, code, hint)
  if (exact !== undefined) return { kind: 'found', territory: exact, by: 'code' }
  const read = heldOrPostal(index, code, hint)
  if (read.kind !== 'unknown' || !LOST_ZERO.test(code)) return read
  return resolvePadded(index, `0${code}`, hint)
}

const SPACED_POSTCODE = /^(\d\d) (\d{3})$/
const LOST_ZERO = /^(?:[1-9]|[1-9]\d{3})$/

function inForce({ byKey }: NodeIndex, code: string, hint: PlaceHint): Territory | undefined {
  for (const level of LEVEL_PREFERENCE) {
    if (hint.levels !== undefined && !hint.levels.includes(level)) continue
    const node = byKey.get(`${level}:${level === 'perimeter' ? code.toLowerCase() : code}`)
    if (node !== undefined) return node
  }
  return undefined
}

function heldOrPostal({ byFormerCode, byPostcode }: NodeIndex, code: string, hint: PlaceHint): Resolution {
  const former = allowed(byFormerCode.get(code), hint)
  const postal = allowed(byPostcode.get(code), hint)
  if (former.length === 0) return resolutionOf(withPostcode(postal, hint.postcode), 'postcode')
  return resolutionOf([...new Set([...former, ...postal])], 'former-code')
}

function resolvePadded(index: NodeIndex, code: string, hint: PlaceHint): Resolution {
  const exact = inForce(index, code, hint)
  const other = heldOrPostal(index, code, hint)
  if (exact === undefined) return other
  const others = other.kind === 'found' ? [other.territory] : other.kind === 'ambiguous' ? other.candidates : []
  return resolutionOf([...new Set([exact, ...others])], 'code')
}

function allowed(nodes: readonly Territory[] = [], { levels }: PlaceHint): readonly Territory[] {
  return levels === undefined ? nodes : nodes.filter((node) => levels.includes(node.level))
}
