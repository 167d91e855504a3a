import type { RawItem } from '../model/field-types/field-type.ts'
import { isSiret } from '../model/field-types/siret.ts'
import { LHEO_PLACES } from './lheo-mapping.ts'
import { nodeAt, nodesIn, nodeText, type XmlNode } from './xml-nodes.ts'

/** One action of one formation: what becomes an item. */
export interface Offer {
  readonly formation: XmlNode
  readonly action: XmlNode | undefined
}

/** Text at a path that starts with `formation`, `action`, `session` or `responsable`; empty where it is a filler. */
export function textAt(offer: Offer, path: string): string {
  return withoutFiller(nodeText(elementAt(offer, path)))
}

/** Text at a path of numbers that must be a true SIRET; empty where it is none. */
export function siretAt(offer: Offer, path: string): string {
  const digits = textAt(offer, path).replace(/[\s.-]/g, '')
  return isSiret(digits) ? digits : ''
}

/** Every text at such a path, where its last element is repeated. */
export function textsAt(offer: Offer, path: string): readonly string[] {
  const cut = path.lastIndexOf('/')
  const parent = elementAt(offer, path.slice(0, cut))
  return nodesIn(parent, path.slice(cut + 1))
    .map((node) => withoutFiller(nodeText(node)))
    .filter((text) => text !== '')
}

/** The periods of its sessions, unknown ones (`00000000`, `99999999`) and those of no calendar left out. */
export function periodsOf({ action }: Offer): readonly RawItem[] {
  return nodesIn(action, 'session').flatMap((session) => periodOf(session) ?? [])
}

/** The period of one session, where its start is known. */
export function periodOf(session: XmlNode): { readonly start: string; readonly end?: string } | undefined {
  const [start = '', end = ''] = ['debut', 'fin'].map((name) => nodeText(nodeAt(session, `periode/${name}`)))
  if (!isKnownDate(start)) return undefined
  return isKnownDate(end) && !endsBefore(start, end) ? { start, end } : { start }
}

function endsBefore(start: string, end: string): boolean {
  const [from, to] = [start, end].map((date) => date.replace(/(?:00){1,2}$/, ''))
  const length = Math.min(from?.length ?? 0, to?.length ?? 0)
  return end.slice(0, length) < start.slice(0, length)
}

/** The address of its place, as parts; nothing where no town is given. */
export function placeOf(offer: Offer): RawItem | undefined {
  return LHEO_PLACES.map((path) => addressOf(elementAt(offer, path))).find((address) => address !== undefined)
}

/** The address under `coordonnees` or beside them, as parts; nothing where no town is given. */
export function addressOf(place: XmlNode | undefined): Readonly<Record<string, string>> | undefined {
  const [address] = nodesIn(place, 'adresse')
  const said = (name: string): string => withoutFiller(nodeText(nodesIn(address, name)[0]))
  if (address === undefined || (said('ville') === '' && said('code-INSEE-commune') === '')) return undefined
  const lines = [...nodesIn(place, 'ligne'), ...nodesIn(address, 'denomination'), ...nodesIn(address, 'ligne')]
  const street = [...new Set(lines.map((line) => withoutFiller(nodeText(line))))].filter((line) => line !== '')
  return {
    street: street.join(', '),
    postcode: said('codepostal'),
    town: said('ville'),
    commune: said('code-INSEE-commune'),
  }
}

/** The codes of its subjects: `code-NSF`, `code-ROME` or `code-FORMACODE`. */
export function subjectCodes({ formation }: Offer, name: string): readonly string[] {
  return nodesIn(nodeAt(formation, 'domaine-formation'), name)
    .map((code) => withoutFiller(nodeText(code)))
    .filter((code) => code !== '' && !/^0+$/.test(code))
}

/** Its certifications, as `RNCP37795` and `RS6776`. */
export function certificationsOf({ formation }: Offer): readonly string[] {
  return nodesIn(formation, 'certification').flatMap(registersOf)
}

/** The registers one `certification` names, as `RNCP37795` and `RS6776`. */
export function registersOf(certification: XmlNode): readonly string[] {
  return ['RNCP', 'RS'].flatMap((register) => {
    const number = /\d+/.exec(nodeText(nodeAt(certification, `code-${register}`)))?.[0]
    return number === undefined || /^0+$/.test(number) ? [] : [register + number]
  })
}

/** The element at a path that starts with `formation`, `action`, `session` (the first) or `responsable`. */
export function elementAt({ formation, action }: Offer, path: string): XmlNode | undefined {
  const [start = '', ...rest] = path.split('/')
  const starts: Readonly<Record<string, XmlNode | undefined>> = {
    formation,
    action,
    session: nodesIn(action, 'session')[0],
    responsable: nodesIn(formation, 'organisme-formation-responsable')[0],
  }
  return rest.length === 0 ? starts[start] : nodeAt(starts[start], rest.join('/'))
}

/** Dashes and dots fill mandatory elements; rows of zeros and nines fill mandatory numbers. */
export function withoutFiller(text: string): string {
  return /^[-–—._\s]*$/.test(text) || /^(?:0{8,}|9{8,})$/.test(text) ? '' : text
}

/** Whether eight digits are a date of the calendar, its day and its month unknown (`00`) or not. */
export function isKnownDate(date: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d{2})(\d{2})$/.exec(date) ?? []
  if (year === '' || year === '0000' || /^9{4}$/.test(year) || Number(month) > 12) return false
  if (day === '00') return true
  return month !== '00' && Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
}
