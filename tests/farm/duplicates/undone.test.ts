import { expect, it } from 'vitest'
import { importBatch } from '../../../farm/batches/import-batch.ts'
import { askUndo } from '../../../farm/batches/undo-batch.ts'
import { catchUp } from '../../../farm/duplicates/catch-up.ts'
import { sayDifferent, sayTheSame } from '../../../farm/duplicates/decide-duplicates.ts'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { keptFor } from '../../../farm/storage/entries/duplicate-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeFarmOnBoth } from '../../farms.ts'
import { forum, proposed, takeOne } from './told.ts'

const FILE = [
  'id;title;start;status;themes;address;body',
  'y-77;Clamecy : le grand forum des métiers du bois;03/10/2031 10:00;confirmed;emploi;58500 Clamecy;Venez rencontrer les scieries.',
].join('\n')
const ABOUT = { name: 'yonne.csv', serviceType: 'event', organisation: 'yonne', actor: FARM }

async function bringIn(farm: Farm, file = FILE) {
  const done = await importBatch(farm, { ...ABOUT, content: { bytes: Buffer.from(file) } })
  if (!done.ok) throw new Error(JSON.stringify(done.problems))
  const found = await farm.ports.entries.identify({ externalIds: ['y-77'], urls: [], fingerprints: [] })
  const [entry] = found.filter(({ organisation }) => organisation === 'yonne')
  await catchUp(farm)
  return { batch: done.value.batch ?? 0, entry: entry?.id ?? 0 }
}

async function undo(farm: Farm, batch: number): Promise<void> {
  const asked = await askUndo(farm, { batch, actor: FARM })
  if (!asked.ok) throw new Error(JSON.stringify(asked.problems))
  expect((await finishJob(farm, asked.value.job))?.error).toBeNull()
  await catchUp(farm)
}

describeFarmOnBoth('A word on duplicates, and a batch that is undone and imported again', (open) => {
  it('that they are two is remembered, also when it comes back retitled', async () => {
    const farm = await open()
    const ours = await takeOne(farm, forum({}, { externalId: 'bois-1' }))
    const first = await bringIn(farm)
    expect(await proposed(farm, [ours])).toEqual([`${ours} ${first.entry}`])
    await sayDifferent(farm, { actor: FARM, kept: ours, others: [first.entry] })
    await undo(farm, first.batch)
    expect((await farm.ports.entries.get(first.entry))?.state).toBe('trashed')
    const again = await bringIn(farm)
    expect(await proposed(farm, [ours, again.entry])).toEqual([])
    await undo(farm, again.batch)
    const retitled = await bringIn(farm, FILE.replace('le grand forum', 'forum'))
    expect((await farm.ports.entries.get(retitled.entry))?.state).not.toBe('trashed')
    expect(await proposed(farm, [ours, retitled.entry])).toEqual([])
  })

  it('that they are one is remembered: what was folded does not show again, and is not proposed again', async () => {
    const farm = await open()
    const ours = await takeOne(farm, forum({}, { externalId: 'bois-1' }))
    const first = await bringIn(farm)
    expect(await sayTheSame(farm, { actor: FARM, kept: ours, others: [first.entry] })).toMatchObject({ ok: true })
    await undo(farm, first.batch)
    const again = await bringIn(farm)
    const stands = await farm.ports.entries.get(again.entry)
    expect([again.entry, stands?.state, stands?.liveRevision]).toEqual([first.entry, 'withdrawn', null])
    expect(await keptFor(farm.storage, again.entry)).toBe(ours)
    expect(await proposed(farm, [ours, again.entry])).toEqual([])
  })
})
