import type { Entry } from '../../../pipeline/model/entry.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { Submission } from '../../../pipeline/model/submission.ts'
import { writeValues } from '../../../pipeline/model/write-values.ts'
import type { ApiAnswer, Call, Operation } from './operation.ts'
import { ENTRY, EXTERNAL_ID, IF_MATCH, LANGUAGE, ONCE, REASON } from './parameters.ts'
import { refusal } from './problem-json.ts'
import { isExternalId, type SentEntry, sentEntry } from './raw-members.ts'
import { ref } from './schemas.ts'
import { missing } from './site-visit.ts'

const OWN = { access: 'key' } as const
const BY_NUMBER = '/entries/{entry}'
const BY_OWN_NUMBER = '/entries/external/{externalId}'

/** What a partner brings, reads back, corrects and takes back: its own entries alone, by the very roads everybody's take. */
export const SUBMISSION_OPERATIONS: readonly Operation[] = [
  {
    ...OWN,
    ...{ name: 'createEntry', method: 'POST', path: '/entries', parameters: [ONCE, LANGUAGE] },
    summary: { fr: 'Proposer une fiche', en: 'Propose an entry' },
    about: {
      fr: 'Les champs d’un genre, et lesquels sont obligatoires, se lisent par getServiceType. La fiche passe par la modération de votre organisme : « state » dit où elle en est.',
      en: 'getServiceType tells the fields of a kind and which are required. The entry goes through the moderation of your organisation: “state” says how far it has come.',
    },
    takes: ref('NewEntry'),
    answers: { 200: ref('Submission'), 201: ref('Submission') },
    run: create,
  },
  ...([BY_NUMBER, BY_OWN_NUMBER] as const).flatMap((path): Operation[] => {
    const [which, suffix] = path === BY_NUMBER ? [ENTRY, ''] : [EXTERNAL_ID, 'ByExternalId']
    return [
      {
        ...OWN,
        ...{ name: `getSubmission${suffix}`, method: 'GET', path, parameters: [which, LANGUAGE] },
        summary: {
          fr: 'Relire une fiche que l’on a proposée, et son état',
          en: 'Read back an entry one proposed, and how it stands',
        },
        answers: { 200: ref('Submission') },
        run: async (call) => {
          const entry = await ownEntry(call)
          return entry ? submissionAnswer(call, entry, { status: 200 }) : missing(call)
        },
      },
      {
        ...OWN,
        ...{ name: `replaceEntry${suffix}`, method: 'PUT', path, parameters: [which, IF_MATCH, ONCE, LANGUAGE] },
        summary: {
          fr:
            suffix === ''
              ? 'Corriger une fiche que l’on a proposée'
              : 'Proposer ou corriger une fiche sous son propre numéro',
          en: suffix === '' ? 'Correct an entry one proposed' : 'Propose or correct an entry under one’s own number',
        },
        takes: ref('NewEntry'),
        answers: suffix === '' ? { 200: ref('Submission') } : { 200: ref('Submission'), 201: ref('Submission') },
        run: replace,
      },
      {
        ...OWN,
        ...{ name: `withdrawEntry${suffix}`, method: 'DELETE', path, parameters: [which, REASON, ONCE, LANGUAGE] },
        summary: {
          fr: 'Retirer une fiche que l’on a proposée, en disant pourquoi',
          en: 'Withdraw an entry one proposed, saying why',
        },
        ...{ takes: ref('Reason'), bodyOptional: true },
        answers: { 200: ref('Submission') },
        run: takeAway,
      },
    ]
  }),
]

async function create(call: Call): Promise<ApiAnswer> {
  const sent = sentEntry(call.body)
  return sent.ok ? hand(call, sent.value, undefined) : refusal(sent.problems, call)
}

async function replace(call: Call): Promise<ApiAnswer> {
  const sent = sentEntry(call.body)
  if (!sent.ok) return refusal(sent.problems, call)
  const existing = await ownEntry(call)
  const { externalId } = call.params
  if (externalId !== undefined && !isExternalId(externalId)) return missing(call)
  if (!existing && externalId === undefined) return missing(call)
  if (!existing && call.headers.has('if-match')) return refusal([{ code: 'stale-version' }], call)
  return hand(call, { ...sent.value, ...(externalId === undefined ? {} : { externalId }) }, existing)
}

