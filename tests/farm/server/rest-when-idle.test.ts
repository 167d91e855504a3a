import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { restWhenIdle } from '../../../farm/server/rest-when-idle.ts'

describe('a server nobody asks anything', () => {
  it('gives back what its answers left behind, and not while it is asked', async () => {
    const server = createServer()
    onTestFinished(restWhenIdle(server, 60))
    const left = leaveBehind()
    const busy = setInterval(() => server.emit('request'), 5)
    await sleep(150)
    clearInterval(busy)
    await sleep(0)
    const during = left.deref() !== undefined
    await sleep(300)
    expect({ during, after: left.deref() !== undefined }).toEqual({ during: true, after: false })
  })
})

function leaveBehind(): WeakRef<object> {
  return new WeakRef({ page: 'x'.repeat(1_000) })
}
