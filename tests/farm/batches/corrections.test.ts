import { expect, it } from 'vitest'
import { eventsOf } from '../../../farm/storage/entries/deed-store.ts'
import { batchProblems } from '../../../farm/storage/gateways/batch-store.ts'
import { decide } from '../../../pipeline/decide.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { submit } from '../../../pipeline/submit.ts'
import { describeOnBoth } from '../../databases.ts'
import { smallFarm } from '../sources/small-farm.ts'
import { approve, batchOf, bringIn, csv, edit, named, row, working } from './small-batches.ts'

describeOnBoth('What a source says again', (open) => {
  it('is the same where it says what it said, although we edited', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('1'), row('2')))
    await edit(farm, await named(farm, '1'), { title: 'Forum des métiers' })
    const before = await farm.entries()
    expect(await bringIn(farm, csv(row('1'), row('2')))).toMatchObject({ same: 2, changed: 0, problems: [] })
    expect(await farm.entries()).toEqual(before)
  })

  it('comes in field by field: what it changed beside what we changed, both', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('1')))
    await edit(farm, await named(farm, '1'), { title: 'Forum des métiers' })
    const moved = row('1', 'Forum 1', '13/03/2027 09:00;58000 Nevers;confirmed;emploi')
    expect(await bringIn(farm, csv(moved))).toMatchObject({ changed: 1, problems: [] })
    const values = await working(farm, await named(farm, '1'))
    expect(values).toMatchObject({ title: 'Forum des métiers', start: expect.stringContaining('2027-03-13') })
    expect(await bringIn(farm, csv(moved))).toMatchObject({ same: 1, changed: 0 })
  })

  it('that we both changed stays ours, is told once on its line and in the history', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('1')))
    await edit(farm, await named(farm, '1'), { title: 'Forum des métiers' })
    const report = await bringIn(farm, csv(row('1', 'Forum renommé')))
    expect(report).toMatchObject({ same: 1, changed: 0, refused: 0 })
    expect(report.problems).toEqual([{ code: 'edited-here', field: 'title', line: 2 }])
    const kept = await batchProblems(farm.storage, { batch: report.batch ?? 0, limit: 5 })
    const { id } = await named(farm, '1')
    expect(kept).toMatchObject([{ line: 2, outcome: 'warning', entry: id, problem: { code: 'edited-here' } }])
    expect((await working(farm, await named(farm, '1'))).title).toBe('Forum des métiers')
    const { events } = farm.storage.tables
    const told = (await farm.storage.read.select().from(events)).filter(({ kind }) => kind === 'clashed')
    expect(told).toMatchObject([{ entry: id, batch: report.batch, data: { fields: ['title'] } }])
    expect(await bringIn(farm, csv(row('1', 'Forum renommé')))).toMatchObject({ same: 1, problems: [] })
  })

  it('as we had put it by then is its own again: its next change comes in', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('1')))
    await edit(farm, await named(farm, '1'), { title: 'Forum corrigé' })
    expect(await bringIn(farm, csv(row('1', 'Forum corrigé')))).toMatchObject({ same: 1 })
    expect(await bringIn(farm, csv(row('1', 'Forum reporté')))).toMatchObject({ changed: 1, problems: [] })
    expect((await working(farm, await named(farm, '1'))).title).toBe('Forum reporté')
  })

  it('is recognised by what it says where it has no identity, whatever we call it here', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('')))
    const [entry] = await farm.entries()
    if (!entry) expect.fail()
    await edit(farm, entry, { title: 'Un tout autre titre' })
    expect(await bringIn(farm, csv(row('')))).toMatchObject({ same: 1, new: 0 })
    expect(await farm.entries()).toHaveLength(1)
  })

  it('only fills the blanks of what somebody wrote here and no batch ever brought', async () => {
    const farm = smallFarm(await open())
    const page = 'https://journal.example/forum'
    const raw = { title: 'Écrit ici', start: '12/03/2027 09:00', address: '58000 Nevers', status: 'confirmed' }
    const about = { serviceType: 'event', organisation: 'nievre', road: 'form', intent: 'propose' } as const
    const written = { ...about, raw: { ...raw, themes: 'emploi', source_url: page } }
    await submit(farm.ports, [written], { actor: FARM })
    const heading = 'title;start;address;status;themes;source_url;contact'
    const says = `Dit ailleurs;12/03/2027 09:00;58000 Nevers;confirmed;emploi;http://www.journal.example/forum/;Accueil`
    const file = Buffer.from(`${heading}\n${says}`)
    const report = await bringIn(farm, file, { source: 41 })
    expect(report).toMatchObject({ changed: 1, new: 0 })
    expect(report.problems).toMatchObject([{ code: 'edited-here' }, { code: 'edited-here', field: 'title' }])
    const [entry] = await farm.entries()
    expect(entry && (await working(farm, entry))).toMatchObject({ title: 'Écrit ici', contact: 'Accueil' })
    expect(await bringIn(farm, file, { source: 41 })).toMatchObject({ same: 1, problems: [] })
    const moved = Buffer.from(`${heading}\n${says.replace('Accueil', 'Standard')}`)
    expect(await bringIn(farm, moved, { source: 41 })).toMatchObject({ changed: 1, problems: [] })
  })

  it('leaves no trace in a rehearsal, which shows each field that changes, old and new', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('1')))
    await approve(farm, await named(farm, '1'))
    const report = await bringIn(farm, csv(row('1', 'Autre'), row('2')), { dryRun: true })
    expect(report.samples).toMatchObject([
      { outcome: 'changed', line: 2, title: 'Autre', fields: [{ field: 'title', before: 'Forum 1', after: 'Autre' }] },
      { outcome: 'new', line: 3, title: 'Forum 2', fields: [] },
    ])
  })
})

