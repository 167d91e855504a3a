import { beforeAll } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { giveKey } from '../../../farm/partners/keys.ts'
import { letIn } from '../../../farm/partners/partners.ts'
import { answerApi } from '../../../farm/web/api/answer-api.ts'
import { makeVisit } from '../../../farm/web/make-visit.ts'
import { type OpenFarm, person } from '../../farms.ts'

/** An answer of the API. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: ReturnType<typeof JSON.parse>
}

/** What is sent beside the address. */
export interface Sending {
  readonly method?: string
  readonly key?: string | undefined
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** A program that asks the API of a demo farm, as a partner of the Nièvre where it has a key. */
export interface ApiClient {
  readonly farm: Farm
  readonly partner: number
  ask(path: string, sending?: Sending): Promise<Answer>
  /** A new key of the partner. */
  key(scopes: readonly string[], perMinute?: number): Promise<string>
}

const ORIGIN = 'http://desk.localhost:4321'

/** Opens a demo farm with its partner for the tests of a file; ask for the client inside them. */
export function apiClient(open: OpenFarm): () => ApiClient {
  let client: ApiClient | undefined
  beforeAll(async () => {
    const farm = await open()
    const actor = await person(farm, 'francoise.dubreuil')
    const made = await letIn(farm, actor, { organisation: 'nievre', name: 'Agrégateur', contact: 'a@b.example' })
    const partner = made.ok ? made.value.id : 0
    client = {
      ...{ farm, partner },
      ask: (path, sending) => ask(farm, path, sending),
      async key(scopes, perMinute = 1000) {
        const given = await giveKey(farm, actor, { partner, scopes, perMinute, expiresAt: null })
        if (!given.ok) throw new Error(JSON.stringify(given.problems))
        return given.value.text
      },
    }
  })
  return () => {
    if (!client) throw new Error('the API is asked inside tests only')
    return client
  }
}

async function ask(
  farm: Farm,
  path: string,
  { method = 'GET', key, body, headers = {} }: Sending = {},
): Promise<Answer> {
  const url = new URL(`${ORIGIN}/api/v1${path}`)
  const arrival = { farm, host: 'desk.localhost', origin: ORIGIN, protocol: 'http' as const, clientIp: '127.0.0.1' }
  const visit = await makeVisit({ ...arrival, asked: url.pathname }, url)
  const sent = {
    ...(body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' }),
    ...(key ? { authorization: `Bearer ${key}` } : {}),
    ...headers,
  }
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await answerApi(
    visit,
    new Request(url, { method, headers: sent, ...(text === undefined ? {} : { body: text }) }),
  )
  const said = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    text: said,
    json: said === '' ? undefined : JSON.parse(said),
  }
}

/** A file of one press sheet. */
export const CSV =
  'title;source_name;source_date;rights;summary;themes;territories\nReçue par fichier;Le Journal;2026-11-02;link;En bref;employment;Decize\n'

/** A press sheet as the API takes it. */
export function sheet(title: string) {
  return {
    serviceType: 'press-review',
    values: {
      ...{ title, source_name: 'Le Courrier du Morvan', source_date: '2026-11-02', rights: 'link' },
      ...{ summary: `${title}, en quelques lignes.`, themes: ['employment'], territories: ['Decize'] },
    },
  }
}
