import { expect, it } from 'vitest'
import { ask } from '../farm/server/raw-http.ts'
import { servedDesk } from '../farm/web/served-desk.ts'

const desk = servedDesk()
const FORM = 'application/x-www-form-urlencoded'

async function post(site: string, path: string, { type = FORM, body = '' } = {}) {
  const host = `${site}.localhost:${desk().port}`
  const headers = { origin: `http://${host}`, 'content-type': type }
  const begun = performance.now()
  const answer = await ask(desk().port, path, { method: 'POST', host, headers, body })
  return { status: answer.status, text: answer.body.toString('utf8'), ms: performance.now() - begun }
}

const many = (count: number) => Array.from({ length: count }, (_, at) => `a${at}=`).join('&')

it('Half a million arguments cost a harvester’s door next to nothing, and a request as the protocol has it is answered', async () => {
  const flood = await post('nievre', '/oai', { body: `verb=Identify&${many(500_000)}` })
  expect(flood.status).toBe(400)
  expect(flood.ms).toBeLessThan(20_000)
  expect((await post('nievre', '/oai', { body: 'verb=Identify' })).text).toContain('<repositoryName>')
})

it.each([
  ['/sign-in', { body: `login=${'a'.repeat(100_000)}&password=x` }],
  ['/sign-in', { body: '{"login":"lea.bonnard"}', type: 'application/json' }],
  ['/sign-in', { body: 'garbage', type: 'multipart/form-data; boundary=x' }],
  ['/sign-in', { body: 'login=a', type: 'text/plain' }],
  ['/become', { body: many(20_000) }],
  ['/keys', { body: 'name=x', type: 'text/plain' }],
])('what is no form of ours, sent to %s, is refused in words and breaks nothing (%#)', async (path, sent) => {
  const answer = await post('desk', path, sent)
  expect(answer.status).toBe(400)
  expect(answer.text).toContain('formulaire')
})

it('A form as a browser sends it still signs in, or says why not', async () => {
  const wrong = await post('desk', '/sign-in', {
    body: 'login=lea.bonnard&password=non&to=%2F',
    type: `${FORM}; charset=UTF-8`,
  })
  expect(wrong.status).toBe(422)
  expect((await post('desk', '/become', { body: 'person=lea.bonnard' })).status).toBe(303)
})
