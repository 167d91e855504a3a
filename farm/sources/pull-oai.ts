import type { OaiPage, OaiRead } from '../../pipeline/intake/oai-pmh.ts'
import { oaiItems } from '../../pipeline/intake/oai-record.ts'
import type { IntakeItem } from '../../pipeline/intake/reader.ts'
import { startWarnings } from '../../pipeline/intake/warnings.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { FetchStep } from '../fetching/fetch-source.ts'
import { identifiersBehind } from '../storage/entries/source-entries.ts'
import type { Source } from '../storage/gateways/source-store.ts'
import { type Asked, askRepository } from './ask-repository.ts'
import type { Gateway } from './gateway.ts'
import type { Pull } from './pull.ts'

/** Pages and records of one pull; where a repository has more, the next pull goes on from there. */
const [MOST_PAGES, MOST_RECORDS] = [400, 20_000]

/**
 * Harvests a repository (OAI-PMH 2.0): what moved since the last whole harvest, token by token, what is deleted there withdrawn here unless
 * `settings.deleted` is `keep`. Settings: `prefix`, `set`; `from` and `token` tell how far it has come. Problems: those of
 * `askRepository`, `oai-error` { code, message }, `oai-token-refused`.
 */
export const pullOai: Pull = async (gateway, source, signal) => {
  const known = await acquainted(gateway, source, signal)
  if (known.kind === 'failed') return known
  const { settings } = known
  const harvest = await walk(gateway, { ...source, settings }, signal)
  const { movedTo, problem, retryAfter, records, resume, begun, ended } = harvest
  const steps = [...known.steps, ...harvest.steps]
  if (problem && records.size === 0) return { kind: 'failed', problem, retryAfter, steps }
  const { from: before = '', prefix = 'oai_dc', token: after = '' } = settings
  if (records.size === 0 && ended && after === '') return { kind: 'not-modified', steps, movedTo, asks: null }
  // Only a harvest that came to its end moves the place where the next one begins.
  const from = ended ? begun : before
  const items = await itemsOf(gateway, source, [...records.values()])
  return {
    kind: 'content',
    content: { items, road: prefix.startsWith('lheo') ? 'lheo' : 'xml' },
    // What did not move since is not told.
    whole: before === '' && ended && after === '',
    ...{ etag: null, lastModified: null, steps, movedTo },
    settings: { ...settings, from, token: resume, begun: resume === '' ? '' : begun },
  }
}

type Acquainted =
  | { readonly kind: 'known'; readonly settings: Source['settings']; readonly steps: readonly FetchStep[] }
  | Extract<Asked, { kind: 'failed' }>

/** How finely it selects by time is asked once. */
async function acquainted(gateway: Gateway, source: Source, signal: AbortSignal | undefined): Promise<Acquainted> {
  const { url, settings } = source
  if (settings.granularity !== undefined) return { kind: 'known', settings, steps: [] }
  const asked = await askRepository(gateway, { url, arguments: { verb: 'Identify' }, signal })
  if (asked.kind === 'failed') return asked
  const { granularity } = asked.page
  return { kind: 'known', settings: { ...settings, granularity }, steps: asked.steps }
}

interface Harvest {
  readonly steps: readonly FetchStep[]
  readonly movedTo: string | undefined
  readonly problem?: Problem | undefined
  readonly retryAfter?: number | undefined
  /** By identifier: a list begun again tells some twice, and the last word counts. */
  readonly records: ReadonlyMap<string, OaiRead>
  /** Token to go on with next time; empty where the list came to its end. */
  readonly resume: string
  /** When the list began, as the repository has it. */
  readonly begun: string
  /** The list was told to its end. */
  readonly ended: boolean
}

