import { fail, ok, type Problem, type Result } from '../model/problem.ts'
import { decode } from './decode.ts'
import { LHEO_NAMESPACES } from './lheo-mapping.ts'
import { xmlProblem } from './survey-xml.ts'
import { nodeAt, nodesIn, nodeText, parseNode, type XmlNode } from './xml-nodes.ts'

/** One record of a repository. */
export interface OaiRead {
  readonly identifier: string
  readonly deleted: boolean
  readonly sets: readonly string[]
  /** What stands in `metadata`; undefined for a deleted record. */
  readonly metadata: XmlNode | undefined
}

/** One answer of a repository (OAI-PMH 2.0). */
export interface OaiPage {
  /** When it answered, as it wrote it: where the next harvest begins. */
  readonly responseDate: string
  readonly errors: readonly { readonly code: string; readonly message: string }[]
  readonly records: readonly OaiRead[]
  /** Where to go on; empty at the end. */
  readonly token: string
  /** What `Identify` says. */
  readonly name: string
  readonly granularity: string
  readonly prefixes: readonly string[]
  readonly sets: readonly { readonly spec: string; readonly name: string }[]
}

/** Reads an answer of a repository. Problems: `not-oai-pmh` { found }, `doctype-refused`, `too-deep`, `not-well-formed`, `binary-file`. */
export function readOaiPage(bytes: Uint8Array, mediaType?: string): Result<OaiPage> {
  const decoded = decode(bytes, mediaType)
  if (!decoded.ok) return decoded
  const { text } = decoded.value
  const [, name = ''] = ROOT.exec(text.slice(0, 5000)) ?? []
  if (!/(?:^|:)OAI-PMH$/.test(name)) return fail(strange(name))
  const problem = xmlProblem(text)
  if (problem !== undefined) return fail(problem)
  const root = parseNode(text, { isHome: (namespace) => HOMES.has(namespace.replace(/\/$/, '')), bound: {} })
  return root?.name === 'OAI-PMH' ? ok(pageOf(root)) : fail(strange(name))
}

const ROOT = /<(?![?!])([\w:.-]+)/
const HOMES = new Set([
  'http://www.openarchives.org/OAI/2.0',
  'http://www.openarchives.org/OAI/2.0/oai_dc',
  'http://purl.org/dc/elements/1.1',
  ...LHEO_NAMESPACES,
])

function strange(found: string): Problem {
  return { code: 'not-oai-pmh', params: { found: found.slice(0, 80) } }
}

function pageOf(root: XmlNode): OaiPage {
  const verb = root.content.find((one): one is XmlNode => typeof one !== 'string' && VERBS.has(one.name))
  const said = (path: string) => nodeText(nodeAt(verb, path))
  return {
    responseDate: nodeText(nodeAt(root, 'responseDate')),
    errors: nodesIn(root, 'error').map((error) => ({
      code: error.attributes.code ?? '',
      message: nodeText(error).slice(0, 300),
    })),
    records: nodesIn(verb, 'record').map(recordOf),
    token: said('resumptionToken'),
    name: said('repositoryName'),
    granularity: said('granularity'),
    prefixes: nodesIn(verb, 'metadataFormat').map((format) => nodeText(nodeAt(format, 'metadataPrefix'))),
    sets: nodesIn(verb, 'set').map((set) => ({
      spec: nodeText(nodeAt(set, 'setSpec')),
      name: nodeText(nodeAt(set, 'setName')),
    })),
  }
}

const VERBS = new Set(['Identify', 'ListMetadataFormats', 'ListSets', 'ListRecords'])

function recordOf(record: XmlNode): OaiRead {
  const [header] = nodesIn(record, 'header')
  const inside = nodesIn(record, 'metadata')[0]?.content ?? []
  return {
    identifier: nodeText(nodeAt(header, 'identifier')),
    deleted: header?.attributes.status === 'deleted',
    sets: nodesIn(header, 'setSpec').map(nodeText),
    metadata: inside.find((one) => typeof one !== 'string'),
  }
}
