import type { RawItem } from '../model/field-types/field-type.ts'
import { LHEO_PLACES } from './lheo-mapping.ts'
import { attributeOf, children, descendant, textOf, type XmlElement } from './xml-tree.ts'

/** One action of one formation: what becomes an item. */
export interface Offer {
  readonly formation: XmlElement
  readonly action: XmlElement
  /** Places of both in the document, 1-based. */
  readonly position: string
}

/** Text at a path that starts with `formation`, `action`, `session` or `responsable`; empty where it is a filler. */
export function textAt(offer: Offer, path: string): string {
  return withoutFiller(textOf(elementAt(offer, path)))
}

/** Every text at such a path, where its last element is repeated. */
export function textsAt(offer: Offer, path: string): readonly string[] {
  const cut = path.lastIndexOf('/')
  const parent = elementAt(offer, path.slice(0, cut))
  const texts = children(parent, path.slice(cut + 1)).map((element) => withoutFiller(textOf(element)))
  return texts.filter((text) => text !== '')
}

/** Identity of an offer: the `numero` of its formation and of its action, their places where they have none. */
export function identityOf({ formation, action, position }: Offer): string {
  const [first = '', second = ''] = position.split('/')
  return `${attributeOf(formation, 'numero') || first}/${attributeOf(action, 'numero') || second}`
}

/** The periods of its sessions, unknown ones (`00000000`, `99999999`) left out. */
export function periodsOf({ action }: Offer): readonly RawItem[] {
  return children(action, 'session').flatMap((session) => {
    const [start, end] = ['debut', 'fin'].map((name) => textOf(descendant(session, `periode/${name}`)))
    if (!isKnownDate(start)) return []
    return [isKnownDate(end) ? { start, end } : { start }]
  })
}

/** The address of its place, as parts; nothing where no town is given. */
export function placeOf(offer: Offer): RawItem | undefined {
  return LHEO_PLACES.map((path) => addressOf(elementAt(offer, path))).find((address) => address !== undefined)
}

/** The codes of its subjects: `code-NSF`, `code-ROME` or `code-FORMACODE`. */
export function subjectCodes({ formation }: Offer, name: string): readonly string[] {
  const codes = children(descendant(formation, 'domaine-formation'), name).map((code) => withoutFiller(textOf(code)))
  return codes.filter((code) => code !== '' && !/^0+$/.test(code))
}

/** Its certifications, as `RNCP37795` and `RS6776`. */
export function certificationsOf({ formation }: Offer): readonly string[] {
  return children(formation, 'certification').flatMap((certification) =>
    ['RNCP', 'RS'].flatMap((register) => {
      const number = /\d+/.exec(textOf(descendant(certification, `code-${register}`)))?.[0]
      return number === undefined || /^0+$/.test(number) ? [] : [register + number]
    }),
  )
}

function elementAt({ formation, action }: Offer, path: string): XmlElement | undefined {
  const [start = '', ...rest] = path.split('/')
  const starts: Readonly<Record<string, XmlElement | undefined>> = {
    formation,
    action,
    session: children(action, 'session')[0],
    responsable: children(formation, 'organisme-formation-responsable')[0],
  }
  return rest.length === 0 ? starts[start] : descendant(starts[start], rest.join('/'))
}

/** Dashes and dots fill mandatory elements; rows of zeros and nines fill mandatory numbers. */
function withoutFiller(text: string): string {
  return /^[-–—._\s]*$/.test(text) || /^(?:0{8,}|9{8,})$/.test(text) ? '' : text
}

function isKnownDate(date: string | undefined): date is string {
  return date !== undefined && /^\d{8}$/.test(date) && !/^(?:0{4}|9{8})/.test(date)
}

function addressOf(place: XmlElement | undefined): RawItem | undefined {
  const address = children(place, 'adresse')[0]
  const said = (name: string): string => withoutFiller(textOf(children(address, name)[0]))
  if (address === undefined || (said('ville') === '' && said('code-INSEE-commune') === '')) return undefined
  const lines = [...children(place, 'ligne'), ...children(address, 'denomination'), ...children(address, 'ligne')]
  const street = [...new Set(lines.map((line) => withoutFiller(textOf(line))))].filter((line) => line !== '').join(', ')
  return { street, postcode: said('codepostal'), town: said('ville'), commune: said('code-INSEE-commune') }
}
