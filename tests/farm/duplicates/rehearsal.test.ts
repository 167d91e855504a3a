import { hash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { applyBatch } from '../../../farm/batches/apply-batch.ts'
import { prepareBatch } from '../../../farm/batches/prepare-batch.ts'
import { catchUp } from '../../../farm/duplicates/catch-up.ts'
import { clustersFor } from '../../../farm/duplicates/clusters-for.ts'
import { sayDifferent } from '../../../farm/duplicates/decide-duplicates.ts'
import { rehearseImport } from '../../../farm/duplicates/rehearse-import.ts'
import { tellLikely } from '../../../farm/duplicates/tell-likely.ts'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { batchProblems, countLines, readBatch } from '../../../farm/storage/gateways/batch-store.ts'
import { type Actor, FARM } from '../../../pipeline/model/actor.ts'
import { trash } from '../../../pipeline/withdraw.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { forum, takeOne, theirForum } from './told.ts'

const FILE = [
  'id;title;start;status;themes;address;body;source_url',
  'y-77;Clamecy : le grand forum des métiers du bois;03/10/2031 10:00;confirmed;emploi;58500 Clamecy;Venez rencontrer les scieries qui recrutent.;https://yonne.example/forum-du-bois',
  'y-78;Marché aux truffes;12/12/2031 09:00;confirmed;emploi;89000 Auxerre;Truffes et emplois.;',
  ';Salon des vignerons et des métiers de la vigne;05/06/2031 10:00;confirmed;emploi;89000 Auxerre;Vingt domaines.;',
  ';Auxerre : salon des vignerons, métiers de la vigne;05/06/2031 11:00;confirmed;emploi;89000 Auxerre;Vingt domaines.;',
].join('\n')

const ADDRESS = 'https://yonne.example/forum-du-bois'
const ABOUT = { name: 'yonne.csv', serviceType: 'event' }

async function rehearsed(farm: Farm, actor: Actor = FARM, organisation = 'yonne') {
  const asked = await prepareBatch(farm, { ...ABOUT, organisation, actor, bytes: Buffer.from(FILE) })
  if (!asked.ok) throw new Error(JSON.stringify(asked.problems))
  await finishJob(farm, asked.value.job)
  const { batch } = asked.value
  const lines = await batchProblems(farm.storage, { batch, kind: 'likely', limit: 50 })
  return { batch: await readBatch(farm.storage, batch), likely: lines.map(({ line, problem }) => [line, problem]) }
}

// A chunk and more of unlike lines between two that are alike.
function longFile(): string {
  const vignerons = (title: string, hour: string) =>
    `;${title};05/06/2031 ${hour}:00;confirmed;emploi;89000 Auxerre;Vingt domaines.;`
  // Ten letters of a digest: no two words have anything in common.
  const word = (seed: number) => {
    const digits = hash('sha256', String(seed)).slice(0, 10)
    return [...digits].map((digit) => 'bcdfglmnprstvaei'.charAt(Number.parseInt(digit, 16))).join('')
  }
  const unlike = Array.from({ length: 850 }, (_, i) => {
    const day = `${String((i % 28) + 1).padStart(2, '0')}/${String((i % 12) + 1).padStart(2, '0')}/${2032 + (i % 60)}`
    return `;${word(i)} ${word(i + 1_000)} ${word(i + 2_000)};${day} 10:00;confirmed;emploi;89000 Auxerre;${word(i + 3_000)}.;`
  })
  return [
    'id;title;start;status;themes;address;body;source_url',
    vignerons('Salon des vignerons et des métiers de la vigne', '10'),
    ...unlike,
    vignerons('Auxerre : salon des vignerons, métiers de la vigne', '11'),
    vignerons('Salon des vignerons, des métiers de la vigne', '10'),
  ].join('\n')
}

describeFarmOnBoth('A rehearsal', (open) => {
  it('says which new lines look like what is here, and like each other, as the clusters would, and writes nothing else', async () => {
    const farm = await open()
    const ours = await takeOne(farm, forum({}, { externalId: 'bois-1' }))
    await catchUp(farm)
    const { batch, likely } = await rehearsed(farm)
    expect(batch).toMatchObject({ state: 'rehearsed', counts: { new: 4, duplicate: 0 } })
    const title = 'Forum des métiers du bois de Clamecy'
    expect(likely).toEqual([
      [2, { code: 'likely-duplicate', params: { entry: String(ours), title, organisation: 'nievre' } }],
      [5, { code: 'likely-twice', params: { line: 4, title: 'Salon des vignerons et des métiers de la vigne' } }],
    ])
    // Cut short, nothing is told by half; done again, nothing is told twice.
    const asked = { batch: batch?.id ?? 0, actor: FARM }
    expect(await tellLikely(farm, asked)).toEqual({ ok: true, value: undefined })
    expect(await countLines(farm.storage, asked.batch, 'likely')).toBe(2)
    const { batchLines } = farm.storage.tables
    await farm.storage.write(
      async ({ db }) => void (await db.delete(batchLines).where(eq(batchLines.batch, asked.batch))),
    )
    expect(await tellLikely(farm, { ...asked, signal: AbortSignal.abort() })).toMatchObject({ ok: false })
    expect(await countLines(farm.storage, asked.batch, 'likely')).toBe(0)
    const content = { bytes: Buffer.from(FILE) }
    const told = await rehearseImport(farm, { ...ABOUT, organisation: 'yonne', actor: FARM, content })
    expect(told).toMatchObject({ value: { batch: null, new: 4, problemCount: 2 } })
    expect(told.ok && told.value.problems.map(({ line, code }) => [line, code])).toEqual([
      [2, 'likely-duplicate'],
      [5, 'likely-twice'],
    ])
  })

  it('finds a line like another far above it in the same file, and the clusters find it once both are in', async () => {
    const farm = await open()
    const bytes = Buffer.from(longFile())
    const asked = await prepareBatch(farm, { ...ABOUT, organisation: 'yonne', actor: FARM, bytes })
    if (!asked.ok) throw new Error(JSON.stringify(asked.problems))
    await finishJob(farm, asked.value.job)
    const { batch } = asked.value
    expect(await readBatch(farm.storage, batch)).toMatchObject({ state: 'rehearsed', counts: { new: 853 } })
    const lines = await batchProblems(farm.storage, { batch, kind: 'likely', limit: 50 })
    const title = 'Salon des vignerons et des métiers de la vigne'
    expect(lines.map(({ line, problem }) => [line, problem])).toEqual([
      [853, { code: 'likely-twice', params: { line: 2, title } }],
      [854, { code: 'likely-twice', params: { line: 2, title } }],
    ])
    const applied = await applyBatch(farm, { batch, actor: FARM })
    if (!applied.ok) throw new Error(JSON.stringify(applied.problems))
    await finishJob(farm, applied.value.job)
    await catchUp(farm)
    const { clusters } = await clustersFor(farm, { actor: FARM, limit: 10 })
    expect(clusters.map(({ entries }) => entries.map((entry) => entry.title).toSorted())).toContainEqual([
      'Auxerre : salon des vignerons, métiers de la vigne',
      'Salon des vignerons et des métiers de la vigne',
      'Salon des vignerons, des métiers de la vigne',
    ])
  }, 240_000)

  it('of a large file looks at the first lines only where somebody waits, and says so', async () => {
    const farm = await open()
    const asked = { ...ABOUT, organisation: 'yonne', actor: FARM, content: { bytes: Buffer.from(longFile()) } }
    const told = await rehearseImport(farm, { ...asked, most: 10 })
    const cut = { code: 'rehearsed-first-only', params: { max: 10 } }
    expect(told).toMatchObject({ value: { batch: null, total: 10, new: 10, warnings: [cut] } })
  })

  it('stops comparing once the batch moves on, and says nothing of it', async () => {
    const farm = await open()
    const { batch } = await rehearsed(farm)
    const { batchLines } = farm.storage.tables
    const id = batch?.id ?? 0
    await farm.storage.write(async ({ db }) => void (await db.delete(batchLines).where(eq(batchLines.batch, id))))
    let opened = 0
    const files = farm.files
    const watched = new Proxy(farm, {
      get(target, name) {
        if (name === 'files') opened += 1
        return name === 'files' ? files : Reflect.get(target, name)
      },
    })
    await applyBatch(farm, { batch: id, actor: FARM })
    expect(await tellLikely(watched, { batch: id, actor: FARM })).toEqual({ ok: true, value: undefined })
    expect([opened, await countLines(farm.storage, id, 'likely')]).toEqual([0, 0])
  })

  it('keeps silent on what was told apart once, and on what the person may not read', async () => {
    const farm = await open()
    const nadia = await person(farm, 'nadia.belkacem')
    const ours = await takeOne(farm, forum({}, { externalId: 'bois-1' }))
    const theirs = await takeOne(farm, theirForum({ source_url: ADDRESS }, { externalId: 'y-1' }))
    await catchUp(farm)
    const second = async (...asked: Parameters<typeof rehearsed> extends [Farm, ...infer More] ? More : never) =>
      (await rehearsed(farm, ...asked)).likely.filter(([line]) => line === 2).length
    expect(await second()).toBe(1)
    await sayDifferent(farm, { actor: FARM, kept: ours, others: [theirs] })
    expect(await second()).toBe(0)
    // What waits at another body is nobody else's business.
    await trash(farm.ports, { entry: ours, actor: FARM })
    await catchUp(farm)
    expect([await second(FARM, 'nievre'), await second(nadia, 'nievre')]).toEqual([1, 0])
  })
})
