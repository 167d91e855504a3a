import { expect, test } from 'vitest'
import { keepFile } from '../../../farm/library/files.ts'
import { shownFile } from '../../../farm/library/shown-file.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { findableEntries } from '../../../farm/sites/findable-entries.ts'
import { firstEntries } from '../../../farm/sites/first-entries.ts'
import { type Listed, listEntries } from '../../../farm/sites/list-entries.ts'
import { movePin, pinEntry, unpinEntry } from '../../../farm/sites/pin-entry.ts'
import { letGo, reintroduce } from '../../../farm/sites/reintroduce.ts'
import { reroute } from '../../../farm/sites/reroute.ts'
import { retouchEntry, settleTouch } from '../../../farm/sites/retouch-entry.ts'
import { shownHere } from '../../../farm/sites/shown-here.ts'
import { entryHistory } from '../../../farm/storage/desk-store.ts'
import { clashingTouches, countClashing, touchesOf } from '../../../farm/storage/touch-store.ts'
import type { Result } from '../../../pipeline/model/problem.ts'
import { explain } from '../../../pipeline/routing/explain.ts'
import { routableOf } from '../../../pipeline/terms.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { correctSheet, publishSheet } from './published.ts'

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

  test('brings an entry nobody asked for, as long as it may come there, and it stays through corrections and routing again', async () => {
    const { farm, subscription, actor } = await desk(await open(), 'haut-nivernais', 'julien.moreau')
    const entry = await publishSheet(farm, 'Un atelier ouvre à Decize')
    const place = { entry, subscription, actor }
    expect(await stateOf(farm, place)).toBe(undefined)
    const found = await findableEntries(farm, { subscription, query: 'atelier Decize', limit: 10 })
    expect(found.map((one) => one.id)).toContain(entry)
    done(await reintroduce(farm, place))
    expect(await stateOf(farm, place)).toBe('live')
    expect(await reintroduce(farm, place)).toMatchObject({ problems: [{ code: 'already-here' }] })
    expect(await why(farm, place)).toMatchObject({ shown: true, obstacle: null, touch: 'reintroduced-here' })
    await correctSheet(farm, entry, 'Un atelier ouvre lundi à Decize')
    expect(await stateOf(farm, place)).toBe('live')
    const { subscriptions } = await farm.memory()
    await reroute(farm, { subscribed: [...subscriptions.all()] })
    expect(await stateOf(farm, place)).toBe('live')
    done(await farm.confirm({ ...place, shown: false, reason: 'Finalement non' }))
    await correctSheet(farm, entry, 'Un atelier ouvre mardi à Decize')
    expect(await why(farm, place)).toMatchObject({ shown: false, obstacle: 'excluded-here' })
    done(await farm.confirm({ ...place, shown: true, reason: '' }))
    expect(await stateOf(farm, place)).toBe('live')
    done(await letGo(farm, place))
    expect(await stateOf(farm, place)).toBe('retracted')
    expect(await touchesOf(farm.storage, { entries: [entry] })).toEqual([])
    done(await reintroduce(farm, place))
    done(await farm.withdraw({ entry, actor: await person(farm, 'nadia.belkacem'), reason: 'Erreur' }))
    expect(await stateOf(farm, place)).toBe('retracted')
    await correctSheet(farm, entry, 'Un atelier ouvre enfin à Decize')
    expect(await stateOf(farm, place)).toBe('retracted')
    const kinds = (await entryHistory(farm.storage, entry)).map((one) => one.kind)
    expect(kinds.filter((kind) => kind === 'reintroduced')).toHaveLength(2)
    expect(kinds).toContain('let-go')
  })

  test('cannot bring what may not come there, nor a private kind to a public site', async () => {
    const farm = await open()
    const { subscription, actor } = await desk(farm, 'passerelles', 'camille.ferrand')
    const entry = await publishSheet(farm, 'Une fiche de la Nièvre')
    const place = { entry, subscription, actor }
    expect(await reintroduce(farm, place)).toMatchObject({ problems: [{ code: 'may-not-come-here' }] })
    expect(await findableEntries(farm, { subscription, query: 'fiche Nièvre', limit: 10 })).not.toContainEqual(
      expect.objectContaining({ id: entry }),
    )
    const watch = await privateEntry(farm)
    const nievre = await desk(farm, 'nievre', 'thomas.jacquet')
    expect(await reintroduce(farm, { ...nievre, entry: watch })).toMatchObject({
      problems: [{ code: 'private-kind-on-public-site' }],
    })
  })
})

const POINT = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

interface Desk {
  readonly farm: Farm
  readonly subscription: number
  readonly actor: Awaited<ReturnType<typeof person>>
}

async function desk(farm: Farm, site: string, login: string): Promise<Desk> {
  const { sites } = await farm.memory()
  const all = sites.subscriptions(site)
  const section = all.find((one) => JSON.stringify(one.when).includes('press-review')) ?? all[0]
  return { farm, subscription: section?.id ?? 0, actor: await person(farm, login) }
}

function done(result: Result<unknown>): void {
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
}

function request(subscription: number, limit: number) {
  return { subscriptions: [subscription], terms: [], query: '', upcoming: false, limit, pinsOf: 'nievre' }
}

async function pageOf(farm: Farm, subscription: number): Promise<readonly Listed[]> {
  return (await listEntries(farm.storage, request(subscription, 100))).items
}

async function allPages(farm: Farm, subscription: number): Promise<[number[], ...number[][]]> {
  const asked = request(subscription, 3)
  const first = await listEntries(farm.storage, asked)
  const pages: [number[], ...number[][]] = [first.items.map((one) => one.entry.id)]
  for (let { next } = first; next; ) {
    const page = await listEntries(farm.storage, { ...asked, after: next })
    pages.push(page.items.map((one) => one.entry.id))
    next = page.next
  }
  return pages
}

async function shown(farm: Farm, { entry, subscription }: { readonly entry: number; readonly subscription: number }) {
  const listed = (await pageOf(farm, subscription)).find((one) => one.entry.id === entry)
  if (!listed) throw new Error('not shown')
  const { entry: said, values } = shownHere(listed)
  return { title: said.title, summary: values.summary }
}

async function stateOf(farm: Farm, { entry, subscription }: { readonly entry: number; readonly subscription: number }) {
  return (await farm.ports.entries.deliveries([entry])).find((one) => one.subscription === subscription)?.state
}

async function why(farm: Farm, { entry: id, subscription }: { readonly entry: number; readonly subscription: number }) {
  const memory = await farm.memory()
  const entry = await farm.ports.entries.get(id)
  const subscribed = memory.subscriptions.get(subscription)
  const serviceType = memory.serviceType(entry?.serviceType ?? '')
  if (!entry || !subscribed || !serviceType) throw new Error('no such place')
  const values = (await farm.ports.entries.revision(entry.liveRevision ?? 0))?.values ?? {}
  const routable = routableOf(serviceType, values, { ...entry, now: farm.now() })
  const deliveries = await farm.ports.entries.deliveries([id])
  return explain(subscribed, { routable, state: entry.state, serviceType, trees: memory, deliveries })
}

async function privateEntry(farm: Farm): Promise<number> {
  const memory = await farm.memory()
  const { entries } = farm.storage.tables
  const all = await farm.storage.read.select().from(entries)
  const found = all.find(
    (one) =>
      one.state === 'published' &&
      one.organisation === 'nievre' &&
      memory.serviceType(one.serviceType)?.visibility === 'private',
  )
  return found?.id ?? 0
}
