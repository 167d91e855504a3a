import { expect, it } from 'vitest'
import { servedDesk } from './served-desk.ts'

const desk = servedDesk()
const LONG = 'x'.repeat(3_400)

it('A list says again in its links what was asked of it, and nothing else that stood in its address', {
  timeout: 120_000,
}, async () => {
  const visitor = desk().visitor()
  const plain = await visitor.get('nievre', '/revue-de-presse')
  const junk = await visitor.get('nievre', `/revue-de-presse?utm_source=${LONG}`)
  expect(junk.status).toBe(200)
  expect(junk.text).not.toContain('utm_source')
  expect(junk.text.length).toBeLessThan(plain.text.length * 1.1)
  const asked = await visitor.get('nievre', `/recherche?q=${LONG}&theme=employment&q=again&place=${LONG}`)
  expect(asked.text.length).toBeLessThan(plain.text.length * 2.5)
  expect(asked.text).toContain('theme=employment')
  const feed = await visitor.get('nievre', `/revue-de-presse.atom?utm_source=${LONG}&theme=employment`)
  expect(feed.text).toContain('/revue-de-presse.atom?theme=employment"')
  expect(feed.text).not.toContain('utm_source')
  const block = await visitor.get('nievre', `/integrer/revue-de-presse?theme=employment&fbclid=${LONG}`)
  expect(block.text).toContain('/embed/revue-de-presse?theme=employment')
  expect(block.text).not.toContain('fbclid')
  const lea = await desk().become('lea.bonnard')
  const list = await lea.get('desk', `/entries?type=${LONG}&organisation=${LONG}`)
  expect([list.status, list.text.includes(LONG)]).toEqual([200, false])
})
