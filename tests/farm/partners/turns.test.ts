import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { countTurns } from '../../../farm/partners/turns.ts'
import { describeFarmOnBoth } from '../../farms.ts'

const CHILD = fileURLToPath(new URL('turns-child.ts', import.meta.url))
const run = promisify(execFile)

describeFarmOnBoth('The turns of a key', (open) => {
  it('are as many as its limit says, whatever processes its requests reach', async () => {
    const { settings, storage } = await open()
    const child = async () => {
      const { stdout } = await run(process.execPath, [CHILD, settings.data, settings.databaseUrl ?? '', '100', '200'])
      return Number(stdout)
    }
    const [one = 0, other = 0] = await Promise.all([child(), child()])
    expect(one + other).toBeLessThanOrEqual(100)
    // What one process took for later, the other cannot have.
    expect(one + other).toBeGreaterThanOrEqual(90)
    expect(await countTurns(storage, Date.now).take(7, 100)).toMatchObject({ allowed: false, remaining: 0 })
  })

  it('begin again a minute after the first, and cost a write a handful only', async () => {
    const { storage } = await open()
    let now = Date.now()
    let writes = 0
    const write: typeof storage.write = (work) => {
      writes += 1
      return storage.write(work)
    }
    const turns = countTurns({ ...storage, write }, () => now)
    const taken = []
    for (let i = 0; i < 41; i += 1) taken.push(await turns.take(1, 40))
    expect(taken.map((one) => one.allowed).lastIndexOf(true)).toBe(39)
    expect(taken[0]).toMatchObject({ limit: 40, remaining: 39, reset: 60 })
    expect(writes).toBeLessThanOrEqual(21)
    now += 59_000
    expect(await turns.take(1, 40)).toMatchObject({ allowed: false, reset: 1 })
    now += 1_000
    expect(await turns.take(1, 40)).toMatchObject({ allowed: true, remaining: 39 })
  })

  it('are counted here alone while the database cannot', async () => {
    const { storage } = await open()
    const write = () => Promise.reject(new Error('busy'))
    const turns = countTurns({ ...storage, write }, Date.now)
    expect(await turns.take(2, 3)).toMatchObject({ allowed: true })
  })

  it('open again where the clock was put back', async () => {
    const { storage } = await open()
    let now = Date.now()
    const turns = countTurns(storage, () => now)
    await turns.take(3, 1)
    expect((await turns.take(3, 1)).allowed).toBe(false)
    now -= 86_400_000
    expect((await turns.take(3, 1)).allowed).toBe(true)
  })
})
