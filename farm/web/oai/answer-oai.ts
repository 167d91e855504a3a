import { type OaiError, oaiAnswer, oaiInstant, oaiRecord, oaiTexts } from '../../../exports/oai-answer.ts'
import { publisherOf } from '../portal/publisher.ts'
import type { Visit } from '../visit.ts'
import { fail } from './instants.ts'
import { earliest, findMoved, listRecords, listSets, PIECES, type Pieces } from './lists.ts'
import { type OaiAsked, readOaiRequest } from './read-request.ts'
import { disseminates, entryOf, OAI_FORMATS, type OaiPrefix, recordsOf } from './records.ts'

/** Answers a harvester (OAI-PMH 2.0, openarchives.org) on what a public site shows and showed: always a document, errors included. */
export async function answerOai(visit: Visit, search: URLSearchParams, pieces = PIECES): Promise<string> {
  const baseUrl = `${visit.origin}${visit.href('/oai')}`
  const now = visit.farm.now()
  const asked = readOaiRequest(search, visit.site?.id ?? '')
  if ('error' in asked) return oaiAnswer({ baseUrl, now, arguments: asked.arguments ?? {} }, { errors: [asked.error] })
  const content = await contentOf(visit, { ...asked, pieces }, baseUrl)
  const bad = typeof content !== 'string' && content.code === 'badArgument'
  const envelope = { baseUrl, now, arguments: bad ? {} : asked.arguments }
  return typeof content === 'string'
    ? oaiAnswer(envelope, { verb: asked.verb, content })
    : oaiAnswer(envelope, { errors: [content] })
}

async function contentOf(
  visit: Visit,
  asked: OaiAsked & { readonly pieces: Pieces },
  baseUrl: string,
): Promise<string | OaiError> {
  const { verb } = asked
  if (verb === 'Identify') return identify(visit, baseUrl)
  if (verb === 'ListMetadataFormats') return listFormats(visit, asked)
  if (verb === 'ListSets') return listSets(visit, asked)
  const prefix = OAI_FORMATS.find((one) => one.prefix === asked.metadataPrefix)?.prefix
  if (prefix === undefined) return fail('cannotDisseminateFormat', PREFIXES)
  return verb === 'GetRecord' ? getRecord(visit, asked, prefix) : listRecords(visit, { ...asked, verb }, prefix)
}

const PREFIXES = `metadataPrefix is one of ${OAI_FORMATS.map((one) => one.prefix).join(', ')}; lheo for training only`

async function identify(visit: Visit, baseUrl: string): Promise<string> {
  const { site, farm } = visit
  const { domain } = farm.settings
  const { email } = publisherOf(visit)
  const texts = oaiTexts([
    ['repositoryName', site?.name ?? ''],
    ['baseURL', baseUrl],
    ['protocolVersion', '2.0'],
    ['adminEmail', email === '' ? `contact@${domain}` : email],
    ['earliestDatestamp', oaiInstant(await earliest(visit))],
    ['deletedRecord', 'persistent'],
    ['granularity', 'YYYY-MM-DDThh:mm:ssZ'],
    ['compression', 'gzip'],
  ])
  return texts + (domain.includes('.') ? identifiersOf(domain) : '')
}

/** How identifiers are made (openarchives.org, guidelines for OAI identifiers), where the farm has a true domain. */
function identifiersOf(domain: string): string {
  const texts = oaiTexts([
    ['scheme', 'oai'],
    ['repositoryIdentifier', domain],
    ['delimiter', ':'],
    ['sampleIdentifier', `oai:${domain}:1`],
  ])
  const namespace = 'http://www.openarchives.org/OAI/2.0/oai-identifier'
  return `<description><oai-identifier xmlns="${namespace}" xsi:schemaLocation="${namespace} ${namespace}.xsd">${texts}</oai-identifier></description>`
}

async function listFormats(visit: Visit, { identifier }: OaiAsked): Promise<string | OaiError> {
  const kind = identifier === undefined ? undefined : await kindOf(visit, identifier)
  if (identifier !== undefined && !kind) return fail('idDoesNotExist', UNKNOWN)
  return OAI_FORMATS.filter(({ prefix }) => !kind || disseminates(kind, prefix))
    .map(({ prefix, schema, namespace }) => {
      const texts = oaiTexts([
        ['metadataPrefix', prefix],
        ['schema', schema],
        ['metadataNamespace', namespace],
      ])
      return `<metadataFormat>${texts}</metadataFormat>\n`
    })
    .join('')
}

const UNKNOWN = 'this site never showed such a record'

async function getRecord(visit: Visit, { identifier = '' }: OaiAsked, prefix: OaiPrefix): Promise<string | OaiError> {
  const kind = await kindOf(visit, identifier)
  const entry = entryOf(visit, identifier)
  const moved = kind && entry !== undefined ? await findMoved(visit, entry, 'oai_dc') : undefined
  if (!kind || !moved) return fail('idDoesNotExist', UNKNOWN)
  if (!disseminates(kind, prefix)) return fail('cannotDisseminateFormat', PREFIXES)
  const [record] = await recordsOf(visit, [moved], prefix)
  return record ? oaiRecord(record) : fail('idDoesNotExist', UNKNOWN)
}

async function kindOf(visit: Visit, identifier: string) {
  const entry = entryOf(visit, identifier)
  if (entry === undefined || !(await findMoved(visit, entry, 'oai_dc'))) return undefined
  const found = await visit.farm.ports.entries.get(entry)
  return found && visit.memory.serviceType(found.serviceType)
}
