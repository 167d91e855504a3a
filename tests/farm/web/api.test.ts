import { Validator } from '@seriousme/openapi-schema-validator'
import Ajv2020 from 'ajv/dist/2020.js'
import { beforeAll, expect, it } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { giveKey, revokeKey } from '../../../farm/partners/keys.ts'
import { letIn } from '../../../farm/partners/partners.ts'
import { answerApi } from '../../../farm/web/api/answer-api.ts'
import { makeVisit } from '../../../farm/web/make-visit.ts'
import { withdraw } from '../../../pipeline/withdraw.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { correctSheet, publishSheet } from '../sites/published.ts'

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: ReturnType<typeof JSON.parse>
}

interface Sending {
  readonly method?: string
  readonly key?: string | undefined
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

const ORIGIN = 'http://desk.localhost:4321'
const LIST = '/sites/nievre/services/revue-de-presse/entries'

describeFarmOnBoth('The API', (open) => {
  let farm: Farm
  let partner = 0

  beforeAll(async () => {
    farm = await open()
    const actor = await person(farm, 'francoise.dubreuil')
    const made = await letIn(farm, actor, { organisation: 'nievre', name: 'Agrégateur', contact: 'a@b.example' })
    partner = made.ok ? made.value.id : 0
  })

  async function ask(path: string, { method = 'GET', key, body, headers = {} }: Sending = {}): Promise<Answer> {
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

  async function key(scopes: readonly string[], perMinute = 1000): Promise<string> {
    const actor = await person(farm, 'francoise.dubreuil')
    const given = await giveKey(farm, actor, { partner, scopes, perMinute, expiresAt: null })
    if (!given.ok) throw new Error(JSON.stringify(given.problems))
    return given.value.text
  }

  it('is described by an OpenAPI 3.1 document, and answers each of its operations as that says', async () => {
    const { json: document } = await ask('/openapi.json')
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ ...document, $id: 'api' })
    const all = await key(['read:public', 'write:type:press-review'])
    const made = await ask('/entries', {
      method: 'POST',
      key: all,
      body: { ...sheet('Décrite'), externalId: 'décrite/1' },
    })
    const shown = (await ask(`${LIST}?limit=1`)).json.items[0]
    const values: Record<string, string> = {
      ...{ site: 'nievre', service: 'revue-de-presse', type: 'event', key: 'commune:58194' },
      ...{ externalId: encodeURIComponent('décrite/1') },
    }
    let walked = 0
    for (const [path, methods] of Object.entries<Record<string, { responses: object }>>(document.paths)) {
      const own = path.startsWith('/entries/') ? made.json.id : shown.id
      const imported = path === '/imports/{import}' ? await bring(all) : 0
      const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
        String(name === 'entry' ? own : name === 'import' ? imported : values[name]),
      )
      const order = ['get', 'post', 'put', 'delete'].filter((method) => methods[method])
      for (const method of order.filter((one) => one !== 'delete')) {
        const query = path.endsWith('explain') ? '?site=nievre' : path === '/imports' ? '?serviceType=press-review' : ''
        const body = path === '/imports' ? CSV : method === 'get' ? undefined : sheet('Décrite')
        const answer = await ask(`${filled}${query}`, { method: method.toUpperCase(), key: all, body })
        const pointer = `#/paths/${path.replace(/~/g, '~0').replace(/\//g, '~1')}/${method}/responses/${answer.status}/content/application~1json/schema`
        const check = ajv.getSchema(`api${encodeURI(pointer)}`)
        expect(check, `${method} ${path} → ${answer.status} ${answer.text.slice(0, 300)}`).toBeDefined()
        expect(check?.(answer.json), `${method} ${path} ${JSON.stringify(check?.errors)}`).toBe(true)
        walked += 1
      }
    }
    expect(walked).toBeGreaterThan(15)
  })

  async function bring(all: string): Promise<number> {
    const made = await ask('/imports?serviceType=press-review', { method: 'POST', key: all, body: CSV })
    expect(made.status).toBe(201)
    return made.json.id
  }

  it('lists a section page by page, filtered as its page is, and says what it does not know', async () => {
    const first = await ask(`${LIST}?limit=2`)
    expect(first.json.items).toHaveLength(2)
    expect(first.headers.get('link')).toContain('rel="next"')
    const second = await ask(`${LIST}?limit=2&cursor=${first.json.next}`)
    expect(second.json.items.map((one: { id: number }) => one.id)).not.toContain(first.json.items[0].id)
    expect((await ask(`${LIST}?theme=employment`)).json.items.length).toBeGreaterThan(0)
    expect((await ask(`${LIST}?theme=nope`)).json).toMatchObject({ code: 'bad-parameter', status: 400 })
    expect((await ask(`${LIST}?colour=red`)).json.code).toBe('unknown-parameter')
    expect((await ask(`${LIST}?limit=100000`)).status).toBe(400)
    expect((await ask(`${LIST}?cursor=1';drop`)).status).toBe(400)
    expect((await ask(`${LIST}?updatedSince=yesterday`)).status).toBe(400)
    expect((await ask('/sites/nowhere')).status).toBe(404)
    expect((await ask('/sites/%E0%A4%A')).status).toBe(404)
    expect((await ask('/nothing')).headers.get('content-type')).toContain('application/problem+json')
  })

