import { nodeAt, nodesIn, nodeText, parseNode, type XmlNode } from '../../../pipeline/intake/xml-nodes.ts'

const HOMES = [
  'http://www.openarchives.org/OAI/2.0/',
  'http://www.openarchives.org/OAI/2.0/oai_dc/',
  'http://purl.org/dc/elements/1.1/',
  'http://lheo.gouv.fr/2.3',
]
const DUBLIN_CORE = new Set(
  'title creator subject description publisher contributor date type format identifier source language relation coverage rights'.split(
    ' ',
  ),
)

/** An answer of OAI-PMH, its structure checked as its schema has it. */
export function oaiDocument(text: string): XmlNode {
  const root = parseNode(text, { isHome: (namespace) => HOMES.includes(namespace), bound: {} })
  if (root?.name !== 'OAI-PMH') throw new Error(`no OAI-PMH: ${text.slice(0, 200)}`)
  const names = childNames(root)
  if (!/^responseDate,request,(?:error(?:,error)*|[A-Z]\w+)$/.test(names.join())) throw new Error(names.join())
  if (!SECOND.test(nodeText(nodeAt(root, 'responseDate')))) throw new Error('no response date')
  for (const record of [...everywhere(root, 'record')]) checkRecord(record)
  for (const header of [...everywhere(root, 'header')]) checkHeader(header)
  for (const set of everywhere(root, 'set')) if (childNames(set).join() !== 'setSpec,setName') throw new Error('set')
  return root
}

/** Code of the error an answer gives; undefined without one. */
export function errorOf(root: XmlNode): string | undefined {
  return nodesIn(root, 'error')[0]?.attributes.code
}

/** Headers of an answer: number of the entry, whether it is deleted, its datestamp and its sets. */
export function headersOf(root: XmlNode) {
  return everywhere(root, 'header').map((header) => ({
    entry: Number(nodeText(nodeAt(header, 'identifier')).split(':').at(-1)),
    deleted: header.attributes.status === 'deleted',
    at: Date.parse(nodeText(nodeAt(header, 'datestamp'))),
    sets: nodesIn(header, 'setSpec').map(nodeText),
  }))
}

/** Elements of that name anywhere in it, in order. */
export function everywhere(node: XmlNode, name: string): readonly XmlNode[] {
  return node.content.flatMap((one) =>
    typeof one === 'string' ? [] : [...(one.name === name ? [one] : []), ...everywhere(one, name)],
  )
}

const SECOND = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/
const SET = /^[\w.!~*'()-]+(?::[\w.!~*'()-]+)*$/

function checkHeader(header: XmlNode): void {
  const names = childNames(header).join()
  if (!/^identifier,datestamp(?:,setSpec)*$/.test(names)) throw new Error(`header: ${names}`)
  if (!SECOND.test(nodeText(nodeAt(header, 'datestamp')))) throw new Error('datestamp')
  for (const set of nodesIn(header, 'setSpec')) if (!SET.test(nodeText(set))) throw new Error(nodeText(set))
}

function checkRecord(record: XmlNode): void {
  const deleted = nodesIn(record, 'header')[0]?.attributes.status === 'deleted'
  const names = childNames(record).join()
  if (names !== (deleted ? 'header' : 'header,metadata')) throw new Error(`record: ${names}`)
  const [dc] = nodesIn(nodesIn(record, 'metadata')[0], 'dc')
  for (const name of dc ? childNames(dc) : []) if (!DUBLIN_CORE.has(name)) throw new Error(`oai_dc: ${name}`)
}

function childNames(node: XmlNode): readonly string[] {
  return node.content.flatMap((one) => (typeof one === 'string' ? [] : [one.name]))
}
