import { expect, it } from 'vitest'
import { catchUp } from '../../../farm/duplicates/catch-up.ts'
import { clusterAround, clustersFor, countClusters, decidedFor } from '../../../farm/duplicates/clusters-for.ts'
import { sayDifferent, sayTheSame, takeBackWord } from '../../../farm/duplicates/decide-duplicates.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { keptFor } from '../../../farm/storage/entries/duplicate-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { forum, proposed, takeIn, takeOne, theirForum } from './told.ts'

async function stateOf(farm: Farm, id: number) {
  const entry = await farm.ports.entries.get(id)
  const live = (await farm.ports.entries.deliveries([id])).filter(({ state }) => state === 'live').length
  return { state: entry?.state, review: entry?.review, live: live > 0, title: entry?.title }
}

async function twoForums(farm: Farm): Promise<readonly [number, number]> {
  const ours = await takeOne(farm, forum({}, { externalId: 'bois-1' }))
  const theirs = await takeOne(farm, theirForum({}, { externalId: 'y-77' }))
  await publish(farm, [ours, theirs])
  await catchUp(farm)
  return [ours, theirs]
}

async function publish(farm: Farm, ids: readonly number[]): Promise<void> {
  for (const entry of ids)
    for (let steps = 0; steps < 2; steps += 1) await farm.decide({ entry, word: 'approve', reason: '', actor: FARM })
}

