import { expect, test } from 'vitest'
import { keepFile } from '../../../farm/library/files.ts'
import { shownFile } from '../../../farm/library/shown-file.ts'
import { firstEntries } from '../../../farm/lists/first-entries.ts'
import { movePin, pinEntry, unpinEntry } from '../../../farm/sites/pin-entry.ts'
import { retouchEntry, settleTouch } from '../../../farm/sites/retouch-entry.ts'
import { clashingTouches, countClashing, touchesOf } from '../../../farm/storage/deliveries/touch-store.ts'
import { entryHistory } from '../../../farm/storage/entries/desk-store.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { correctSheet, publishSheet } from './published.ts'
import { allPages, desk, done, POINT, pageOf, shown } from './touching.ts'

describeFarmOnBoth('What a site changes for itself', (open) => {
  test('leads its list and its home page where it is pinned, in the order of the pins, and nothing is lost or met twice', async () => {
    const { farm, subscription, actor } = await desk(await open(), 'nievre', 'thomas.jacquet')
    const plain = (await pageOf(farm, subscription)).map((one) => one.entry.id)
    const [first = 0, , third = 0, fourth = 0] = plain
    const before = farm.epochs.current('site:nievre')
    for (const entry of [third, fourth]) done(await pinEntry(farm, { entry, subscription, actor }))
    expect(farm.epochs.current('site:nievre')).toBeGreaterThan(before)
    expect((await pageOf(farm, subscription)).slice(0, 3).map((one) => one.entry.id)).toEqual([fourth, third, first])
    done(await movePin(farm, { entry: third, subscription, actor, by: 'up' }))
    done(await movePin(farm, { entry: third, subscription, actor, by: 'up' }))
    const pages = await allPages(farm, subscription)
    expect(pages[0]?.slice(0, 3)).toEqual([third, fourth, first])
    expect(pages.flat().toSorted()).toEqual(plain.toSorted())
    expect(pages[0]).toHaveLength(5)
    const home = await firstEntries(farm.storage, [{ subscription, upcoming: false, pinsOf: 'nievre' }], 5)
    expect(home.get(subscription)?.map((one) => one.entry.id)).toEqual([third, fourth, ...pages[0].slice(2)])
    done(await unpinEntry(farm, { entry: fourth, subscription, actor }))
    // Taking it back puts it where it stood, and a moderator of the body may too.
    const nadia = await person(farm, 'nadia.belkacem')
    done(await pinEntry(farm, { entry: fourth, subscription, actor: nadia, at: 2 }))
    expect((await pageOf(farm, subscription)).slice(0, 2).map((one) => one.entry.id)).toEqual([third, fourth])
    done(await unpinEntry(farm, { entry: third, subscription, actor }))
    done(await unpinEntry(farm, { entry: fourth, subscription, actor }))
    expect((await pageOf(farm, subscription)).map((one) => one.entry.id)).toEqual(plain)
    expect(await touchesOf(farm.storage, { entries: [third, fourth] })).toEqual([])
    expect((await entryHistory(farm.storage, third)).slice(0, 3).map((one) => one.kind)).toEqual([
      ...['unpinned', 'pinned', 'pinned'],
    ])
  })

  test('is said over the entry, lets other corrections in, and waits for a word where both changed', async () => {
    const { farm, subscription, actor } = await desk(await open(), 'nievre', 'thomas.jacquet')
    const entry = await publishSheet(farm, 'La scierie rouvre')
    const over = (await farm.ports.entries.get(entry))?.liveRevision ?? 0
    const place = { entry, subscription, actor }
    done(await retouchEntry(farm, { ...place, over, raw: { title: 'Decize : la scierie rouvre' } }))
    expect(await shown(farm, place)).toMatchObject({ title: 'Decize : la scierie rouvre' })
    await correctSheet(farm, entry, 'La scierie rouvre', 'Un autre résumé, venu d’en haut et assez long.')
    expect(await shown(farm, place)).toMatchObject({
      ...{ title: 'Decize : la scierie rouvre', summary: 'Un autre résumé, venu d’en haut et assez long.' },
    })
    expect(await countClashing(farm.storage, ['nievre'])).toBe(0)
    await correctSheet(farm, entry, 'La scierie rouvre lundi')
    expect(await shown(farm, place)).toMatchObject({ title: 'Decize : la scierie rouvre' })
    const [task] = await clashingTouches(farm.storage, { sites: ['nievre'], limit: 5 })
    expect(task).toMatchObject({ entry: { id: entry }, touch: { clashes: ['title'], site: 'nievre' } })
    done(await settleTouch(farm, { ...place, field: 'title', keep: 'theirs' }))
    expect(await shown(farm, place)).toMatchObject({ title: 'La scierie rouvre lundi' })
    expect(await countClashing(farm.storage, ['nievre'])).toBe(0)
    expect(await settleTouch(farm, { ...place, field: 'title', keep: 'ours' })).toMatchObject({
      problems: [{ code: 'nothing-to-settle' }],
    })
  })

  test('is a task at once when it was written over a version corrected meanwhile', async () => {
    const { farm, subscription, actor } = await desk(await open(), 'nievre', 'thomas.jacquet')
    const entry = await publishSheet(farm, 'La tannerie recrute')
    const over = (await farm.ports.entries.get(entry))?.liveRevision ?? 0
    await correctSheet(farm, entry, 'La tannerie recrute six personnes')
    const place = { entry, subscription, actor }
    const said = await retouchEntry(farm, { ...place, over, raw: { title: 'Six postes à la tannerie' } })
    expect(said).toMatchObject({ ok: true, value: { clashes: ['title'] } })
    done(await settleTouch(farm, { ...place, field: 'title', keep: 'ours' }))
    await correctSheet(farm, entry, 'La tannerie recrute six personnes', 'Une correction qui ne touche pas au titre.')
    expect(await shown(farm, place)).toMatchObject({ title: 'Six postes à la tannerie' })
    expect(await countClashing(farm.storage, ['nievre'])).toBe(0)
  })

  test('goes with the entry when it is withdrawn, and does not come back with it', async () => {
    const { farm, subscription, actor } = await desk(await open(), 'nievre', 'thomas.jacquet')
    const entry = await publishSheet(farm, 'À retirer bientôt')
    const place = { entry, subscription, actor }
    const over = (await farm.ports.entries.get(entry))?.liveRevision ?? 0
    done(await pinEntry(farm, place))
    done(await retouchEntry(farm, { ...place, over, raw: { title: 'Dit ici' } }))
    done(await farm.withdraw({ entry, actor: await person(farm, 'nadia.belkacem'), reason: 'Erreur' }))
    expect(await touchesOf(farm.storage, { entries: [entry] })).toEqual([])
    await correctSheet(farm, entry, 'Publiée de nouveau')
    expect(await shown(farm, place)).toMatchObject({ title: 'Publiée de nouveau' })
    expect(await pinEntry(farm, { ...place, actor: await person(farm, 'julien.moreau') })).toMatchObject({
      problems: [{ code: 'not-allowed' }],
    })
  })

  test('puts another picture in the place of the entry’s own, which that site alone then serves', async () => {
    const farm = await open()
    const actor = await person(farm, 'thomas.jacquet')
    const memory = await farm.memory()
    const news = memory.sites.subscriptions('nievre').find((one) => JSON.stringify(one.when).includes('"news"'))
    const subscription = news?.id ?? 0
    const [listed] = await pageOf(farm, subscription)
    const place = { entry: listed?.entry.id ?? 0, subscription, actor }
    const drawn = {
      name: 'point.gif',
      bytes: POINT,
      wanted: 'image',
      organisation: 'nievre',
      person: actor.id,
    } as const
    const file = await keepFile(farm, drawn)
    if (!file.ok) throw new Error(JSON.stringify(file.problems))
    const serves = (site: string) =>
      shownFile(farm.storage, { id: file.value.id, site, serviceType: memory.serviceType })
    expect(await serves('nievre')).toBe(undefined)
    const over = listed?.entry.liveRevision ?? 0
    expect(await retouchEntry(farm, { ...place, over, raw: { image: { file: file.value.id } } })).toMatchObject({
      problems: [{ code: 'alt-required', field: 'image.alt' }],
    })
    done(await retouchEntry(farm, { ...place, over, raw: { image: { file: file.value.id, alt: 'Un point' } } }))
    expect((await serves('nievre'))?.id).toBe(file.value.id)
    expect(await serves('haut-nivernais')).toBe(undefined)
  })

  test('refuses a title left blank, and what is not shown there', async () => {
    const { farm, subscription, actor } = await desk(await open(), 'nievre', 'thomas.jacquet')
    const entry = await publishSheet(farm, 'Un titre à garder')
    const place = { entry, subscription, actor }
    expect(await retouchEntry(farm, { ...place, over: 0, raw: { title: ' ' } })).toMatchObject({
      problems: [{ code: 'required', field: 'title' }],
    })
    done(await farm.confirm({ ...place, shown: false, reason: 'Pas ici' }))
    expect(await pinEntry(farm, place)).toMatchObject({ problems: [{ code: 'not-shown-here' }] })
  })
})