async function hand(call: Call, sent: SentEntry, existing: Entry | undefined): Promise<ApiAnswer> {
  const { actor, visit, base } = call
  if (actor.kind !== 'partner') return missing(call)
  const asked = { action: 'contribute', organisation: actor.organisation, serviceType: sent.serviceType } as const
  if (!may(actor, asked, visit.memory).yes) return refusal([{ code: 'outside-key', field: 'serviceType' }], call)
  const unknown = unknownFields(call, sent)
  if (unknown.length > 0) return refusal(unknown, call)
  const version = existing && versionAsked(call, existing)
  if (version === null) return refusal([{ code: 'stale-version' }], call)
  const submission: Submission = {
    ...{ serviceType: sent.serviceType, organisation: actor.organisation, road: 'api', raw: sent.values },
    ...{ externalId: sent.externalId ?? existing?.externalId ?? undefined, source: actor.partner, intent: 'propose' },
    ...(existing ? { entry: existing.id, version } : {}),
  }
  const [arrival] = await visit.farm.submit([submission], { actor })
  const made = arrival?.entry === undefined ? undefined : await visit.farm.ports.entries.get(arrival.entry)
  if (!arrival || !made || arrival.outcome === 'refused' || arrival.outcome === 'duplicate')
    return refusal((arrival?.problems ?? []).map(outward), call)
  const { outcome } = arrival
  const headers = outcome === 'new' ? { location: `${base}/entries/${made.id}` } : {}
  return submissionAnswer(call, made, { status: outcome === 'new' ? 201 : 200, outcome, headers })
}

// What a key does not permit is said in words for systems, not for the staff of the desk.
function outward<T extends { readonly code: string }>(problem: T): T {
  return problem.code === 'not-allowed' ? { ...problem, code: 'outside-key' } : problem
}

function unknownFields({ visit }: Call, { serviceType, values }: SentEntry) {
  const kind = visit.memory.serviceType(serviceType)
  const names = new Set(kind?.fields.map(({ name }) => name))
  const strange = kind ? Object.keys(values).filter((name) => !names.has(name)) : []
  return strange.slice(0, 50).map((name) => ({ code: 'unknown-field', field: name.slice(0, 80) }))
}

function versionAsked({ headers }: Call, { version }: Entry): number | undefined | null {
  const match = headers.get('if-match')
  if (match === null || match.trim() === '*') return undefined
  return match.split(',').some((one) => one.trim() === `"${version}"`) ? version : null
}

async function takeAway(call: Call): Promise<ApiAnswer> {
  const { visit, actor, body, query } = call
  const entry = await ownEntry(call)
  if (!entry) return missing(call)
  const given: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'reason') : query.get('reason')
  const reason = typeof given === 'string' ? given.trim().slice(0, 1000) : ''
  if (reason === '') return refusal([{ code: 'reason-required', field: 'reason' }], call)
  const { farm } = visit
  const done =
    entry.liveRevision === null
      ? await farm.trash({ entry: entry.id, actor })
      : await farm.withdraw({ entry: entry.id, actor, reason })
  return done.ok ? submissionAnswer(call, done.value, { status: 200 }) : refusal(done.problems.map(outward), call)
}

async function ownEntry({ visit, actor, params }: Call): Promise<Entry | undefined> {
  const { entries } = visit.farm.ports
  const { externalId } = params
  const own = (entry: Entry | undefined) =>
    entry && may(actor, { action: 'read-entry', entry }, visit.memory).yes ? entry : undefined
  if (externalId === undefined) return own(await entries.get(Number(params.entry)))
  const found = await entries.identify({ externalIds: [externalId], urls: [], fingerprints: [] })
  return found.find((entry) => entry.externalId === externalId && own(entry))
}

interface Answering {
  readonly status: number
  readonly outcome?: string
  readonly headers?: Readonly<Record<string, string>>
}

async function submissionAnswer(
  { visit }: Call,
  entry: Entry,
  { status, outcome, headers = {} }: Answering,
): Promise<ApiAnswer> {
  const revision = await visit.farm.ports.entries.revision(entry.workingRevision)
  const serviceType = visit.memory.serviceType(entry.serviceType)
  const { id, externalId, title, state, review, version, publishedAt } = entry
  const body = {
    ...{ id, externalId, ...(outcome === undefined ? {} : { outcome }), serviceType: entry.serviceType, title },
    ...{ state, review, version, updatedAt: new Date(entry.updatedAt).toISOString() },
    publishedAt: publishedAt === null ? null : new Date(publishedAt).toISOString(),
    values: serviceType && revision ? writeValues(serviceType, revision.values) : {},
  }
  return { status, body, headers: { ...headers, etag: `"${version}"` } }
}