describeFarmOnBoth('Duplicates', (open) => {
  it('proposes what two bodies told in their own words, and not the edition of the year after', async () => {
    const farm = await open()
    const [ours, theirs] = await twoForums(farm)
    const later = await takeOne(farm, theirForum({ start: '2032-10-03T10:00' }))
    await catchUp(farm)
    expect(await proposed(farm, [ours, theirs, later])).toEqual([`${ours} ${theirs}`])
    const { clusters } = await clustersFor(farm, { actor: FARM, limit: 50 })
    expect(clusters.map(({ entries }) => entries.map(({ id }) => id))).toContainEqual([ours, theirs])
  })

  it('forgets a proposal when one is told otherwise, and compares nothing twice', async () => {
    const farm = await open()
    const [ours, theirs] = await twoForums(farm)
    expect(await catchUp(farm)).toMatchObject({ compared: 0 })
    await takeOne(
      farm,
      theirForum(
        { title: 'Marché aux truffes', address: { postcode: '89000', town: 'Auxerre' } },
        { externalId: 'y-77' },
      ),
    )
    expect(await catchUp(farm)).toMatchObject({ compared: 1 })
    expect(await proposed(farm, [ours, theirs])).toEqual([])
  })

  it('folds the others under the one that is kept; their source is followed in silence', async () => {
    const farm = await open()
    const [ours, theirs] = await twoForums(farm)
    expect(await stateOf(farm, theirs)).toMatchObject({ state: 'published', live: true })
    const said = await sayTheSame(farm, { actor: FARM, kept: ours, others: [theirs] })
    expect(said).toMatchObject({ ok: true })
    expect(await stateOf(farm, theirs)).toMatchObject({ state: 'withdrawn', live: false })
    expect(await stateOf(farm, ours)).toMatchObject({ state: 'published', live: true })
    expect(await keptFor(farm.storage, theirs)).toBe(ours)
    const [again] = await takeIn(farm, [
      theirForum({ title: 'Clamecy : forum du bois, nouvelle salle' }, { externalId: 'y-77' }),
    ])
    expect(again).toMatchObject({ outcome: 'changed', entry: theirs })
    expect(await stateOf(farm, theirs)).toMatchObject({
      state: 'withdrawn',
      live: false,
      title: 'Clamecy : forum du bois, nouvelle salle',
    })
    expect(
      await takeIn(farm, [theirForum({ title: 'Clamecy : forum du bois, nouvelle salle' }, { externalId: 'y-77' })]),
    ).toMatchObject([{ outcome: 'same' }])
    await catchUp(farm)
    expect(await proposed(farm, [ours, theirs])).toEqual([])
    expect(await clusterAround(farm, { actor: FARM, entry: theirs })).toMatchObject({
      entries: [{ id: ours }, { id: theirs }],
    })
  })

  it('gives back what was folded as its source says it by now, and may propose it again', async () => {
    const farm = await open()
    const [ours, theirs] = await twoForums(farm)
    await sayTheSame(farm, { actor: FARM, kept: ours, others: [theirs] })
    await takeIn(farm, [theirForum({ title: 'Clamecy : le forum des métiers du bois' }, { externalId: 'y-77' })])
    expect(await takeBackWord(farm, { actor: FARM, entry: ours, other: theirs })).toMatchObject({ ok: true })
    expect(await stateOf(farm, theirs)).toEqual({
      state: 'published',
      review: 'accepted',
      live: true,
      title: 'Clamecy : le forum des métiers du bois',
    })
    expect(await keptFor(farm.storage, theirs)).toBeUndefined()
    await catchUp(farm)
    expect(await proposed(farm, [ours, theirs])).toEqual([`${ours} ${theirs}`])
    expect(await takeBackWord(farm, { actor: FARM, entry: ours, other: theirs })).toMatchObject({
      problems: [{ code: 'duplicate-undecided' }],
    })
  })

  it('has what waited wait again once it is given back', async () => {
    const farm = await open()
    const lea = await person(farm, 'lea.bonnard')
    const ours = await takeOne(farm, forum())
    await publish(farm, [ours])
    const waiting = await takeOne(
      farm,
      forum({ title: 'Le forum des métiers du bois à Clamecy' }, { road: 'form' }),
      lea,
    )
    const before = await stateOf(farm, waiting)
    expect(before).toMatchObject({ state: 'submitted' })
    await sayTheSame(farm, { actor: FARM, kept: ours, others: [waiting] })
    expect(await stateOf(farm, waiting)).toMatchObject({ state: 'withdrawn' })
    await takeBackWord(farm, { actor: FARM, entry: waiting, other: ours })
    expect(await stateOf(farm, waiting)).toEqual(before)
  })

  it('never proposes again what was told apart: not retitled, nor come anew from another source under the same address', async () => {
    const farm = await open()
    const page = { source_url: 'https://www.yonne.example/forum-du-bois?utm_source=lettre' }
    const ours = await takeOne(farm, forum())
    const theirs = await takeOne(farm, theirForum(page, { externalId: 'a', source: 900_001 }))
    await catchUp(farm)
    expect(await proposed(farm, [ours, theirs])).toHaveLength(1)
    await sayDifferent(farm, { actor: FARM, kept: ours, others: [theirs] })
    await takeOne(
      farm,
      theirForum({ ...page, title: 'Forum des métiers du bois de Clamecy' }, { externalId: 'a', source: 900_001 }),
    )
    const anew = await takeOne(
      farm,
      theirForum({ source_url: 'http://yonne.example/forum-du-bois/' }, { externalId: 'b', source: 900_002 }),
    )
    await catchUp(farm)
    const all = await proposed(farm, [ours, theirs, anew])
    expect(all).toEqual([[theirs, anew].toSorted((a, b) => a - b).join(' ')])
    expect(await decidedFor(farm, { actor: FARM, limit: 10 })).toMatchObject([{ pair: { verdict: 'different' } }])
  })

  it('decides on some of a cluster, and leaves the others to be decided', async () => {
    const farm = await open()
    const [ours, theirs] = await twoForums(farm)
    const third = await takeOne(
      farm,
      forum({ title: 'Forum des métiers du bois à Clamecy' }, { organisation: 'cote-d-or', externalId: '3' }),
    )
    await publish(farm, [third])
    await catchUp(farm)
    expect(await proposed(farm, [ours, theirs, third])).toHaveLength(3)
    await sayTheSame(farm, { actor: FARM, kept: ours, others: [theirs] })
    await sayDifferent(farm, { actor: FARM, kept: ours, others: [third] })
    expect(await proposed(farm, [ours, theirs, third])).toEqual([])
    const cluster = await clusterAround(farm, { actor: FARM, entry: ours })
    expect(cluster?.entries.map(({ id }) => id)).toEqual([ours, third, theirs])
  })

  it('refuses what makes no sense, and says so', async () => {
    const farm = await open()
    const [ours, theirs] = await twoForums(farm)
    const waiting = await takeOne(
      farm,
      forum({ title: 'Un autre forum' }, { road: 'form' }),
      await person(farm, 'lea.bonnard'),
    )
    const news = await takeOne(farm, {
      ...forum(),
      serviceType: 'news',
      raw: {
        title: 'Une nouvelle',
        summary: 'Une nouvelle en bref.',
        body: 'Texte.',
        themes: ['employment'],
        territories: ['commune:58079'],
      },
    })
    const codes = async (kept: number, others: readonly number[]) => {
      const said = await sayTheSame(farm, { actor: FARM, kept, others })
      return said.ok ? 'ok' : said.problems[0]?.code
    }
    expect(await codes(ours, [ours])).toBe('duplicate-alone')
    expect(await codes(ours, [999_999_999])).toBe('unknown-entry')
    expect(await codes(ours, [news])).toBe('duplicate-other-kind')
    expect(await codes(waiting, [theirs])).toBe('duplicate-keep-shown')
    expect(await codes(ours, [theirs])).toBe('ok')
    expect(await codes(ours, [theirs])).toBe('duplicate-gone')
    expect(await codes(theirs, [ours])).toBe('duplicate-kept-gone')
    expect(await sayDifferent(farm, { actor: FARM, kept: ours, others: [theirs] })).toMatchObject({
      problems: [{ code: 'duplicate-undo-first' }],
    })
  })

  it('shows a person what they may read, and lets them fold what they moderate', async () => {
    const farm = await open()
    const [ours, theirs] = await twoForums(farm)
    const [nadia, ines, sylvie, camille] = await Promise.all(
      ['nadia.belkacem', 'ines.carpentier', 'sylvie.rollin', 'camille.ferrand'].map((login) => person(farm, login)),
    )
    if (!nadia || !ines || !sylvie || !camille) throw new Error('people are missing')
    expect(await clusterAround(farm, { actor: nadia, entry: ours })).toBeUndefined()
    expect(await countClusters(farm, nadia)).toBeLessThan(await countClusters(farm, camille))
    expect(await sayTheSame(farm, { actor: nadia, kept: ours, others: [theirs] })).toMatchObject({
      problems: [{ code: 'unknown-entry' }],
    })
    expect(await clusterAround(farm, { actor: sylvie, entry: ours })).toBeDefined()
    const lea = await person(farm, 'lea.bonnard')
    const own = await takeOne(farm, forum({ title: 'Forum des métiers du bois, Clamecy' }, { externalId: 'bois-2' }))
    expect(await sayTheSame(farm, { actor: lea, kept: ours, others: [own] })).toMatchObject({
      problems: [{ code: 'duplicate-not-yours' }],
    })
    expect(await sayTheSame(farm, { actor: nadia, kept: ours, others: [own] })).toMatchObject({ ok: true })
    expect(await sayTheSame(farm, { actor: sylvie, kept: ours, others: [theirs] })).toMatchObject({ ok: true })
    expect(await takeBackWord(farm, { actor: lea, entry: ours, other: own })).toMatchObject({
      problems: [{ code: 'duplicate-not-yours' }],
    })
  })

  it('remembers what the writer of a form said on the way in', async () => {
    const farm = await open()
    const ours = await takeOne(farm, forum())
    const second = await takeOne(farm, forum({}, { road: 'form', duplicateSeen: true }))
    expect(second).not.toBe(ours)
    await catchUp(farm)
    expect(await proposed(farm, [ours, second])).toEqual([])
  })
})
