import { expect, it } from 'vitest'
import { askUndo } from '../../../farm/batches/undo-batch.ts'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import { eventsOf } from '../../../farm/storage/entries/deed-store.ts'
import { batchProblems } from '../../../farm/storage/gateways/batch-store.ts'
import { decide } from '../../../pipeline/decide.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeOnBoth } from '../../databases.ts'
import { type SmallWorkshop, smallWorkshop } from '../jobs/small-workshop.ts'
import { person } from '../sources/small-farm.ts'
import { approve, batchOf, bringIn, csv, edit, named, row, working } from './small-batches.ts'

/** Undoes a batch to its end; answers the titles of what was left as it was. */
async function undone(farm: SmallWorkshop, batch: number | null): Promise<readonly unknown[]> {
  const asked = await askUndo(farm, { batch: batch ?? 0, actor: FARM })
  if (!asked.ok) throw new Error(JSON.stringify(asked.problems))
  const job = await finishJob(farm, asked.value.job)
  expect(job).toMatchObject({ error: null })
  expect(await batchOf(farm, batch)).toMatchObject({ state: 'undone', undoneAt: farm.now() })
  const kept = await batchProblems(farm.storage, { batch: batch ?? 0, kind: 'kept', limit: 500 })
  return kept.map(({ problem }) => `${problem.code} ${problem.params?.title}`)
}

