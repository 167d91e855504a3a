import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { applyBatch, dropBatch } from '../../../farm/batches/apply-batch.ts'
import { failingLines } from '../../../farm/batches/failing-lines.ts'
import { forgetInputs } from '../../../farm/batches/forget-inputs.ts'
import { createMapping } from '../../../farm/batches/mappings.ts'
import { type AskedWork, type Preparing, prepareBatch } from '../../../farm/batches/prepare-batch.ts'
import { replayBatch } from '../../../farm/batches/replay-batch.ts'
import { readSamples } from '../../../farm/batches/samples.ts'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import { importLater } from '../../../farm/jobs/import.ts'
import { waitAgain } from '../../../farm/sources/wait-again.ts'
import { readWaiting } from '../../../farm/sources/waiting-file.ts'
import { countDeskEntries, deskEntries } from '../../../farm/storage/entries/desk-store.ts'
import { batchProblems, listBatches, readBatch } from '../../../farm/storage/gateways/batch-store.ts'
import { groupProblems } from '../../../farm/storage/gateways/batch-summary.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Result } from '../../../pipeline/model/problem.ts'
import { describeOnBoth } from '../../databases.ts'
import { type SmallWorkshop, smallWorkshop } from '../jobs/small-workshop.ts'
import { person } from '../sources/small-farm.ts'
import { batchOf, bringIn, csv, HEADING, named, row, TERMS } from './small-batches.ts'

/** Does the work asked to its end; answers the number of its batch. */
async function done(farm: SmallWorkshop, work: Result<AskedWork>): Promise<number> {
  if (!work.ok) throw new Error(JSON.stringify(work.problems))
  await finishJob(farm, work.value.job)
  return work.value.batch
}

function rehearsed(farm: SmallWorkshop, bytes: Uint8Array, more: Partial<Preparing> = {}): Promise<number> {
  return prepareBatch(farm, { ...TERMS, bytes, ...more }).then((work) => done(farm, work))
}

async function failing(farm: SmallWorkshop, batch: number): Promise<readonly string[]> {
  const file = await failingLines(farm, {
    ...{ batch, actor: FARM, heading: 'problèmes' },
    sentence: ({ code }, field) => `${field?.name ?? 'line'} ${code}`,
  })
  if (!file.ok) return file.problems.map(({ code }) => code)
  const pieces = await Array.fromAsync(file.value.pieces)
  return pieces.join('').replace('\uFEFF', '').trimEnd().split('\r\n')
}

