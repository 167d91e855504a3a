import { OAI_VERBS, type OaiError, type OaiVerb } from '../../../exports/oai-answer.ts'
import { fail, type Instants, readInstants } from './instants.ts'
import { type OaiPlace, readToken } from './resumption.ts'

/** What a harvester asks, read whole. */
export interface OaiAsked {
  readonly verb: OaiVerb
  /** Arguments as they came, to be told back. */
  readonly arguments: Readonly<Record<string, string>>
  readonly identifier?: string | undefined
  readonly metadataPrefix?: string | undefined
  readonly set?: string | undefined
  readonly instants: Instants
  /** Where it goes on, of a list that was cut. */
  readonly place?: OaiPlace | undefined
}

/** A request that cannot be answered, with the arguments to tell back where they were sound. */
export interface OaiRefused {
  readonly error: OaiError
  readonly arguments?: Readonly<Record<string, string>>
}

interface Allowed {
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /** Takes a token, and then nothing else. */
  readonly goesOn: boolean
}

const LISTED: Allowed = { required: ['metadataPrefix'], optional: ['from', 'until', 'set'], goesOn: true }
const ALLOWED: Readonly<Record<OaiVerb, Allowed>> = {
  Identify: { required: [], optional: [], goesOn: false },
  ListMetadataFormats: { required: [], optional: ['identifier'], goesOn: false },
  ListSets: { required: [], optional: [], goesOn: true },
  ListIdentifiers: LISTED,
  ListRecords: LISTED,
  GetRecord: { required: ['identifier', 'metadataPrefix'], optional: [], goesOn: false },
}

/** Reads the arguments of a request (OAI-PMH 2.0 §3.6), from its address or its body; `site` is whose tokens are taken. */
export function readOaiRequest(search: URLSearchParams, site: string): OaiAsked | OaiRefused {
  const verb = OAI_VERBS.find((one) => one === search.get('verb'))
  if (verb === undefined || search.getAll('verb').length > 1)
    return { error: fail('badVerb', `verb must be one of ${OAI_VERBS.join(', ')}, once`) }
  const given = [...search.keys()].filter((name) => name !== 'verb')
  const twice = given.find((name, at) => given.indexOf(name) !== at)
  if (twice !== undefined) return { error: fail('badArgument', `${quoted(twice)} is given twice`) }
  const told = Object.fromEntries([...search].map(([name, value]) => [name, value.slice(0, 2000)]))
  return ALLOWED[verb].goesOn && search.has('resumptionToken')
    ? goingOn(search, { verb, site, told })
    : asking(search, { verb, given, told })
}

function goingOn(
  search: URLSearchParams,
  { verb, site, told }: { verb: OaiVerb; site: string; told: Record<string, string> },
): OaiAsked | OaiRefused {
  if (search.size > 2) return { error: fail('badArgument', 'resumptionToken goes with no other argument') }
  const place = readToken(search.get('resumptionToken') ?? '', { verb, site })
  if (!place) return { error: fail('badResumptionToken', 'start the list again, without a token'), arguments: told }
  const { metadataPrefix, set, from, until } = place
  return { verb, arguments: told, instants: { from, until }, place, metadataPrefix, set }
}

function asking(
  search: URLSearchParams,
  { verb, given, told }: { verb: OaiVerb; given: readonly string[]; told: Record<string, string> },
): OaiAsked | OaiRefused {
  const { required, optional } = ALLOWED[verb]
  const known = new Set([...required, ...optional])
  const strange = given.find((name) => !known.has(name))
  if (strange !== undefined) return { error: fail('badArgument', `${verb} takes no ${quoted(strange)}`) }
  const missing = required.find((name) => (search.get(name) ?? '') === '')
  if (missing !== undefined) return { error: fail('badArgument', `${verb} needs ${missing}`) }
  const instants = readInstants(search.get('from'), search.get('until'))
  if ('code' in instants) return { error: instants }
  const said = (name: string) => search.get(name) ?? undefined
  const [identifier, metadataPrefix, set] = [said('identifier'), said('metadataPrefix'), said('set')]
  return { verb, arguments: told, identifier, metadataPrefix, set, instants }
}

function quoted(name: string): string {
  return `“${name.slice(0, 60)}”`
}
