import { expect, it } from 'vitest'
import { changeHeldJob, claimJob, enqueue, listJobs } from '../../../farm/storage/jobs/job-store.ts'
import { describeOnBoth } from '../../databases.ts'

describeOnBoth('The queue', (open) => {
  const asked = { kind: 'purge', key: 'purge', payload: {} }
  const terms = (now: number) => ({ kinds: ['purge'], now, staleBefore: now - 600_000 })

  it('holds the same work once until it ended', async () => {
    const storage = await open()
    const tries = await Promise.all(Array.from({ length: 5 }, () => enqueue(storage, { ...asked, runAt: 0 })))
    expect(tries.filter(Boolean)).toHaveLength(1)
    const job = await claimJob(storage, terms(1000))
    expect(await enqueue(storage, { ...asked, runAt: 0 })).toBe(false)
    expect(await changeHeldJob(storage, job ?? { id: 0, claimedAt: 0 }, { endedAt: 2000 })).toBe(true)
    expect(await enqueue(storage, { ...asked, runAt: 3000 })).toBe(true)
    expect((await listJobs(storage, 9)).map(({ endedAt }) => endedAt)).toEqual([null, 2000])
  })

  it('gives a job to one worker only, in its time, and only kinds it knows', async () => {
    const storage = await open()
    await enqueue(storage, { ...asked, runAt: 1000 })
    expect(await claimJob(storage, terms(999))).toBeUndefined()
    expect(await claimJob(storage, { ...terms(1000), kinds: ['harvest'] })).toBeUndefined()
    const claims = await Promise.all(Array.from({ length: 6 }, () => claimJob(storage, terms(1000))))
    expect(claims.filter((job) => job !== undefined)).toHaveLength(1)
  })

  it('gives a job left for ten minutes to another, and the first one may no longer write', async () => {
    const storage = await open()
    await enqueue(storage, { ...asked, runAt: 0 })
    const first = await claimJob(storage, terms(1000))
    expect(await claimJob(storage, terms(600_999))).toBeUndefined()
    const second = await claimJob(storage, terms(601_001))
    expect(second).toMatchObject({ id: first?.id, attempts: 2 })
    expect(await changeHeldJob(storage, first ?? { id: 0, claimedAt: 0 }, { endedAt: 1 })).toBe(false)
    expect(await changeHeldJob(storage, second ?? { id: 0, claimedAt: 0 }, { endedAt: 1 })).toBe(true)
  })
})
