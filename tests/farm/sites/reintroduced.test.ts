import { expect, test } from 'vitest'
import { routeAgain } from '../../../farm/routing/reroute.ts'
import { findableEntries } from '../../../farm/sites/findable-entries.ts'
import { letGo, reintroduce } from '../../../farm/sites/reintroduce.ts'
import { touchesOf } from '../../../farm/storage/deliveries/touch-store.ts'
import { entryHistory } from '../../../farm/storage/entries/desk-store.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { correctSheet, publishSheet } from './published.ts'
import { desk, done, privateEntry, stateOf, why } from './touching.ts'

describeFarmOnBoth('What a site brings though it never asked', (open) => {
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
    await routeAgain(farm, { subscriptions: null, touching: null, describe: false })
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
