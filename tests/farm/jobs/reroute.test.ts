import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { desc, eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import { startWorker } from '../../../farm/jobs/worker.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { askReroute, readReached } from '../../../farm/routing/ask-reroute.ts'
import { routeAgain } from '../../../farm/routing/reroute.ts'
import { changeSubscriptions } from '../../../farm/sites/change-subscriptions.ts'
import { claimJob, openJobs } from '../../../farm/storage/jobs/job-store.ts'
import type { Writer } from '../../../farm/storage/storage.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Condition } from '../../../pipeline/model/condition.ts'
import { describeFarmOnBoth, environmentOf } from '../../farms.ts'

/** Where everything stands, as a rebuild from nothing must give it. */
async function standing({ storage }: Farm): Promise<string[]> {
  const rows = await storage.read.select().from(storage.tables.deliveries)
  const shown = rows.filter(({ state }) => state !== 'retracted')
  return shown.map((row) => `${row.entry} ${row.subscription} ${row.state} ${row.revision}`).sort()
}

async function ask(farm: Farm, subscriptions: readonly number[] | null): Promise<number> {
  const [id = 0] = await farm.storage.newIds(1)
  const asked = { about: 'test', subscriptions, touching: null, describe: false, id, at: farm.now() }
  return farm.storage.write((writer) => askReroute(farm.storage.tables, writer, asked))
}

function placeOf(line: string): string {
  return line.split(' ').slice(0, 2).join(' ')
}

describeFarmOnBoth('Routing again by a job', (openFarm) => {
  it('leaves, where its process is killed midway, a job that goes on from there to the same end', async () => {
    let now = Date.now()
    const farm = await openFarm({ now: () => now })
    const { storage } = farm
    const { deliveries } = storage.tables
    const before = (await standing(farm)).filter((one) => !one.includes(' excluded'))
    await storage.write(({ db }) => db.delete(deliveries).where(eq(deliveries.state, 'live')))
    const id = await ask(farm, null)
    const left: number[] = []
    for (const steps of ['1', '2']) {
      const child = fileURLToPath(new URL('reroute-child.ts', import.meta.url))
      const ended = spawnSync(process.execPath, [child, steps], { env: environmentOf(farm) })
      expect(ended.signal, String(ended.stderr)).toBe('SIGKILL')
      const [job] = await openJobs(storage, 'reroute ')
      left.push(readReached(job?.payload ?? {})?.before ?? 0)
      // Whoever was at it says nothing any more.
      now += 120_000
      await storage.write(({ db }) => db.update(storage.tables.jobs).set({ claimedAt: 1 }))
    }
    expect(left[0]).toBeGreaterThan(left[1] ?? 0)
    expect(left[1]).toBeGreaterThan(0)
    expect((await standing(farm)).length).toBeLessThan(before.length)
    const job = await finishJob(farm, id)
    expect(job).toMatchObject({ error: null })
    const after = await standing(farm)
    // What a site had confirmed asks for its confirmation again where the delivery itself was lost.
    expect(after.map(placeOf).filter((one) => before.map(placeOf).includes(one))).toEqual(before.map(placeOf))
    await finishJob(farm, await ask(farm, null))
    expect(await standing(farm)).toEqual(after)
  }, 120_000)

  it('takes a second change into a job nobody has begun, and makes another beside one at work', async () => {
    const farm = await openFarm()
    const [first, second] = [await ask(farm, [1, 2]), await ask(farm, [2, 3])]
    expect(second).toBe(first)
    const [job] = await openJobs(farm.storage, 'reroute test')
    expect(job?.payload).toMatchObject({ subscriptions: [1, 2, 3], touching: null })
    await claimJob(farm.storage, { kinds: ['reroute'], now: farm.now(), staleBefore: 0 })
    const third = await ask(farm, [4])
    expect(third).not.toBe(first)
    expect(await ask(farm, null)).toBe(third)
    expect((await openJobs(farm.storage, 'reroute test')).map(({ payload }) => payload.subscriptions)).toEqual([
      [1, 2, 3],
      null,
    ])
  })

  it('decides again what moves on while it is on its way, and nothing after it is written before', async () => {
    const farm = await openFarm()
    const { storage } = farm
    const { deliveries, entries } = storage.tables
    const before = await standing(farm)
    const published = await storage.read
      .select({ id: entries.id })
      .from(entries)
      .where(eq(entries.state, 'published'))
      .orderBy(desc(entries.id))
    await storage.write(({ db }) => db.delete(deliveries).where(eq(deliveries.state, 'live')))
    let [puts, underWay, most] = [0, 0, 0]
    const meddled = <T>(put: (work: (writer: Writer) => Promise<T>) => Promise<T>) => {
      return (work: (writer: Writer) => Promise<T>): Promise<T> => {
        puts += 1
        underWay += 1
        most = Math.max(most, underWay)
        // One of the second handful moves on just before it is looked at again.
        const meddling = async (writer: Writer) => {
          await moveOn(writer, published[130]?.id ?? 0)
          return work(writer)
        }
        return put(puts === 2 ? meddling : work).finally(() => {
          underWay -= 1
        })
      }
    }
    const moveOn = ({ db }: Writer, id: number) =>
      db
        .update(entries)
        .set({ version: sql`${entries.version} + 1` })
        .where(eq(entries.id, id))
    const room = {
      ...farm,
      storage: { ...storage, write: meddled(storage.write), writeMany: meddled(storage.writeMany) },
    }
    const [told, remembered]: [number[], number[]] = [[], []]
    const id = await ask(farm, null)
    const reached = await routeAgain(
      room,
      { subscriptions: null, touching: null, describe: false },
      {
        job: {
          id,
          remember(now) {
            remembered.push(now.before)
            return { before: now.before }
          },
        },
        onStep: (now) => told.push(now.before),
      },
    )
    expect(told.length).toBeGreaterThan(2)
    expect(puts).toBeGreaterThan(told.length)
    // On PostgreSQL one at a time: a change of the rules could come between two, and none of the three would ever end.
    expect(most).toBeLessThanOrEqual(storage.dialect === 'postgres' ? 1 : 2)
    expect(told).toEqual(told.toSorted((a, b) => b - a))
    expect(remembered).toEqual(told)
    expect(reached.gained).toBe((await standing(farm)).length - before.filter((one) => !one.includes(' live')).length)
    expect((await standing(farm)).map(placeOf)).toEqual(before.map(placeOf))
  })

  it('follows rules that change while it runs: what was decided by the former ones is not written', async () => {
    const farm = await openFarm()
    const services = async () => (await farm.memory()).sites.subscriptions('nievre')
    const agenda = (await services()).find(({ slug }) => slug === 'agenda') ?? expect.fail()
    const wanted = async (when: Condition) => {
      const all = (await services()).map((one) => (one.id === agenda.id ? { ...one, when } : one))
      const changed = await changeSubscriptions(farm, { actor: FARM, site: 'nievre', services: all })
      return changed.ok && changed.value !== null ? changed.value : expect.fail(JSON.stringify(changed))
    }
    const before = await standing(farm)
    const nothing = await wanted({ all: [{ service_type: ['event'] }, { language: ['br'] }] })
    const emptying = finishJob(farm, nothing)
    const back = await wanted(agenda.when)
    await Promise.all([emptying, finishJob(farm, back)])
    await finishJob(farm, nothing)
    const places = (lines: readonly string[]) => lines.map(placeOf)
    expect(places(await standing(farm))).toEqual(places(before))
  })

  it('follows the calendar where a request counts days, once a day and only there', async () => {
    let now = Date.now()
    const farm = await openFarm({ now: () => now })
    const worker = startWorker(farm, { everyMs: 3_600_000 })
    const news = (await farm.memory()).sites.subscriptions('nievre').find(({ slug }) => slug === 'actualites')
    const when: Condition = {
      all: [{ service_type: ['news'] }, { origin: ['network'] }, { published: { within_days: 30 } }],
    }
    const services = (await farm.memory()).sites
      .subscriptions('nievre')
      .map((one) => (one.id === news?.id ? { ...one, when } : one))
    await changeSubscriptions(farm, { actor: FARM, site: 'nievre', services })
    await worker.idle()
    const live = async () => {
      const { deliveries } = farm.storage.tables
      const rows = await farm.storage.read
        .select()
        .from(deliveries)
        .where(eq(deliveries.subscription, news?.id ?? 0))
      return rows.filter(({ state }) => state === 'live').length
    }
    const today = await live()
    expect(today).toBeGreaterThan(0)
    now += 31 * 86_400_000
    await worker.idle()
    expect(await live()).toBe(0)
    const { jobs } = farm.storage.tables
    const ageing = async () =>
      (await farm.storage.read.select().from(jobs).where(eq(jobs.key, 'reroute ageing'))).length
    const asked = await ageing()
    now += 60_000
    await worker.idle()
    expect(await ageing()).toBe(asked)
    await worker.stop()
  })
})
