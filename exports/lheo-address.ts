import { LHEO_PLACES } from '../pipeline/intake/lheo-mapping.ts'
import { addressOf, elementAt } from '../pipeline/intake/lheo-values.ts'
import { nodesIn, type XmlNode } from '../pipeline/intake/xml-nodes.ts'
import type { RawItem } from '../pipeline/model/field-types/field-type.ts'
import type { Edit } from './field-edit.ts'
import { changedAt, nodeOf, withChildren, withText } from './node-changes.ts'

/** The formation with the address of its place, or of where one enrols, as it is now. */
export function editAddress(formation: XmlNode, { was, is }: Edit, of: 'place' | 'enrolment'): XmlNode {
  const [before, now] = [partsOf(was[0]), partsOf(is[0])]
  const path = of === 'enrolment' ? ENROLMENT : (placeSpoken(formation) ?? PLACE)
  const moved = ['postcode', 'town', 'commune'].some((part) => before[part] !== now[part])
  return changedAt(formation, path, (found) => {
    const place = found ?? nodeOf(path.at(-1) ?? '')
    // A line of the place is part of its street here.
    const [address = nodeOf('adresse')] = nodesIn(place, 'adresse')
    const lined = before.street === now.street ? address : withLines(address, now.street ?? '')
    const bare = before.street === now.street ? place : withChildren(place, 'ligne', [])
    return withChildren(bare, 'adresse', [moved ? located(lined, now) : lined])
  })
}

const PLACE = ['action', 'lieu-de-formation', 'coordonnees']
const ENROLMENT = ['action', 'session', 'adresse-inscription']

/** Where the address that was read stands. */
function placeSpoken(formation: XmlNode): readonly string[] | undefined {
  const offer = { formation, action: nodesIn(formation, 'action')[0] }
  const path = LHEO_PLACES.find((one) => addressOf(elementAt(offer, one)) !== undefined)
  // Only its own place is its to change: the address of its provider is another matter.
  return path === 'action/lieu-de-formation/coordonnees' ? PLACE : undefined
}

function partsOf(item: RawItem | undefined): Readonly<Record<string, string>> {
  const parts = typeof item === 'object' ? item : {}
  return { street: '', postcode: '', town: '', commune: '', ...parts }
}

const [LINE, LINES] = [50, 4]

/** Its street as lines of 50 characters, four at most. */
function withLines(address: XmlNode, street: string): XmlNode {
  const lines = street.split(', ').flatMap((piece) => wrapped(piece))
  const kept = lines.length > LINES ? wrapped(street) : lines
  const bare = withChildren(address, 'denomination', [])
  return withChildren(
    bare,
    'ligne',
    kept.filter((line) => line !== '').map((line) => nodeOf('ligne', line)),
  )
}

function wrapped(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < LINE) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function located(
  address: XmlNode,
  { postcode = '', town = '', commune = '' }: Readonly<Record<string, string>>,
): XmlNode {
  const code = commune.replace(/^commune:/, '')
  const texts = { codepostal: postcode, ville: town, 'code-INSEE-commune': code }
  const cleared = FORMER.reduce((node, name) => withChildren(node, name, []), address)
  return Object.entries(texts).reduce((node, [name, text]) => changedAt(node, [name], withText(name, text)), cleared)
}

// They told where it was.
const FORMER = ['departement', 'code-INSEE-canton', 'region', 'geolocalisation']