describeOnBoth('Undoing a batch', (open) => {
  it('bins what it brought and nobody published, withdraws what shows, and may be brought in again', async () => {
    const farm = smallWorkshop(await open())
    const { batch } = await bringIn(farm, csv(row('1'), row('2')))
    await approve(farm, await named(farm, '1'))
    expect(await undone(farm, batch)).toEqual([])
    expect(await named(farm, '1')).toMatchObject({ state: 'withdrawn', liveRevision: null })
    expect(await named(farm, '2')).toMatchObject({ state: 'trashed' })
    const again = await bringIn(farm, csv(row('1'), row('2', 'Forum corrigé')))
    expect(again).toMatchObject({ new: 2, same: 0 })
    expect(await named(farm, '2')).toMatchObject({ state: 'submitted', title: 'Forum corrigé' })
    expect(await undone(farm, again.batch)).toEqual([])
    expect(await named(farm, '1')).toMatchObject({ state: 'trashed' })
    expect(await farm.entries()).toHaveLength(2)
  })

  it('leaves binned what its source only repeats; what the source then corrects comes back', async () => {
    const farm = smallWorkshop(await open())
    const { batch } = await bringIn(farm, csv(row('1')), { source: 41 })
    await undone(farm, batch)
    expect(await bringIn(farm, csv(row('1')), { source: 41 })).toMatchObject({ same: 1, new: 0 })
    expect(await bringIn(farm, csv(row('1', 'Vrai forum')), { source: 41 })).toMatchObject({ new: 1 })
    expect(await named(farm, '1')).toMatchObject({ state: 'submitted', title: 'Vrai forum' })
  })

  it('brings corrections back to the version before, live or waiting, and forgets what was said', async () => {
    const farm = smallWorkshop(await open())
    await bringIn(farm, csv(row('1'), row('2'), row('3')))
    for (const id of ['1', '2']) await approve(farm, await named(farm, id))
    const before = await farm.entries()
    const { batch } = await bringIn(farm, csv(row('1', 'A'), row('2', 'B'), row('3', 'C'), row('4')))
    await approve(farm, await named(farm, '1'))
    expect(await named(farm, '1')).toMatchObject({ title: 'A', state: 'published' })
    expect(await undone(farm, batch)).toEqual([])
    for (const was of before) {
      // PostgreSQL hands values back in an order of its own: their digest is another, what they say the same.
      const { version, updatedAt, publishedAt, sortAt, validUntil, contentHash, ...rest } = was
      expect(await farm.ports.entries.get(was.id)).toMatchObject(rest)
    }
    expect(await named(farm, '4')).toMatchObject({ state: 'trashed' })
    expect((await working(farm, await named(farm, '3'))).title).toBe('Forum 3')
    expect(await bringIn(farm, csv(row('1'), row('2'), row('3')))).toMatchObject({ same: 3, changed: 0 })
    expect(await bringIn(farm, csv(row('3', 'C')))).toMatchObject({ changed: 1, problems: [] })
  })

  it('leaves what somebody touched since as it is, and says so, line by line', async () => {
    const farm = smallWorkshop(await open())
    const { batch } = await bringIn(farm, csv(row('1'), row('2')))
    const second = await bringIn(farm, csv(row('1'), row('2', 'Forum bis')))
    await edit(farm, await named(farm, '1'), { title: 'Repris à la main' })
    expect(await undone(farm, batch)).toEqual(['undo-edited-since Forum bis', 'undo-edited-since Repris à la main'])
    expect(await named(farm, '1')).toMatchObject({ state: 'submitted', title: 'Repris à la main' })
    expect(await undone(farm, second.batch)).toEqual([])
    // Of two batches undone, nothing is left to go back to.
    expect(await named(farm, '2')).toMatchObject({ state: 'trashed' })
  })

  it('shows again what it had taken back for its source', async () => {
    const farm = smallWorkshop(await open())
    const terms = { source: 41, goneAfter: 1 }
    await bringIn(farm, csv(row('1'), row('2')), terms)
    for (const id of ['1', '2']) await approve(farm, await named(farm, id))
    const { batch } = await bringIn(farm, csv(row('1')), terms)
    expect(await named(farm, '2')).toMatchObject({ state: 'withdrawn' })
    expect(await undone(farm, batch)).toEqual([])
    expect(await named(farm, '2')).toMatchObject({ state: 'published', title: 'Forum 2' })
    const { sourceMissing } = farm.storage.tables
    expect(await farm.storage.read.select().from(sourceMissing)).toEqual([])
  })

  it('puts back in the queue what had left it for its source, where it stood', async () => {
    const farm = smallWorkshop(await open())
    const terms = { source: 41, goneAfter: 1 }
    await bringIn(farm, csv(row('1'), row('2'), row('3')), terms)
    const returned = await named(farm, '3')
    await decide(farm.ports, { entry: returned.id, word: 'return', reason: 'Où est-ce ?', actor: FARM })
    const { batch } = await bringIn(farm, csv(row('1')), terms)
    expect(await named(farm, '2')).toMatchObject({ state: 'trashed' })
    expect(await undone(farm, batch)).toEqual([])
    expect(await named(farm, '2')).toMatchObject({ state: 'submitted', review: 'submitted', title: 'Forum 2' })
    expect(await named(farm, '3')).toMatchObject({ state: 'changes-requested', review: 'changes-requested' })
  })

  it('tells it in the history, once, and is done once', async () => {
    const farm = smallWorkshop(await open())
    await bringIn(farm, csv(row('1'), row('2')))
    const { batch } = await bringIn(farm, csv(row('1', 'Autre'), row('3')))
    await undone(farm, batch)
    const ids = [(await named(farm, '1')).id, (await named(farm, '3')).id]
    const told = (await eventsOf(farm.storage, ids)).filter((event) => event.batch === batch)
    expect(told.map(({ kind }) => kind).sort()).toEqual(['corrected', 'proposed', 'reverted', 'trashed'])
    expect(await askUndo(farm, { batch: batch ?? 0, actor: FARM })).toMatchObject({
      problems: [{ code: 'batch-moved-on' }],
    })
  })

  it('is for those who may import there', async () => {
    const farm = smallWorkshop(await open())
    const { batch } = await bringIn(farm, csv(row('1')))
    for (const actor of [person('contributor'), person('moderator', 'yonne')])
      expect(await askUndo(farm, { batch: batch ?? 0, actor })).toMatchObject({ problems: [{ code: 'unknown-batch' }] })
    expect(await batchOf(farm, batch)).toMatchObject({ state: 'applied' })
  })
})
