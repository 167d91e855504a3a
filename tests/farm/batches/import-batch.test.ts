import { expect, it } from 'vitest'
import { importBatch } from '../../../farm/batches/import-batch.ts'
import type { ImportRequest } from '../../../farm/batches/import-request.ts'
import { CHUNK } from '../../../farm/batches/read-in-turn.ts'
import { batchProblems, listBatches, readBatch } from '../../../farm/storage/gateways/batch-store.ts'
import { decide } from '../../../pipeline/decide.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeOnBoth } from '../../databases.ts'
import { person, type SmallFarm, smallFarm } from '../sources/small-farm.ts'

const HEADING = 'id;title;start;address;status;themes'

function row(id: string, title = `Forum ${id}`, more = '12/03/2027 09:00;58000 Nevers;confirmed;emploi'): string {
  return `${id};${title};${more}`
}

function csv(...lines: readonly string[]): Pick<ImportRequest, 'content'> {
  return { content: { bytes: Buffer.from([HEADING, ...lines].join('\n')) } }
}

const TERMS = { name: 'events.csv', serviceType: 'event', organisation: 'nievre', actor: FARM }

async function bringIn(farm: SmallFarm, request: Pick<ImportRequest, 'content'> & Partial<ImportRequest>) {
  const result = await importBatch(farm, { ...TERMS, ...request })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

describeOnBoth('Importing a file', (open) => {
  it('brings in what is sound, and names every line that is not with its field and reason', async () => {
    const farm = smallFarm(await open())
    const report = await bringIn(
      farm,
      csv(
        row('1'),
        'one;cell;too;few',
        row('3', 'Salon', '12/03/2027 09:00;58000 Atlantide;confirmed;emploi'),
        row('4', '', 'demain;58000 Nevers;perhaps;emploi'),
        row('5'),
      ),
    )
    expect(report).toMatchObject({ total: 5, new: 2, refused: 3, changed: 0, same: 0, duplicates: 0 })
    expect(report.problems).toEqual(
      expect.arrayContaining([
        { code: 'ragged-row', line: 3, params: { expected: 6, found: 4 } },
        { code: 'unknown-commune', line: 4, field: 'address.town', params: { value: 'Atlantide' } },
        expect.objectContaining({ code: 'required', line: 5, field: 'title' }),
        expect.objectContaining({ code: 'unknown-choice', line: 5, field: 'status' }),
      ]),
    )
    expect((await farm.entries()).map(({ title, review }) => [title, review])).toEqual([
      ['Forum 1', 'submitted'],
      ['Forum 5', 'submitted'],
    ])
  })

  it('keeps the batch, who brought it, and its problems in the order of the lines', async () => {
    const farm = smallFarm(await open())
    const actor = person('moderator')
    const report = await bringIn(farm, { ...csv(row('1'), 'too;few', row('3'), 'few'), actor })
    const [batch] = await listBatches(farm.storage, { organisations: ['nievre'], limit: 5 })
    expect(batch).toMatchObject({
      ...{ id: report.batch, name: 'events.csv', road: 'csv', person: 7, total: 4 },
      counts: { new: 2, changed: 0, same: 0, duplicate: 0, refused: 2 },
      endedAt: farm.now(),
    })
    const problems = await batchProblems(farm.storage, { batch: report.batch ?? 0, limit: 50 })
    expect(problems.map(({ line }) => line)).toEqual(problems.map(({ line }) => line).toSorted((a, b) => a - b))
    expect(new Set(problems.map(({ line }) => line))).toEqual(new Set([3, 5]))
    expect(await listBatches(farm.storage, { organisations: ['yonne'], limit: 5 })).toEqual([])
  })

  it('again changes nothing', async () => {
    const farm = smallFarm(await open())
    const file = csv(row('1'), row('2'))
    await bringIn(farm, file)
    const before = await farm.entries()
    farm.wait(60)
    expect(await bringIn(farm, file)).toMatchObject({ total: 2, same: 2, new: 0, changed: 0 })
    expect(await farm.entries()).toEqual(before)
  })

  it('whose row changed proposes a revision, while what was approved stays live', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('1'), row('2')))
    const [first] = await farm.entries()
    const id = first?.id ?? 0
    await decide(farm.ports, { entry: id, word: 'approve', reason: '', actor: FARM })
    expect(await bringIn(farm, csv(row('1', 'Forum reporté'), row('2')))).toMatchObject({ changed: 1, same: 1 })
    const entry = await farm.ports.entries.get(id)
    expect(entry).toMatchObject({ state: 'published', review: 'submitted', title: 'Forum 1' })
    expect(entry?.liveRevision).not.toBe(entry?.workingRevision)
    const pending = await farm.ports.entries.revision(entry?.workingRevision ?? 0)
    expect(pending).toMatchObject({ number: 2, values: { title: 'Forum reporté' } })
  })

  it('takes the second of two equal lines for a duplicate, even far down', async () => {
    const farm = smallFarm(await open())
    const many = Array.from({ length: 600 }, (_, i) => row(String(i)))
    const report = await bringIn(farm, csv(...many, row('3')))
    expect(report).toMatchObject({ new: 600, duplicates: 1 })
    expect(report.problems).toEqual([{ code: 'duplicate-in-file', line: 602 }])
  })

  it('fills what items lack from the defaults, and only that', async () => {
    const farm = smallFarm(await open())
    const file = { bytes: Buffer.from(`${HEADING}\n${row('1', 'Un', '12/03/2027;Nevers;confirmed;')}\n${row('2')}`) }
    const report = await bringIn(farm, { content: file, defaults: { themes: 'formation', contact: 'Accueil' } })
    expect(report).toMatchObject({ new: 2 })
    const values = await Promise.all(
      (await farm.entries()).map(async (one) => (await farm.ports.entries.revision(one.workingRevision))?.values),
    )
    expect(values).toMatchObject([{ themes: ['formation'], contact: 'Accueil' }, { themes: ['emploi'] }])
  })

  it('that cannot be read at all is a problem, and the batch says so', async () => {
    const farm = smallFarm(await open())
    const empty = await importBatch(farm, { ...TERMS, content: { bytes: Buffer.from(' \n ') } })
    expect(empty).toEqual({ ok: false, problems: [{ code: 'empty-file' }] })
    const [batch] = await listBatches(farm.storage, { organisations: ['nievre'], limit: 5 })
    expect(batch).toMatchObject({ total: 0, endedAt: farm.now(), road: 'unknown' })
    const kept = await batchProblems(farm.storage, { batch: batch?.id ?? 0, limit: 5 })
    expect(kept).toMatchObject([{ line: 0, outcome: 'file', problem: { code: 'empty-file' } }])
  })

  it('tells what it did not understand of the heading', async () => {
    const farm = smallFarm(await open())
    const bytes = Buffer.from(`${HEADING};couleur\n${row('1')};rouge`)
    const report = await bringIn(farm, { content: { bytes } })
    expect(report).toMatchObject({ new: 1, warnings: [{ code: 'unknown-column', params: { name: 'couleur' } }] })
    const kept = await batchProblems(farm.storage, { batch: report.batch ?? 0, limit: 5 })
    expect(kept).toMatchObject([{ outcome: 'warning', problem: { code: 'unknown-column' } }])
  })

  it('may be rehearsed: everything is told, nothing is written', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('1'), row('2')))
    const before = await farm.entries()
    const report = await bringIn(farm, { ...csv(row('1'), row('2', 'Autre titre'), row('3'), 'x'), dryRun: true })
    expect(report).toMatchObject({ batch: null, same: 1, changed: 1, new: 1, refused: 1 })
    expect(await farm.entries()).toEqual(before)
    expect(await listBatches(farm.storage, { organisations: ['nievre'], limit: 5 })).toHaveLength(1)
  })

  it('is for those who may, of a body and a kind that exist', async () => {
    const farm = smallFarm(await open())
    const codes = async (more: Partial<ImportRequest>) => {
      const result = await importBatch(farm, { ...TERMS, ...csv(row('1')), ...more })
      return result.ok ? 'ok' : result.problems.map(({ code }) => code).join()
    }
    expect(await codes({ actor: person('contributor') })).toBe('not-allowed')
    expect(await codes({ actor: person('moderator', 'yonne') })).toBe('not-allowed')
    expect(await codes({ serviceType: 'cooking' })).toBe('unknown-service-type')
    expect(await codes({ organisation: 'mars' })).toBe('unknown-organisation')
    expect(await farm.entries()).toEqual([])
    expect(await listBatches(farm.storage, { organisations: ['nievre', 'yonne', 'mars'], limit: 5 })).toEqual([])
  })

  it('cut short keeps its whole chunks, shows as unfinished, and may be brought in again', async () => {
    const farm = smallFarm(await open())
    const file = csv(...Array.from({ length: 2400 }, (_, i) => row(String(i))))
    let commits = 0
    const dying = {
      ...farm.ports,
      commit: (changes: Parameters<typeof farm.ports.commit>[0]) => {
        commits += 1
        if (commits === 2) throw new Error('the machine stops here')
        return farm.ports.commit(changes)
      },
    }
    await expect(importBatch({ ...farm, ports: dying }, { ...TERMS, ...file })).rejects.toThrow('stops here')
    expect(await farm.entries()).toHaveLength(CHUNK)
    const [batch] = await listBatches(farm.storage, { organisations: ['nievre'], limit: 5 })
    expect(batch).toMatchObject({ endedAt: null, total: CHUNK, counts: { new: CHUNK } })
    expect(await bringIn(farm, file)).toMatchObject({ total: 2400, same: CHUNK, new: 2400 - CHUNK })
  })

  it('knows a line again from the chunk before, which may still be on its way, by whatever sign', async () => {
    const farm = smallFarm(await open())
    const forum = (title: string, url = '') => `${title};12/03/2027 09:00;58000 Nevers;confirmed;emploi;${url}`
    const many = (from: number) => Array.from({ length: CHUNK - 1 }, (_, i) => forum(`Forum ${from + i}`))
    const lines = [
      ...[...many(0), forum('Salon de Nevers', 'https://salon.example/nevers')],
      ...[...many(CHUNK), forum('Salon de Nevers')],
      ...[forum('Salon de la Nièvre', 'http://www.salon.example/nevers/'), forum(`Forum ${CHUNK * 2 - 2}`)],
    ]
    const bytes = Buffer.from(['title;start;address;status;themes;source_url', ...lines].join('\n'))
    const report = await bringIn(farm, { content: { bytes } })
    expect(report).toMatchObject({ total: CHUNK * 2 + 2, new: CHUNK * 2 - 1, duplicates: 3 })
    expect(report.problems.map(({ code, line }) => [code, line])).toEqual([
      ['duplicate-in-file', CHUNK * 2 + 1],
      ['duplicate-in-file', CHUNK * 2 + 2],
      ['duplicate-in-file', CHUNK * 2 + 3],
    ])
    expect(await farm.entries()).toHaveLength(CHUNK * 2 - 1)
  })

  it('told to stop does so between two chunks', async () => {
    const farm = smallFarm(await open())
    const file = csv(...Array.from({ length: 2400 }, (_, i) => row(String(i))))
    const stop = new AbortController()
    const stopped = await importBatch(farm, { ...TERMS, ...file, signal: stop.signal, onProgress: () => stop.abort() })
    expect(stopped).toEqual({ ok: false, problems: [{ code: 'interrupted' }] })
    const [batch] = await listBatches(farm.storage, { organisations: ['nievre'], limit: 5 })
    expect(batch?.endedAt).toBeNull()
    // The one being decided when it was told is still written.
    expect([CHUNK, CHUNK * 2]).toContain(batch?.total)
    expect(await farm.entries()).toHaveLength(batch?.total ?? 0)
  })

  it('meets an entry saved meanwhile: it is read again, and nothing is lost', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('1'), row('2')))
    let meddled = false
    const commit: typeof farm.ports.commit = async (changes) => {
      const first = changes.updated[0]
      if (first && !meddled) {
        meddled = true
        const entry = { ...first.entry, version: first.expected + 1 }
        await farm.ports.commit({
          ...changes,
          inserted: [],
          revisions: [],
          events: [],
          batches: [],
          updated: [{ entry, expected: first.expected }],
        })
      }
      return farm.ports.commit(changes)
    }
    const room = { ...farm, ports: { ...farm.ports, commit } }
    const result = await importBatch(room, { ...TERMS, ...csv(row('1', 'Changé'), row('2'), row('3')) })
    expect(meddled).toBe(true)
    expect(result).toMatchObject({ ok: true, value: { total: 3, refused: 0, duplicates: 0, new: 1 } })
  })

  it('leaves others their turn while it runs', async () => {
    const farm = smallFarm(await open())
    const file = csv(...Array.from({ length: 3000 }, (_, i) => row(String(i))))
    const steps: string[] = []
    const others = setInterval(() => steps.push('other'), 1)
    await bringIn(farm, { ...file, onProgress: (done) => steps.push(String(done)) })
    clearInterval(others)
    expect(steps.slice(steps.indexOf(String(CHUNK)), steps.indexOf('3000'))).toContain('other')
    const batches = await listBatches(farm.storage, { organisations: ['nievre'], limit: 1 })
    expect(await readBatch(farm.storage, batches[0]?.id ?? 0)).toMatchObject({ total: 3000 })
  })
})
