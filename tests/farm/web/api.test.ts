import { Validator } from '@seriousme/openapi-schema-validator'
import Ajv2020 from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { withdraw } from '../../../pipeline/withdraw.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { correctSheet, publishSheet } from '../sites/published.ts'
import { apiClient, CSV, sheet } from './api-client.ts'

const LIST = '/sites/nievre/services/revue-de-presse/entries'

describeFarmOnBoth('The API', (open) => {
  const client = apiClient(open)

  it('is described by an OpenAPI 3.1 document, and answers each of its operations as that says', async () => {
    const { json: document } = await client().ask('/openapi.json')
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ ...document, $id: 'api' })
    const all = await client().key(['read:public', 'write:type:press-review'])
    const made = await client().ask('/entries', {
      method: 'POST',
      key: all,
      body: { ...sheet('Décrite'), externalId: 'décrite/1' },
    })
    const shown = (await client().ask(`${LIST}?limit=1`)).json.items[0]
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
        const answer = await client().ask(`${filled}${query}`, { method: method.toUpperCase(), key: all, body })
        const pointer = `#/paths/${path.replace(/~/g, '~0').replace(/\//g, '~1')}/${method}/responses/${answer.status}/content/application~1json/schema`
        const check = ajv.getSchema(`api${encodeURI(pointer)}`)
        expect(check, `${method} ${path} → ${answer.status} ${answer.text.slice(0, 300)}`).toBeDefined()
        expect(check?.(answer.json), `${method} ${path} ${JSON.stringify(check?.errors)}`).toBe(true)
        walked += 1
      }
    }
    expect(walked).toBeGreaterThan(15)
  })

  it('says in that document all that has to be known: each member, each header, how to follow and to be told, with examples that hold', async () => {
    const { json: document } = await client().ask('/openapi.json')
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ ...document, $id: 'api' })
    let examples = 0
    for (const [name, schema] of Object.entries<{
      properties: Record<string, { description?: string }>
      examples?: unknown[]
    }>(document.components.schemas)) {
      for (const [member, one] of Object.entries(schema.properties))
        expect(one.description, `${name}.${member}`).toBeTruthy()
      for (const example of schema.examples ?? []) {
        expect(ajv.validate({ $ref: `api#/components/schemas/${name}` }, example), `${name} ${ajv.errorsText()}`).toBe(
          true,
        )
        examples += 1
      }
    }
    expect(examples).toBeGreaterThan(6)
    expect(document.info.description).toMatch(/updatedSince.*asOf/)
    expect(document.webhooks.entryMoved.post.description).toContain('HMAC-SHA256')
    const { parameters, responses } = document.paths['/entries/{entry}/explain'].get
    expect(parameters.find((one: { name: string }) => one.name === 'site').required).toBe(true)
    expect(Object.keys(responses['429'].headers)).toContain('Retry-After')
    const tags = document.tags.map((one: { name: string }) => one.name)
    for (const methods of Object.values<Record<string, { tags: string[] }>>(document.paths))
      for (const one of Object.values(methods)) expect(tags).toContain(one.tags[0])
  })

  async function bring(all: string): Promise<number> {
    const made = await client().ask('/imports?serviceType=press-review', { method: 'POST', key: all, body: CSV })
    expect(made.status).toBe(201)
    return made.json.id
  }

  it('lists a section page by page, filtered as its page is, and says what it does not know', async () => {
    const first = await client().ask(`${LIST}?limit=2`)
    expect(first.json.items).toHaveLength(2)
    expect(first.headers.get('link')).toContain('rel="next"')
    const second = await client().ask(`${LIST}?limit=2&cursor=${first.json.next}`)
    expect(second.json.items.map((one: { id: number }) => one.id)).not.toContain(first.json.items[0].id)
    expect((await client().ask(`${LIST}?theme=employment`)).json.items.length).toBeGreaterThan(0)
    expect((await client().ask(`${LIST}?theme=nope`)).json).toMatchObject({ code: 'bad-parameter', status: 400 })
    expect((await client().ask(`${LIST}?colour=red`)).json.code).toBe('unknown-parameter')
    expect((await client().ask(`${LIST}?limit=100000`)).status).toBe(400)
    expect((await client().ask(`${LIST}?cursor=1';drop`)).status).toBe(400)
    expect((await client().ask(`${LIST}?updatedSince=yesterday`)).status).toBe(400)
    expect((await client().ask('/sites/nowhere')).status).toBe(404)
    expect((await client().ask('/sites/%E0%A4%A')).status).toBe(404)
    expect((await client().ask('/nothing')).headers.get('content-type')).toContain('application/problem+json')
  })

  it('tells what changed since an instant, what was withdrawn too, and never a filter beside', async () => {
    const since = new Date(Date.now() - 1000).toISOString()
    const entry = await publishSheet(client().farm, 'Une annonce suivie')
    const came = await client().ask(`${LIST}?updatedSince=${since}`)
    expect(came.json.items.map((one: { id: number }) => one.id)).toContain(entry)
    await correctSheet(client().farm, entry, 'Une annonce suivie, corrigée')
    await withdraw(client().farm.ports, { entry, actor: await person(client().farm, 'nadia.belkacem'), reason: 'Fini' })
    const left = await client().ask(`${LIST}?updatedSince=${since}`)
    expect(left.json.deleted.map((one: { id: number }) => one.id)).toContain(entry)
    expect(left.text).not.toContain('Une annonce suivie')
    expect((await client().ask(`${LIST}/${entry}`)).json).toMatchObject({ status: 410, code: 'entry-gone' })
    expect((await client().ask(`${LIST}?updatedSince=${since}&q=x`)).json.code).toBe('not-together')
  })

  it('says by OPTIONS what an address takes, and lets pages elsewhere read what is for everybody', async () => {
    const list = await client().ask('/sites', { method: 'OPTIONS' })
    expect([list.status, list.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
    expect(list.headers.get('access-control-allow-origin')).toBe('*')
    expect(
      (await client().ask('/entries', { method: 'OPTIONS' })).headers.get('access-control-allow-origin'),
    ).toBeNull()
    expect((await client().ask('/sites')).headers.get('access-control-allow-origin')).toBe('*')
    expect(
      (await client().ask('/sites', { key: await client().key(['read:public']) })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBeNull()
    const wrong = await client().ask('/sites', { method: 'DELETE' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'HEAD, GET, OPTIONS'])
    expect((await client().ask('/sites', { headers: { accept: 'text/xml' } })).status).toBe(406)
    expect((await client().ask('/sites', { headers: { cookie: 'terroir=abc' } })).status).toBe(200)
  })
})