  it('tells what changed since an instant, what was withdrawn too, and never a filter beside', async () => {
    const since = new Date(Date.now() - 1000).toISOString()
    const entry = await publishSheet(farm, 'Une annonce suivie')
    const came = await ask(`${LIST}?updatedSince=${since}`)
    expect(came.json.items.map((one: { id: number }) => one.id)).toContain(entry)
    await correctSheet(farm, entry, 'Une annonce suivie, corrigée')
    await withdraw(farm.ports, { entry, actor: await person(farm, 'nadia.belkacem'), reason: 'Fini' })
    const left = await ask(`${LIST}?updatedSince=${since}`)
    expect(left.json.deleted.map((one: { id: number }) => one.id)).toContain(entry)
    expect(left.text).not.toContain('Une annonce suivie')
    expect((await ask(`${LIST}/${entry}`)).json).toMatchObject({ status: 410, code: 'entry-gone' })
    expect((await ask(`${LIST}?updatedSince=${since}&q=x`)).json.code).toBe('not-together')
  })

  it('opens nothing beyond the scopes of a key: no private site, no other body, no queue', async () => {
    const narrow = await key(['read:site:nievre', 'read:type:event', 'write:type:press-review'])
    expect((await ask('/sites', { key: narrow })).json.items.map((one: { id: string }) => one.id)).toEqual(['nievre'])
    expect((await ask('/sites/yonne', { key: narrow })).json.code).toBe('outside-key')
    expect((await ask(LIST, { key: narrow })).status).toBe(404)
    expect((await ask('/sites/cvtheque', { key: narrow })).status).toBe(404)
    expect((await ask('/sites/cvtheque')).status).toBe(404)
    expect((await ask('/sites')).text).not.toContain('cvtheque')
    const [waiting] = await farm.submit(
      [
        {
          ...{ serviceType: 'press-review', organisation: 'nievre', road: 'form', intent: 'propose' },
          raw: sheet('En attente').values,
        },
      ],
      { actor: await person(farm, 'lea.bonnard') },
    )
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'GET' ? undefined : method === 'PUT' ? sheet('Pris') : { reason: 'x' }
      expect((await ask(`/entries/${waiting?.entry}`, { method, key: narrow, body })).status, method).toBe(404)
    }
    expect((await ask(`/entries/${waiting?.entry}/explain?site=nievre`, { key: narrow })).status).toBe(404)
    const twin = await ask('/entries', { method: 'POST', key: narrow, body: sheet('En attente') })
    expect(twin.status).toBe(201)
    expect(twin.json.id).not.toBe(waiting?.entry)
    expect(
      (await ask('/entries', { method: 'POST', key: narrow, body: { ...sheet('Non'), serviceType: 'event' } })).json
        .code,
    ).toBe('outside-key')
    expect((await ask('/imports?serviceType=event', { method: 'POST', key: narrow, body: CSV })).json.code).toBe(
      'outside-key',
    )
  })

  it('asks for a key, and knows none that is wrong, ended or over', async () => {
    expect((await ask('/key')).status).toBe(401)
    expect((await ask('/key')).headers.get('www-authenticate')).toContain('Bearer')
    expect((await ask('/sites', { key: 'terroir_wrong' })).json.code).toBe('unknown-key')
    expect((await ask('/sites', { headers: { authorization: 'Basic YTpi' } })).status).toBe(401)
    const actor = await person(farm, 'francoise.dubreuil')
    const given = await giveKey(farm, actor, { partner, scopes: ['read:public'], perMinute: 2, expiresAt: null })
    if (!given.ok) throw new Error('no key')
    const { text, key: made } = given.value
    const answers = [
      await ask('/key', { key: text }),
      await ask('/key', { key: text }),
      await ask('/key', { key: text }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"minute";r=1;t=\d+$/)
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
    await revokeKey(farm, actor, { partner, key: made.id })
    expect((await ask('/key', { key: text })).json.code).toBe('key-revoked')
    const rows = await farm.storage.read.select().from(farm.storage.tables.partnerKeys)
    expect(JSON.stringify(rows)).not.toContain(text)
  })

  it('takes entries to the queue of their body, as proposals; again under the same number, they are corrected', async () => {
    const writer = await key(['write:type:press-review'])
    const address = '/entries/external/press-2026-1'
    const made = await ask(address, { method: 'PUT', key: writer, body: sheet('Proposée par l’API') })
    expect([made.status, made.json.outcome, made.json.state]).toEqual([201, 'new', 'submitted'])
    expect(made.headers.get('location')).toContain(`/entries/${made.json.id}`)
    const same = await ask(address, { method: 'PUT', key: writer, body: sheet('Proposée par l’API') })
    expect(same.json.outcome).toBe('same')
    const stale = { 'if-match': '"99"' }
    expect((await ask(address, { method: 'PUT', key: writer, body: sheet('Autre'), headers: stale })).status).toBe(412)
    const right = { 'if-match': made.headers.get('etag') ?? '' }
    const changed = await ask(address, { method: 'PUT', key: writer, body: sheet('Corrigée'), headers: right })
    expect([changed.status, changed.json.outcome, changed.json.title]).toEqual([200, 'changed', 'Corrigée'])
    const said = await farm.decide({
      entry: made.json.id,
      word: 'approve',
      reason: '',
      actor: await person(farm, 'nadia.belkacem'),
    })
    expect(said.ok).toBe(true)
    expect((await ask(address, { method: 'DELETE', key: writer, body: { reason: ' ' } })).json.code).toBe(
      'reason-required',
    )
    const gone = await ask(address, { method: 'DELETE', key: writer, body: { reason: 'Annulé' } })
    expect([gone.status, gone.json.state]).toEqual([200, 'withdrawn'])
    const faulty = await ask('/entries', {
      method: 'POST',
      key: writer,
      body: { serviceType: 'press-review', values: { titre: 'x' } },
    })
    expect(faulty.json.problems[0]).toMatchObject({ code: 'unknown-field', field: 'titre' })
    const lacking = await ask('/entries', {
      method: 'POST',
      key: writer,
      body: { serviceType: 'press-review', values: {} },
    })
    expect(lacking.status).toBe(422)
    expect(lacking.json.problems.map((one: { field: string }) => one.field)).toContain('title')
  })

  it('does a request once under its Idempotency-Key, however often it is sent', async () => {
    const writer = await key(['write:type:press-review'])
    const send = (title: string) =>
      ask('/entries', { method: 'POST', key: writer, body: sheet(title), headers: { 'idempotency-key': 'once-1' } })
    const [one, two] = [await send('Une seule fois'), await send('Une seule fois')]
    expect([one.status, two.status]).toEqual([201, 201])
    expect(two.json).toEqual(one.json)
    expect(two.headers.get('idempotency-replayed')).toBe('true')
    expect((await send('Autre chose')).json).toMatchObject({ status: 422, code: 'once-reused' })
  })

  it('refuses hostile bodies with a sentence, and goes on', async () => {
    const writer = await key(['write:type:press-review'])
    const json = { 'content-type': 'application/json' }
    const send = (body: string, headers: Record<string, string> = json) =>
      ask('/entries', { method: 'POST', key: writer, body, headers })
    expect((await send('['.repeat(100_000))).json.code).toBe('too-deep')
    expect((await send('{"a":')).json.code).toBe('bad-json')
    expect((await send('null')).status).toBe(422)
    expect((await send(`{"x":"${'a'.repeat(2_000_000)}"}`)).status).toBe(413)
    expect((await send('{}', { 'content-type': 'text/plain' })).status).toBe(415)
    for (const values of [[], 'x', { title: { a: { b: 1 } } }, { title: [[1]] }, { title: { a: [] } }])
      expect(
        (await ask('/entries', { method: 'POST', key: writer, body: { serviceType: 'press-review', values } })).status,
      ).toBe(422)
    const long = { ...sheet('Long'), externalId: 'x'.repeat(10_000) }
    expect((await ask('/entries', { method: 'POST', key: writer, body: long })).status).toBe(422)
    const split = { ...sheet('Coupé'), externalId: 'a\r\nset-cookie: b' }
    expect((await ask('/entries', { method: 'POST', key: writer, body: split })).status).toBe(422)
    expect((await ask('/entries/999999999999999999999', { key: writer })).status).toBe(404)
    expect((await ask('/key', { key: writer })).status).toBe(200)
  })

  it('says by OPTIONS what an address takes, and lets pages elsewhere read what is for everybody', async () => {
    const list = await ask('/sites', { method: 'OPTIONS' })
    expect([list.status, list.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
    expect(list.headers.get('access-control-allow-origin')).toBe('*')
    expect((await ask('/entries', { method: 'OPTIONS' })).headers.get('access-control-allow-origin')).toBeNull()
    expect((await ask('/sites')).headers.get('access-control-allow-origin')).toBe('*')
    expect(
      (await ask('/sites', { key: await key(['read:public']) })).headers.get('access-control-allow-origin'),
    ).toBeNull()
    const wrong = await ask('/sites', { method: 'DELETE' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'HEAD, GET, OPTIONS'])
    expect((await ask('/sites', { headers: { accept: 'text/xml' } })).status).toBe(406)
    expect((await ask('/sites', { headers: { cookie: 'terroir=abc' } })).status).toBe(200)
  })
})

const CSV =
  'title;source_name;source_date;rights;summary;themes;territories\nReçue par fichier;Le Journal;2026-11-02;link;En bref;employment;Decize\n'

function sheet(title: string) {
  return {
    serviceType: 'press-review',
    values: {
      ...{ title, source_name: 'Le Courrier du Morvan', source_date: '2026-11-02', rights: 'link' },
      ...{ summary: `${title}, en quelques lignes.`, themes: ['employment'], territories: ['Decize'] },
    },
  }
}