describeOnBoth('The life of a batch', (open) => {
  it('begins with a rehearsal that is kept, told and applied once; nothing is written before', async () => {
    const farm = smallWorkshop(await open())
    await bringIn(farm, csv(row('1')))
    const batch = await rehearsed(farm, csv(row('1', 'Autre'), row('2'), 'x;y'))
    expect(await batchOf(farm, batch)).toMatchObject({
      ...{ state: 'rehearsed', total: 3, road: 'csv', input: expect.stringMatching(/^[0-9a-f]{64}$/) },
      counts: { new: 1, changed: 1, refused: 1 },
    })
    expect(await farm.entries()).toHaveLength(1)
    const lines = await batchProblems(farm.storage, { batch, kind: 'samples', limit: 50 })
    expect(readSamples(lines)).toMatchObject([
      { outcome: 'changed', line: 2, title: 'Autre', fields: [{ field: 'title', before: 'Forum 1', after: 'Autre' }] },
      { outcome: 'new', line: 3, title: 'Forum 2' },
    ])
    // Nobody of that number is kept: whoever else may goes on with it.
    await done(farm, await applyBatch(farm, { batch, actor: person('moderator') }))
    expect(await batchOf(farm, batch)).toMatchObject({ state: 'applying', person: 7, total: 0 })
    await done(farm, await applyBatch(farm, { batch, actor: FARM }))
    expect(await batchOf(farm, batch)).toMatchObject({ state: 'applied', person: null, counts: { new: 1, changed: 1 } })
  })

  it('is applied by whoever may, from the very input that was looked at', async () => {
    const farm = smallWorkshop(await open())
    const batch = await rehearsed(farm, csv(row('1'), 'x;y'))
    expect(await applyBatch(farm, { batch, actor: person('contributor') })).toMatchObject({ ok: false })
    await done(farm, await applyBatch(farm, { batch, actor: FARM }))
    expect(await batchOf(farm, batch)).toMatchObject({ state: 'applied', counts: { new: 1, refused: 1 } })
    const [told] = await batchProblems(farm.storage, { batch, limit: 9 })
    expect(told).toMatchObject({ line: 3, outcome: 'refused', problem: { code: 'ragged-row' } })
    expect(await batchProblems(farm.storage, { batch, kind: 'samples', limit: 9 })).toEqual([])
    expect(await applyBatch(farm, { batch, actor: FARM })).toMatchObject({ problems: [{ code: 'batch-moved-on' }] })
    expect(await dropBatch(farm, { batch, actor: FARM })).toMatchObject({ problems: [{ code: 'batch-moved-on' }] })
  })

  it('ends there where nobody wants it, and as failed where its file cannot be read', async () => {
    const farm = smallWorkshop(await open())
    const batch = await rehearsed(farm, csv(row('1')))
    expect(await dropBatch(farm, { batch, actor: FARM })).toMatchObject({ ok: true })
    expect(await readBatch(farm.storage, batch)).toBeUndefined()
    const broken = await rehearsed(farm, Buffer.from('%PDF-1.7'))
    expect(await batchOf(farm, broken)).toMatchObject({ state: 'failed', total: 0 })
    const told = await batchProblems(farm.storage, { batch: broken, limit: 5 })
    expect(told).toMatchObject([{ line: 0, outcome: 'file', problem: { code: 'binary-file' } }])
  })

  it('tells what is wrong once for all its lines, how many are to come, and what it brought', async () => {
    const farm = smallWorkshop(await open())
    await bringIn(farm, csv(row('0')))
    const wrong = (id: string) => row(id, `Forum ${id}`, ';58000 Nevers;confirmed;emploi')
    const batch = await rehearsed(farm, csv(row('1'), wrong('2'), wrong('3'), 'x;y', wrong('4')))
    // Of a line that could not be read nothing is said to be missing.
    expect(await groupProblems(farm.storage, batch)).toMatchObject([
      { count: 3, problem: { code: 'required', field: 'start', line: 3 } },
      { count: 1, problem: { code: 'ragged-row', line: 5 } },
    ])
    await done(farm, await applyBatch(farm, { batch, actor: FARM }))
    expect(await batchOf(farm, batch)).toMatchObject({ state: 'applied', options: { expected: 5 } })
    const asked = { organisations: ['nievre'], batch }
    const shown = await deskEntries(farm.storage, { ...asked, order: 'recent', limit: 9 })
    expect(shown.map(({ entry }) => entry.externalId)).toEqual(['1'])
    expect(await countDeskEntries(farm.storage, asked)).toBe(1)
    expect(await countDeskEntries(farm.storage, { ...asked, batch: 999_999 })).toBe(0)
  })

  it('lets its file wait once more to be mapped, for who may see it', async () => {
    const farm = smallWorkshop(await open())
    const bytes = csv('x;y')
    const batch = await rehearsed(farm, bytes)
    const waits = await waitAgain(farm, { batch, actor: FARM })
    if (!waits.ok) throw new Error(JSON.stringify(waits.problems))
    expect(Buffer.from((await readWaiting(farm.files, waits.value.file)) ?? [])).toEqual(bytes)
    const stranger = await waitAgain(farm, { batch, actor: person('contributor') })
    expect(stranger).toMatchObject({ problems: [{ code: 'unknown-batch' }] })
  })

  it('is asked once by two who ask the same, and stands for itself once it began', async () => {
    const farm = smallWorkshop(await open())
    const asked = { ...TERMS, bytes: csv(row('1')) }
    await importLater(farm, asked)
    await importLater(farm, asked)
    await importLater(farm, { ...asked, defaults: { contact: 'Accueil' } })
    expect(await listBatches(farm.storage, { organisations: ['nievre'], limit: 9 })).toHaveLength(2)
  })

  it('gives its failing lines back in the shape they came, with what is wrong, to be sent again', async () => {
    const farm = smallWorkshop(await open())
    const lines = [row('1'), '2;"Salon; du ""livre""";demain;58000 Nevers;confirmed;emploi', '=3;x', row('4')]
    const { batch } = await bringIn(farm, csv(...lines))
    const file = await failing(farm, batch ?? 0)
    expect(file[0]).toBe(`problèmes;${HEADING}`)
    expect(file[1]).toMatch(/^start [a-z-]+;2;"Salon; du ""livre""";demain;58000 Nevers;confirmed;emploi$/)
    // What a spreadsheet would run is guarded.
    expect(file[2]).toBe(`line ragged-row;"'=3";x`)
    expect(file).toHaveLength(3)
    const corrected = Buffer.from(`${file[0]}\r\n${file[1]?.replace('demain', '12/03/2027')}\r\n${file[2]}`)
    const again = await bringIn(farm, corrected)
    expect(again).toMatchObject({ new: 1, refused: 1, warnings: [] })
    expect(await named(farm, '2')).toMatchObject({ title: 'Salon; du "livre"' })
    const second = await failing(farm, again.batch ?? 0)
    expect(second).toEqual([file[0], file[2]])
  })

  it('gives back whole what does not fit the columns of a mapping, and again', async () => {
    const farm = smallWorkshop(await open())
    const mapping = { reading: {}, identity: ['Réf'], fields: { title: { from: ['Nom'], steps: [] } } }
    const wishes = { ...TERMS, name: 'Salons', mapping }
    const kept = await createMapping(farm, FARM, wishes)
    if (!kept.ok) throw new Error(JSON.stringify(kept.problems))
    const bring = async (text: string) =>
      failing(farm, await rehearsed(farm, Buffer.from(text), { mapping: kept.value.id }))
    const first = await bring('Réf;Nom\n1;Salon;du;livre\n')
    expect(first).toEqual(['problèmes;Réf;Nom', 'line ragged-row;1;Salon;du;livre'])
    expect(await bring(`${first.join('\n')}\n`)).toEqual(first)
  })

  it('gives those of a feed in our own columns, which read back', async () => {
    const farm = smallWorkshop(await open())
    const item = (title: string, guid: string) =>
      `<item><title>${title}</title><guid>${guid}</guid><link>https://journal.example/${guid}</link></item>`
    const feed = Buffer.from(`<rss version="2.0"><channel>${item('Bonne', 'a')}${item('', 'b')}</channel></rss>`)
    const { batch, refused } = await bringIn(farm, feed, { serviceType: 'event' })
    const file = await failing(farm, batch ?? 0)
    expect(file).toHaveLength(refused + 1)
    expect(file[0]).toMatch(/^problèmes;id;title;/)
    expect(file.at(-1)).toMatch(/required/)
  })

  it('keeps its input for ninety days, compressed, to be read again another way and compared', async () => {
    const farm = smallWorkshop(await open())
    const bytes = Buffer.from(`id;nom;start;address;status;themes\n${row('1', 'Un')}\n${row('2', 'Deux')}`)
    const first = await rehearsed(farm, bytes, { columns: { nom: 'title' } })
    await done(farm, await applyBatch(farm, { batch: first, actor: FARM }))
    const work = await replayBatch(farm, {
      batch: first,
      actor: FARM,
      columns: { nom: 'contact' },
      defaults: { title: 'Sans nom' },
    })
    const replay = await done(farm, work)
    expect(await batchOf(farm, replay)).toMatchObject({
      ...{ state: 'rehearsed', counts: { changed: 2, new: 0 }, options: { replayOf: first } },
    })
    expect(await named(farm, '1')).toMatchObject({ title: 'Un' })
    await done(farm, await applyBatch(farm, { batch: replay, actor: FARM }))
    expect(await named(farm, '1')).toMatchObject({ title: 'Sans nom' })
    const kept = join(farm.files, 'imports')
    expect(readdirSync(kept)).toHaveLength(1)
    farm.wait(60 * 24 * 91)
    await rehearsed(farm, bytes, { columns: { nom: 'title' } })
    await forgetInputs(farm, farm.now())
    expect(readdirSync(kept)).toHaveLength(1)
    expect((await batchOf(farm, first)).input).toBeNull()
    expect(await replayBatch(farm, { batch: first, actor: FARM })).toMatchObject({ problems: [{ code: 'input-gone' }] })
    expect(await failing(farm, first)).toEqual(['input-gone'])
    farm.wait(60 * 24 * 91)
    await forgetInputs(farm, farm.now())
    expect(existsSync(kept) && readdirSync(kept)).toEqual([])
    expect(await listBatches(farm.storage, { organisations: ['nievre'], limit: 9 })).toHaveLength(2)
  })
})
