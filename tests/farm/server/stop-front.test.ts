import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { stopFront } from '../../../farm/server/stop-front.ts'
import { startFront } from './front-fixture.ts'
import { open, writeRequest } from './raw-http.ts'

test('requests under way are finished, new ones are not taken, idle connections are closed', async () => {
  const front = await startFront(async (_, res) => {
    await wait(200)
    res.end('finished')
  })
  const idle = open(front.port)
  await once(idle, 'connect')
  const underWay = open(front.port)
  underWay.write(writeRequest('/', {}))
  await wait(50)
  const started = performance.now()
  const stopped = stopFront(front.server)
  const answer = once(underWay, 'data')
  await once(idle, 'close')
  expect(performance.now() - started).toBeLessThan(5_000)
  const late = open(front.port)
  const [lateError] = await once(late, 'error').catch(() => [])
  expect(lateError).toMatchObject({ code: 'ECONNREFUSED' })
  expect(String(await answer)).toMatch(/connection: close[\s\S]*finished/i)
  await stopped
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('what is not finished in time is cut', async () => {
  const front = await startFront(() => new Promise(() => undefined))
  const stuck = open(front.port)
  stuck.write(writeRequest('/', {}))
  await wait(50)
  const started = performance.now()
  await stopFront(front.server, 200)
  expect(performance.now() - started).toBeLessThan(5_000)
})
