import { LHEO_CODES, LHEO_HOMES, LHEO_TEXTS, NOT_SAID } from '../pipeline/intake/lheo-mapping.ts'
import { elementAt, textAt } from '../pipeline/intake/lheo-values.ts'
import { nodesIn, type XmlNode } from '../pipeline/intake/xml-nodes.ts'
import type { RawItem, ReadContext } from '../pipeline/model/field-types/field-type.ts'
import type { ExportedEntry } from './exported.ts'
import type { Edit } from './field-edit.ts'
import { editAddress } from './lheo-address.ts'
import { editAudience, editCertifications, editCodes, editThemes } from './lheo-lists.ts'
import { editSessions } from './lheo-sessions.ts'
import { changedAt, withText } from './node-changes.ts'

/** What editing an offer goes by. */
export interface Editing {
  readonly entry: ExportedEntry
  readonly edits: ReadonlyMap<string, Edit>
  readonly reading: ReadContext | undefined
  /** It did not come by LHÉO: all of it is made from the fields. */
  readonly fresh: boolean
}

/** The formation with every field that says something else now written where LHÉO has its place; the rest is left as it is. */
export function editOffer(formation: XmlNode, editing: Editing): XmlNode {
  if (editing.edits.size === 0) return formation
  let edited = formation
  for (const [name, edit] of editing.edits) edited = editField(edited, name, { ...editing, edit })
  if (edited === formation) return formation
  const day = new Date(editing.entry.updatedAt).toISOString().slice(0, 10).replaceAll('-', '')
  const dated = (node: XmlNode | undefined) => node && { ...node, attributes: { ...node.attributes, datemaj: day } }
  return changedAt(editing.fresh ? completed(edited) : edited, ['action'], dated)
}

function editField(formation: XmlNode, name: string, { edit, reading }: Editing & { readonly edit: Edit }): XmlNode {
  switch (name) {
    case 'address':
      return editAddress(formation, edit, 'place')
    case 'enrolment_address':
      return editAddress(formation, edit, 'enrolment')
    case 'sessions':
      return editSessions(formation, edit)
    case 'certifications':
      return editCertifications(formation, edit)
    case 'formacode':
      return editCodes(formation, edit, 'code-FORMACODE')
    case 'nsf':
      return editCodes(formation, edit, 'code-NSF')
    case 'occupations':
      return editCodes(formation, edit, 'code-ROME')
    case 'audience':
      return editAudience(formation, edit, reading)
    case 'themes':
      return editThemes(formation, edit)
    default:
      return editCode(formation, name, edit) ?? editText(formation, name, edit)
  }
}

function editCode(formation: XmlNode, name: string, { is }: Edit): XmlNode | undefined {
  const table = LHEO_CODES[name]
  if (!table) return undefined
  const codes = Object.keys(table.codes).filter((code) => table.codes[code] === is[0])
  // Of two codes for one level, the newer names it by its own number.
  return changedAt(formation, placeOf(table.path), withText(leaf(table.path), codes.at(-1) ?? ''))
}

function editText(formation: XmlNode, name: string, { is }: Edit): XmlNode {
  const paths = LHEO_TEXTS[name]
  if (!paths) return formation
  const text = textOf(name, is[0])
  if (text === '') return paths.reduce((node, path) => changedAt(node, placeOf(path), () => undefined), formation)
  const offer = { formation, action: nodesIn(formation, 'action')[0] }
  const spoken = paths.find((path) => textAt(offer, path) !== '')
  const path = spoken ?? LHEO_HOMES[name] ?? paths[0] ?? ''
  return changedAt(formation, placeOf(path), withText(leaf(path), text))
}

function textOf(name: string, item: RawItem | undefined): string {
  if (item === undefined || item === NOT_SAID) return ''
  if (typeof item === 'string') return name === 'hours' ? String(Math.round(Number(item.replace(',', '.')))) : item
  const { amount = '', max } = item
  const range = [amount, ...(max === undefined ? [] : [max])].map((one) => one.replace(/\.00$/, ''))
  return range.join('-').length <= 10 ? range.join('-') : (range[0] ?? '')
}

/** The names from the formation down to where a path of the mapping leads. */
function placeOf(path: string): readonly string[] {
  const [start = '', ...rest] = path.split('/')
  return [...(STARTS[start] ?? []), ...rest]
}

const STARTS: Readonly<Record<string, readonly string[]>> = {
  formation: [],
  action: ['action'],
  session: ['action', 'session'],
  responsable: ['organisme-formation-responsable'],
}

function leaf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

// What partners look for elsewhere too: the place is where one enrols and where the provider is, until somebody says otherwise.
function completed(formation: XmlNode): XmlNode {
  const offer = { formation, action: nodesIn(formation, 'action')[0] }
  const [address] = nodesIn(elementAt(offer, 'action/lieu-de-formation/coordonnees'), 'adresse')
  const name = textAt(offer, 'responsable/nom-organisme')
  const named =
    name === ''
      ? formation
      : changedAt(formation, placeOf('responsable/raison-sociale'), withText('raison-sociale', name))
  if (address === undefined) return named
  return ['session/adresse-inscription/adresse', 'responsable/coordonnees-organisme/coordonnees/adresse'].reduce(
    (node, path) => changedAt(node, placeOf(path), (found) => found ?? address),
    named,
  )
}
