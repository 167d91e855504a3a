import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { prepareBatch } from '../../../farm/batches/prepare-batch.ts'
import { catchUp } from '../../../farm/duplicates/catch-up.ts'
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
