import { escapedAttribute, escapedText } from '../pipeline/intake/xml-signs.ts'
import { legalXml } from './legal-xml.ts'

/** The verbs of OAI-PMH 2.0. */
export const OAI_VERBS = [
  'Identify',
  'ListMetadataFormats',
  'ListSets',
  'ListIdentifiers',
  'ListRecords',
  'GetRecord',
] as const

/** One of the verbs. */
export type OaiVerb = (typeof OAI_VERBS)[number]

/** A code of OAI-PMH 2.0 §3.6, with what to tell whoever reads the answer. */
export interface OaiError {
  readonly code:
    | 'badVerb'
    | 'badArgument'
    | 'badResumptionToken'
    | 'cannotDisseminateFormat'
    | 'idDoesNotExist'
    | 'noRecordsMatch'
    | 'noMetadataFormats'
    | 'noSetHierarchy'
  readonly message: string
}

/** A record, or its header alone. */
export interface OaiRecord {
  readonly identifier: string
  /** Milliseconds. */
  readonly datestamp: number
  readonly sets: readonly string[]
  /** XML of the metadata; undefined for a deleted record. */
  readonly metadata?: string | undefined
  readonly deleted: boolean
}

/** What an answer goes by. */
export interface OaiRequest {
  readonly baseUrl: string
  /** Milliseconds. */
  readonly now: number
  /** As asked; none where the verb or the arguments are bad. */
  readonly arguments: Readonly<Record<string, string>>
}

/** Where a list that was cut goes on. */
export interface OaiMore {
  /** Empty on the last piece. */
  readonly token: string
  readonly size: number
  readonly cursor: number
}

/** An answer of OAI-PMH 2.0: the envelope around what a verb gives, or errors. */
export function oaiAnswer(
  { baseUrl, now, arguments: asked }: OaiRequest,
  given: { readonly verb: OaiVerb; readonly content: string } | { readonly errors: readonly OaiError[] },
): string {
  const attributes = Object.entries(asked).map(([name, value]) => ` ${name}="${escapedAttribute(value)}"`)
  const content =
    'verb' in given
      ? `<${given.verb}>${given.content}</${given.verb}>`
      : given.errors.map(({ code, message }) => `<error code="${code}">${escapedText(message)}</error>`).join('')
  return legalXml(`<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
<responseDate>${oaiInstant(now)}</responseDate>
<request${attributes.join('')}>${escapedText(baseUrl)}</request>
${content}
</OAI-PMH>
`)
}

/** Milliseconds as OAI-PMH writes an instant: UTC, to the second. */
export function oaiInstant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** Elements with text, in order; an empty text leaves its element out. */
export function oaiTexts(pairs: readonly (readonly [name: string, text: string])[]): string {
  return pairs.map(([name, text]) => (text === '' ? '' : `<${name}>${escapedText(text)}</${name}>`)).join('')
}

/** The header of a record. */
export function oaiHeader({ identifier, datestamp, sets, deleted }: OaiRecord): string {
  const texts = oaiTexts([
    ['identifier', identifier],
    ['datestamp', oaiInstant(datestamp)],
    ...sets.map((set) => ['setSpec', set] as const),
  ])
  return `<header${deleted ? ' status="deleted"' : ''}>${texts}</header>\n`
}

/** A record; of a deleted one only its header is left. */
export function oaiRecord(record: OaiRecord): string {
  const metadata = record.deleted ? '' : `<metadata>${record.metadata ?? ''}</metadata>`
  return `<record>${oaiHeader(record)}${metadata}</record>\n`
}

/** Where to go on, at the end of a piece of a list. */
export function oaiMore({ token, size, cursor }: OaiMore): string {
  return `<resumptionToken completeListSize="${size}" cursor="${cursor}">${escapedText(token)}</resumptionToken>`
}
