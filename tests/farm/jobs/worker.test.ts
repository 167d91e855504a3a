import { hash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { importLater } from '../../../farm/jobs/import.ts'
import { createSource } from '../../../farm/sources/sources.ts'
import { listBatches } from '../../../farm/storage/gateways/batch-store.ts'
import { listSources } from '../../../farm/storage/gateways/source-store.ts'
import { decide } from '../../../pipeline/decide.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import { submit } from '../../../pipeline/submit.ts'
import { describeOnBoth } from '../../databases.ts'
import { loopbackOnly, serve, serveSocket } from '../sources/local-server.ts'
import { person } from '../sources/small-farm.ts'
import { jobsOf, quietWorker, type SmallWorkshop, smallWorkshop } from './small-workshop.ts'

const DAY = 1440

async function publishNews(workshop: SmallWorkshop, raw: Record<string, RawValue>): Promise<number> {
  const news = { title: 'Salon', summary: 'Un salon', body: 'Le texte', themes: 'emploi', ...raw }
  const terms = { serviceType: 'news', organisation: 'nievre', road: 'form', intent: 'propose' } as const
  const [arrival] = await submit(workshop.ports, [{ ...terms, raw: news }], { actor: FARM })
  const entry = arrival?.entry ?? 0
  const said = await decide(workshop.ports, { entry, word: 'approve', reason: '', actor: FARM })
  if (!said.ok) throw new Error(JSON.stringify([arrival, said.problems]))
  return entry
}

async function statesOf({ ports }: SmallWorkshop, entry: number) {
  const deliveries = await ports.entries.deliveries([entry])
  return [(await ports.entries.get(entry))?.state, ...deliveries.map(({ state }) => state)]
}

describeOnBoth('The worker', (open) => {
  it('publishes what was scheduled when its day comes, and not before', async () => {
    const workshop = smallWorkshop(await open())
    const worker = quietWorker(workshop)
    const entry = await publishNews(workshop, { valid_from: '2026-11-24' })
    await worker.idle()
    expect(await statesOf(workshop, entry)).toEqual(['scheduled'])
    workshop.wait(2 * DAY)
    await worker.idle()
    expect(await statesOf(workshop, entry)).toEqual(['published', 'live'])
    const events = await workshop.storage.read.select().from(workshop.storage.tables.events)
    expect(events.filter((event) => event.entry === entry).map(({ kind }) => kind)).toContain('published')
  })

  it('publishes what was accepted, while a later correction keeps waiting', async () => {
    const workshop = smallWorkshop(await open())
    const worker = quietWorker(workshop)
    const id = await publishNews(workshop, { valid_from: '2026-11-24' })
    const raw = { title: 'Corrigé', summary: 'Un salon', body: 'Le texte', themes: 'emploi', valid_from: '2026-11-24' }
    const terms = { serviceType: 'news', organisation: 'nievre', road: 'form', intent: 'propose' } as const
    await submit(workshop.ports, [{ ...terms, raw, entry: id }], { actor: FARM })
    workshop.wait(2 * DAY)
    await worker.idle()
    const entry = await workshop.ports.entries.get(id)
    expect(entry).toMatchObject({ state: 'published', review: 'submitted', title: 'Salon' })
    expect(entry?.liveRevision).not.toBe(entry?.workingRevision)
  })

  it('ends what is over, everywhere', async () => {
    const workshop = smallWorkshop(await open())
    const worker = quietWorker(workshop)
    const [short, long] = [
      await publishNews(workshop, { valid_until: '2026-11-23' }),
      await publishNews(workshop, { title: 'Autre' }),
    ]
    expect(await statesOf(workshop, short)).toEqual(['published', 'live'])
    workshop.wait(3 * DAY)
    await worker.idle()
    expect(await statesOf(workshop, short)).toEqual(['expired', 'retracted'])
    expect(await statesOf(workshop, long)).toEqual(['published', 'live'])
  })

  it('harvests due sources, a host never seeing more than two requests at once, and a quiet source more rarely', async () => {
    const workshop = smallWorkshop(await open())
    const worker = quietWorker(workshop)
    let [current, most, served] = [0, 0, 0]
    const url = await serve((_request, response) => {
      current += 1
      served += 1
      most = Math.max(most, current)
      setTimeout(() => {
        current -= 1
        response.end(`<rss version="2.0"><channel/></rss>`)
      }, 20)
    })
    const wishes = { organisation: 'nievre', serviceType: 'news', everyMinutes: 60, defaults: {} }
    for (const name of ['a', 'b', 'c'])
      await createSource({ ...workshop, allowPrivate: loopbackOnly }, FARM, { ...wishes, name, url: `${url}/${name}` })
    await worker.idle()
    expect(served).toBe(3)
    expect(most).toBeLessThanOrEqual(2)
    expect((await listSources(workshop.storage, ['nievre'])).map(({ lastStatus }) => lastStatus)).toEqual([
      'empty',
      'empty',
      'empty',
    ])
    // One job, or two where the first began before the last source was there.
    const jobs = await jobsOf(workshop, 'harvest')
    expect(jobs.map(({ error }) => error)).toEqual(jobs.map(() => null))
    expect(jobs.reduce((sum, { done }) => sum + done, 0)).toBe(3)
    await worker.idle()
    expect(served).toBe(3)
    workshop.wait(60)
    await worker.idle()
    const soon = served
    workshop.wait(2 * DAY)
    await worker.idle()
    expect([soon, served]).toEqual([3, 6])
  })

  it('imports a file of the queue, once for the same file, and says how far it is', async () => {
    const workshop = smallWorkshop(await open())
    const rows = Array.from({ length: 700 }, (_, i) => `${i};Forum ${i};12/03/2027 09:00;58000 Nevers;confirmed;emploi`)
    const bytes = Buffer.from(`id;title;start;address;status;themes\n${rows.join('\n')}`)
    const asked = { bytes, name: 'events.csv', serviceType: 'event', organisation: 'nievre', actor: FARM }
    expect(await importLater(workshop, { ...asked, actor: person('contributor') })).toMatchObject({
      problems: [{ code: 'not-allowed' }],
    })
    expect(await importLater(workshop, asked)).toMatchObject({ ok: true })
    expect(await importLater(workshop, asked)).toMatchObject({ ok: true })
    await quietWorker(workshop).idle()
    expect(await jobsOf(workshop, 'import')).toMatchObject([{ error: null, endedAt: workshop.now(), attempts: 1 }])
    expect((await jobsOf(workshop, 'import'))[0]?.done).toBeGreaterThanOrEqual(500)
    const batches = await listBatches(workshop.storage, { organisations: ['nievre'], limit: 5 })
    expect(batches).toMatchObject([{ total: 700, name: 'events.csv', counts: { new: 700 } }])
  })

  it('ends a job that can only fail with its problems, and does not try it again', async () => {
    const workshop = smallWorkshop(await open())
    const worker = quietWorker(workshop)
    const terms = { name: 'x', serviceType: 'event', organisation: 'nievre', actor: FARM }
    await importLater(workshop, { ...terms, bytes: Buffer.from('%PDF-1.7') })
    await worker.idle()
    expect(await jobsOf(workshop, 'import')).toMatchObject([
      { error: 'binary-file', attempts: 1, endedAt: workshop.now() },
    ])
  })

  it('tries again ever later what broke, gives up after five times, and keeps the error', async () => {
    const workshop = smallWorkshop(await open())
    const worker = quietWorker(workshop)
    const terms = { name: 'x', serviceType: 'event', organisation: 'nievre', actor: FARM }
    const bytes = Buffer.from('title\nUn')
    await importLater(workshop, { ...terms, bytes })
    const kept = join(workshop.files, 'imports', `${hash('sha256', bytes, 'hex')}.zst`)
    rmSync(kept)
    mkdirSync(kept)
    const waits: number[] = []
    for (let tries = 1; tries <= 5; tries += 1) {
      await worker.idle()
      const [job] = await jobsOf(workshop, 'import')
      expect(job).toMatchObject({ attempts: tries, claimedAt: tries === 5 ? expect.any(Number) : null })
      expect(job?.error).toContain('EISDIR')
      if (tries < 5) waits.push(((job?.runAt ?? 0) - workshop.now()) / 60_000)
      workshop.wait(waits.at(-1) ?? 0)
    }
    expect(waits).toEqual([1, 4, 16, 64])
    const [ended] = await jobsOf(workshop, 'import')
    expect(ended?.endedAt).not.toBeNull()
    workshop.wait(DAY)
    await worker.idle()
    expect((await jobsOf(workshop, 'import'))[0]).toMatchObject({ attempts: 5 })
  })

  it('stops gracefully: what it was at is given back whole, at no cost', async () => {
    const workshop = smallWorkshop(await open())
    const asked: (() => void)[] = []
    const reached = new Promise<void>((resolve) => asked.push(resolve))
    const silent = await serveSocket(() => asked[0]?.())
    const wishes = {
      organisation: 'nievre',
      serviceType: 'news',
      everyMinutes: 60,
      defaults: {},
      name: 'a',
      url: `${silent}/`,
    }
    await createSource({ ...workshop, allowPrivate: loopbackOnly }, FARM, wishes)
    const worker = quietWorker(workshop)
    await reached
    await worker.stop()
    expect(await jobsOf(workshop, 'harvest')).toMatchObject([
      { claimedAt: null, endedAt: null, attempts: 0, error: null },
    ])
    expect(await listSources(workshop.storage, ['nievre'])).toMatchObject([{ failures: 0, lastStatus: null }])
  })

  it('forgets old attempts, tickets, sessions and jobs once an hour, and nothing else', async () => {
    const workshop = smallWorkshop(await open())
    const { storage } = workshop
    const { attempts, tickets, people } = storage.tables
    const now = workshop.now()
    const someone = {
      id: 7,
      login: 'a',
      email: 'a@exemple.org',
      name: 'A',
      title: '',
      passwordHash: null,
      disabledAt: null,
      createdAt: 0,
    }
    await storage.write(async ({ bulk }) => {
      await bulk(people, [someone])
      await bulk(attempts, [
        { id: 1, key: 'k', at: now - 90_000_000 },
        { id: 2, key: 'k', at: now },
      ])
      const ticket = { session: 's', person: 7, host: 'h', usedAt: null }
      await bulk(tickets, [
        { ...ticket, hash: 'old', expiresAt: now - 90_000_000 },
        { ...ticket, hash: 'new', expiresAt: now },
      ])
    })
    // Started only now: its first look of its own might else come before what there is to forget.
    const worker = quietWorker(workshop)
    await worker.idle()
    expect((await storage.read.select().from(attempts)).map(({ id }) => id)).toEqual([2])
    expect((await storage.read.select().from(tickets)).map(({ hash: id }) => id)).toEqual(['new'])
    expect(await jobsOf(workshop, 'purge')).toHaveLength(1)
    workshop.wait(61)
    await worker.idle()
    expect(await jobsOf(workshop, 'purge')).toHaveLength(2)
    workshop.wait(3 * DAY)
    await worker.idle()
    expect(await jobsOf(workshop, 'purge')).toHaveLength(1)
    expect(await storage.read.select().from(people)).toHaveLength(1)
  })
})