async function walk(gateway: Gateway, source: Source, signal: AbortSignal | undefined): Promise<Harvest> {
  const { url, settings } = source
  const steps: FetchStep[] = []
  const records = new Map<string, OaiRead>()
  let token = settings.token ?? ''
  let begun = token === '' ? '' : (settings.begun ?? '')
  let movedTo: string | undefined
  let restarts = 0
  for (let pages = 0; ; pages += 1) {
    const asked = await askRepository(gateway, { url, arguments: argumentsOf(settings, token), signal })
    steps.push(...asked.steps)
    const told = { steps, movedTo, records, begun, ended: false }
    if (asked.kind === 'failed') return { ...told, resume: token, ...refused(asked, records) }
    const { page } = asked
    movedTo ??= asked.movedTo
    const [error] = page.errors
    if (error?.code === 'badResumptionToken' && restarts === 0) {
      // It forgot where we were: from the start again, once.
      restarts += 1
      token = ''
      begun = ''
      continue
    }
    begun ||= instantOf(page, settings)
    if (error?.code === 'noRecordsMatch') return { ...told, begun, resume: '', ended: true }
    if (error) return { ...told, begun, resume: '', problem: problemOf(error) }
    for (const record of page.records) {
      records.delete(record.identifier)
      records.set(record.identifier, record)
    }
    const stuck = page.token !== '' && page.token === token
    if (stuck) return { ...told, begun, resume: '', problem: { code: 'oai-token-refused' } }
    token = page.token
    const enough = pages + 1 >= MOST_PAGES || records.size >= MOST_RECORDS
    if (token === '' || enough) return { ...told, begun, resume: token, ended: token === '' }
  }
}

// What came before it broke is taken in, and the next pull goes on from there.
function refused({ problem, retryAfter }: Extract<Asked, { kind: 'failed' }>, records: ReadonlyMap<string, OaiRead>) {
  return problem.code === 'interrupted' || records.size === 0 ? { problem, retryAfter } : {}
}

function argumentsOf(settings: Source['settings'], token: string): Record<string, string> {
  if (token !== '') return { verb: 'ListRecords', resumptionToken: token }
  const { prefix = 'oai_dc', set = '', from = '' } = settings
  return {
    verb: 'ListRecords',
    metadataPrefix: prefix,
    ...(set === '' ? {} : { set }),
    ...(from === '' ? {} : { from }),
  }
}

/** When it answered, to the fineness it selects by; nothing where it wrote no date. */
function instantOf({ responseDate }: OaiPage, { granularity = '' }: Source['settings']): string {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/.test(responseDate)) return ''
  return granularity === 'YYYY-MM-DD' ? responseDate.slice(0, 10) : `${responseDate.slice(0, 19)}Z`
}

function problemOf({ code, message }: OaiPage['errors'][number]): Problem {
  if (code === 'badResumptionToken') return { code: 'oai-token-refused' }
  return { code: 'oai-error', params: { code: code.slice(0, 60), message } }
}

async function itemsOf(
  { ports, storage }: Gateway,
  source: Source,
  records: readonly OaiRead[],
): Promise<readonly IntakeItem[]> {
  const { thesaurus, gazetteer, serviceType: kind } = await ports.knowledge()
  const serviceType = kind(source.serviceType)
  if (!serviceType) return []
  const knowsTerm = (vocabulary: string, text: string) => thesaurus.resolve(vocabulary, text) !== undefined
  const knowsTown = (text: string) => gazetteer.resolve(text, { levels: ['commune'] }).kind === 'found'
  const reading = { options: { serviceType, knowsTerm, knowsTown }, warnings: startWarnings(), gazetteer }
  const told = records.filter((one) => !one.deleted || source.settings.deleted !== 'keep')
  const items = told.flatMap((record, at) => oaiItems(record, at + 1, reading))
  const gone = items.flatMap((item) => (item.gone ? (item.externalId ?? []) : []))
  const behind = await identifiersBehind(storage, { source: source.id, names: gone })
  const others = behind.map((externalId): IntakeItem => ({ line: 0, raw: {}, externalId, gone: true, problems: [] }))
  return [...items, ...others]
}