describeOnBoth('What a source gives no longer', (open) => {
  const source = 41
  const published = async (farm: ReturnType<typeof smallFarm>, ids: readonly string[]) => {
    for (const id of ids) await approve(farm, await named(farm, id))
  }

  it('is withdrawn after as many whole runs as its policy says, and comes back with it', async () => {
    const farm = smallFarm(await open())
    const terms = { source, goneAfter: 2 }
    await bringIn(farm, csv(row('1'), row('2'), row('3')), terms)
    await published(farm, ['1', '2', '3'])
    expect(await bringIn(farm, csv(row('1'), row('3')), terms)).toMatchObject({ gone: 0, same: 2 })
    expect(await named(farm, '2')).toMatchObject({ state: 'published' })
    const report = await bringIn(farm, csv(row('1'), row('3')), terms)
    expect(report).toMatchObject({ gone: 1, same: 2, total: 2 })
    expect(await named(farm, '2')).toMatchObject({ state: 'withdrawn', liveRevision: null })
    expect((await batchOf(farm, report.batch)).counts).toMatchObject({ gone: 1 })
    expect(await bringIn(farm, csv(row('1'), row('2'), row('3')), terms)).toMatchObject({ new: 1, same: 2, gone: 0 })
    expect(await named(farm, '2')).toMatchObject({ state: 'published', title: 'Forum 2' })
  })

  it('starts anew once it was given again, and never goes where the policy says never', async () => {
    const farm = smallFarm(await open())
    const terms = { source, goneAfter: 2 }
    await bringIn(farm, csv(row('1'), row('2')), terms)
    await published(farm, ['1', '2'])
    for (const file of [csv(row('1')), csv(row('1'), row('2')), csv(row('1'))])
      expect(await bringIn(farm, file, terms)).toMatchObject({ gone: 0 })
    for (let runs = 0; runs < 3; runs += 1)
      expect(await bringIn(farm, csv(row('1')), { source, goneAfter: 0 })).toMatchObject({ gone: 0 })
    expect(await named(farm, '2')).toMatchObject({ state: 'published' })
  })

  it('stays where the run was not whole and sound: broken, cut short, empty, of another source', async () => {
    const farm = smallFarm(await open())
    const terms = { source, goneAfter: 1 }
    await bringIn(farm, csv(row('1'), row('2')), terms)
    await published(farm, ['1', '2'])
    const broken = csv(row('1'), '"9;never closed', row('2'))
    expect(await bringIn(farm, broken, terms)).toMatchObject({ gone: 0 })
    expect(await bringIn(farm, csv(), terms)).toMatchObject({ gone: 0, total: 0 })
    expect(await bringIn(farm, csv('7;;;;;'), terms)).toMatchObject({ gone: 0, refused: 1 })
    expect(await bringIn(farm, csv(row('8')), { source: 42, goneAfter: 1 })).toMatchObject({ gone: 0, new: 1 })
    const stopped = new AbortController()
    stopped.abort()
    await expect(bringIn(farm, csv(row('1')), { ...terms, signal: stopped.signal })).rejects.toThrow('interrupted')
    expect(await named(farm, '2')).toMatchObject({ state: 'published' })
    const refused = csv(row('1'), '2;;demain;58000 Atlantide;confirmed;emploi')
    expect(await bringIn(farm, refused, terms)).toMatchObject({ gone: 0, refused: 1 })
    expect(await bringIn(farm, csv(row('1')), terms)).toMatchObject({ gone: 1 })
  })

  it('leaves the queue where it still waited, by the same policy, and waits again once it is given again', async () => {
    const farm = smallFarm(await open())
    const terms = { source, goneAfter: 2 }
    await bringIn(farm, csv(row('1'), row('2'), row('3')), terms)
    const { id } = await named(farm, '3')
    await decide(farm.ports, { entry: id, word: 'return', reason: 'Où est-ce ?', actor: FARM })
    expect(await bringIn(farm, csv(row('1')), terms)).toMatchObject({ gone: 0 })
    expect(await named(farm, '2')).toMatchObject({ state: 'submitted' })
    expect(await bringIn(farm, csv(row('1')), { ...terms, dryRun: true })).toMatchObject({ gone: 2 })
    expect(await bringIn(farm, csv(row('1')), terms)).toMatchObject({ gone: 2, same: 1 })
    for (const one of ['2', '3']) expect(await named(farm, one)).toMatchObject({ state: 'trashed' })
    const [last] = (await eventsOf(farm.storage, [id])).toReversed()
    expect(last).toMatchObject({ kind: 'trashed', data: { taken: 'gone', sites: [] } })
    expect(await bringIn(farm, csv(row('1')), terms)).toMatchObject({ gone: 0 })
    expect(await bringIn(farm, csv(row('1'), row('2')), terms)).toMatchObject({ new: 1, same: 1 })
    expect(await named(farm, '2')).toMatchObject({ state: 'submitted', liveRevision: null })
  })

  it('leaves the queue at once where the item itself says so', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('1'), row('2')), { source })
    const content = { items: [{ externalId: '2', line: 1, raw: {}, gone: true, problems: [] }], road: 'xml' } as const
    expect(await bringIn(farm, csv(), { source, content })).toMatchObject({ total: 1, gone: 1 })
    expect(await named(farm, '2')).toMatchObject({ state: 'trashed' })
    expect(await named(farm, '1')).toMatchObject({ state: 'submitted' })
  })

  it('is only told in a rehearsal', async () => {
    const farm = smallFarm(await open())
    const terms = { source, goneAfter: 1 }
    await bringIn(farm, csv(row('1'), row('2')), terms)
    await published(farm, ['1', '2'])
    const report = await bringIn(farm, csv(row('1')), { ...terms, dryRun: true })
    expect(report).toMatchObject({ gone: 1, samples: [{ outcome: 'gone', title: 'Forum 2' }] })
    expect(await named(farm, '2')).toMatchObject({ state: 'published' })
  })

  it('goes at once where the item itself says so, and a name nobody brought changes nothing', async () => {
    const farm = smallFarm(await open())
    await bringIn(farm, csv(row('1'), row('2')), { source })
    await published(farm, ['1', '2'])
    const gone = (externalId: string, line: number) => ({ externalId, line, raw: {}, gone: true, problems: [] })
    const content = { items: [gone('2', 1), gone('9', 2)], road: 'xml' } as const
    expect(await bringIn(farm, csv(), { source, content })).toMatchObject({ total: 2, gone: 1, same: 1 })
    expect(await named(farm, '2')).toMatchObject({ state: 'withdrawn' })
  })
})
