import { expect, it } from 'vitest'
import { giveKey, revokeKey } from '../../../farm/partners/keys.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { apiClient, CSV, sheet } from './api-client.ts'

const LIST = '/sites/nievre/services/revue-de-presse/entries'

describeFarmOnBoth('A key of the API', (open) => {
  const client = apiClient(open)

  it('opens nothing beyond the scopes of a key: no private site, no other body, no queue', async () => {
    const narrow = await client().key(['read:site:nievre', 'read:type:event', 'write:type:press-review'])
    expect((await client().ask('/sites', { key: narrow })).json.items.map((one: { id: string }) => one.id)).toEqual([
      'nievre',
    ])
    expect((await client().ask('/sites/yonne', { key: narrow })).json.code).toBe('outside-key')
    expect((await client().ask(LIST, { key: narrow })).status).toBe(404)
    expect((await client().ask('/sites/cvtheque', { key: narrow })).status).toBe(404)
    expect((await client().ask('/sites/cvtheque')).status).toBe(404)
    expect((await client().ask('/sites')).text).not.toContain('cvtheque')
    const [waiting] = await client().farm.submit(
      [
        {
          ...{ serviceType: 'press-review', organisation: 'nievre', road: 'form', intent: 'propose' },
          raw: sheet('En attente').values,
        },
      ],
      { actor: await person(client().farm, 'lea.bonnard') },
    )
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'GET' ? undefined : method === 'PUT' ? sheet('Pris') : { reason: 'x' }
      expect((await client().ask(`/entries/${waiting?.entry}`, { method, key: narrow, body })).status, method).toBe(404)
    }
    expect((await client().ask(`/entries/${waiting?.entry}/explain?site=nievre`, { key: narrow })).status).toBe(404)
    const twin = await client().ask('/entries', { method: 'POST', key: narrow, body: sheet('En attente') })
    expect(twin.status).toBe(201)
    expect(twin.json.id).not.toBe(waiting?.entry)
    expect(
      (await client().ask('/entries', { method: 'POST', key: narrow, body: { ...sheet('Non'), serviceType: 'event' } }))
        .json.code,
    ).toBe('outside-key')
    expect(
      (await client().ask('/imports?serviceType=event', { method: 'POST', key: narrow, body: CSV })).json.code,
    ).toBe('outside-key')
  })

  it('asks for a key, and knows none that is wrong, ended or over', async () => {
    expect((await client().ask('/key')).status).toBe(401)
    expect((await client().ask('/key')).headers.get('www-authenticate')).toContain('Bearer')
    expect((await client().ask('/sites', { key: 'terroir_wrong' })).json.code).toBe('unknown-key')
    expect((await client().ask('/sites', { headers: { authorization: 'Basic YTpi' } })).status).toBe(401)
    const actor = await person(client().farm, 'francoise.dubreuil')
    const given = await giveKey(client().farm, actor, {
      partner: client().partner,
      scopes: ['read:public'],
      perMinute: 2,
      expiresAt: null,
    })
    if (!given.ok) throw new Error('no key')
    const { text, key: made } = given.value
    const answers = [
      await client().ask('/key', { key: text }),
      await client().ask('/key', { key: text }),
      await client().ask('/key', { key: text }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"minute";r=1;t=\d+$/)
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
    await revokeKey(client().farm, actor, { partner: client().partner, key: made.id })
    expect((await client().ask('/key', { key: text })).json.code).toBe('key-revoked')
    const rows = await client().farm.storage.read.select().from(client().farm.storage.tables.partnerKeys)
    expect(JSON.stringify(rows)).not.toContain(text)
  })

  it('takes entries to the queue of their body, as proposals; again under the same number, they are corrected', async () => {
    const writer = await client().key(['write:type:press-review'])
    const address = '/entries/external/press-2026-1'
    const made = await client().ask(address, { method: 'PUT', key: writer, body: sheet('Proposée par l’API') })
    expect([made.status, made.json.outcome, made.json.state]).toEqual([201, 'new', 'submitted'])
    expect(made.headers.get('location')).toContain(`/entries/${made.json.id}`)
    const same = await client().ask(address, { method: 'PUT', key: writer, body: sheet('Proposée par l’API') })
    expect(same.json.outcome).toBe('same')
    const stale = { 'if-match': '"99"' }
    expect(
      (await client().ask(address, { method: 'PUT', key: writer, body: sheet('Autre'), headers: stale })).status,
    ).toBe(412)
    const right = { 'if-match': made.headers.get('etag') ?? '' }
    const changed = await client().ask(address, { method: 'PUT', key: writer, body: sheet('Corrigée'), headers: right })
    expect([changed.status, changed.json.outcome, changed.json.title]).toEqual([200, 'changed', 'Corrigée'])
    const said = await client().farm.decide({
      entry: made.json.id,
      word: 'approve',
      reason: '',
      actor: await person(client().farm, 'nadia.belkacem'),
    })
    expect(said.ok).toBe(true)
    expect((await client().ask(address, { method: 'DELETE', key: writer, body: { reason: ' ' } })).json.code).toBe(
      'reason-required',
    )
    const gone = await client().ask(address, { method: 'DELETE', key: writer, body: { reason: 'Annulé' } })
    expect([gone.status, gone.json.state]).toEqual([200, 'withdrawn'])
    const faulty = await client().ask('/entries', {
      method: 'POST',
      key: writer,
      body: { serviceType: 'press-review', values: { titre: 'x' } },
    })
    expect(faulty.json.problems[0]).toMatchObject({ code: 'unknown-field', field: 'titre' })
    const lacking = await client().ask('/entries', {
      method: 'POST',
      key: writer,
      body: { serviceType: 'press-review', values: {} },
    })
    expect(lacking.status).toBe(422)
    expect(lacking.json.problems.map((one: { field: string }) => one.field)).toContain('title')
  })

  it('does a request once under its Idempotency-Key, however often it is sent', async () => {
    const writer = await client().key(['write:type:press-review'])
    const send = (title: string) =>
      client().ask('/entries', {
        method: 'POST',
        key: writer,
        body: sheet(title),
        headers: { 'idempotency-key': 'once-1' },
      })
    const [one, two] = [await send('Une seule fois'), await send('Une seule fois')]
    expect([one.status, two.status]).toEqual([201, 201])
    expect(two.json).toEqual(one.json)
    expect(two.headers.get('idempotency-replayed')).toBe('true')
    expect((await send('Autre chose')).json).toMatchObject({ status: 422, code: 'once-reused' })
    const again = (body: unknown) =>
      client().ask('/entries', { method: 'POST', key: writer, body, headers: { 'idempotency-key': 'once-2' } })
    expect((await again({ serviceType: 'press-review', values: {} })).status).toBe(422)
    // Nothing was done by what was refused: it is put right under the same name.
    expect((await again(sheet('Remise en ordre'))).status).toBe(201)
  })

  it('takes an entry back by a DELETE without a body, and says what an address lacks', async () => {
    const writer = await client().key(['write:type:press-review'])
    const made = await client().ask('/entries', { method: 'POST', key: writer, body: sheet('À retirer') })
    const gone = (query: string) => client().ask(`/entries/${made.json.id}${query}`, { method: 'DELETE', key: writer })
    expect((await gone('')).json).toMatchObject({ status: 422, code: 'reason-required' })
    expect((await gone('?reason=Annul%C3%A9')).json).toMatchObject({ id: made.json.id, state: 'trashed' })
    const explained = await client().ask(`/entries/${made.json.id}/explain`, { key: writer })
    expect(explained.json).toMatchObject({ status: 400, code: 'required', problems: [{ field: 'site' }] })
  })

  it('refuses hostile bodies with a sentence, and goes on', async () => {
    const writer = await client().key(['write:type:press-review'])
    const json = { 'content-type': 'application/json' }
    const send = (body: string, headers: Record<string, string> = json) =>
      client().ask('/entries', { method: 'POST', key: writer, body, headers })
    expect((await send('['.repeat(100_000))).json.code).toBe('too-deep')
    expect((await send('{"a":')).json.code).toBe('bad-json')
    expect((await send('null')).status).toBe(422)
    expect((await send(`{"x":"${'a'.repeat(2_000_000)}"}`)).status).toBe(413)
    expect((await send('{}', { 'content-type': 'text/plain' })).status).toBe(415)
    for (const values of [[], 'x', { title: { a: { b: 1 } } }, { title: [[1]] }, { title: { a: [] } }])
      expect(
        (await client().ask('/entries', { method: 'POST', key: writer, body: { serviceType: 'press-review', values } }))
          .status,
      ).toBe(422)
    const long = { ...sheet('Long'), externalId: 'x'.repeat(10_000) }
    expect((await client().ask('/entries', { method: 'POST', key: writer, body: long })).status).toBe(422)
    const split = { ...sheet('Coupé'), externalId: 'a\r\nset-cookie: b' }
    expect((await client().ask('/entries', { method: 'POST', key: writer, body: split })).status).toBe(422)
    expect((await client().ask('/entries/999999999999999999999', { key: writer })).status).toBe(404)
    expect((await client().ask('/key', { key: writer })).status).toBe(200)
  })
})
