import { expect, it } from 'vitest'
import { readGeography } from '../../../farm/storage/knowledge/territory-store.ts'
import type { Storage } from '../../../farm/storage/storage.ts'
import { buildGazetteer } from '../../../farm/territories/gazetteer.ts'
import { putGeography } from '../../../farm/territories/load-territories.ts'
import { savePerimeter } from '../../../farm/territories/perimeters.ts'
import { describeOnBoth } from '../../databases.ts'
import { geographyOf } from './french-geography.ts'

async function gazetteerOf(storage: Storage) {
  const { territories, aliases } = await readGeography(storage)
  return buildGazetteer(territories, aliases)
}

describeOnBoth('A perimeter', (open) => {
  const nievre = async () => {
    const storage = await open()
    await putGeography(storage, geographyOf('58'))
    return storage
  }

  it('is one more place its members lie in, and lies in what holds them all', async () => {
    const storage = await nievre()
    const members = ['commune:58062', 'commune:58063']
    const saved = await savePerimeter(storage, { code: 'chateau-chinon', name: 'Château-Chinon', members })
    expect(saved).toEqual({ ok: true, value: 'perimeter:chateau-chinon' })
    const { ancestors, get, resolve } = await gazetteerOf(storage)
    expect(ancestors('commune:58062')).toContain('perimeter:chateau-chinon')
    expect(ancestors('commune:58194')).not.toContain('perimeter:chateau-chinon')
    expect(get('perimeter:chateau-chinon')).toMatchObject({ level: 'perimeter', population: 1770 + 554 })
    expect(ancestors('perimeter:chateau-chinon')).toContain('departement:58')
    expect(resolve('Château-Chinon')).toMatchObject({ kind: 'found', territory: { key: 'perimeter:chateau-chinon' } })
  })

  it('lets go of the members it is saved without', async () => {
    const storage = await nievre()
    await savePerimeter(storage, { code: 'p', name: 'P', members: ['commune:58062', 'commune:58063'] })
    await savePerimeter(storage, { code: 'p', name: 'P', members: ['commune:58063', 'commune:58194'] })
    const { ancestors } = await gazetteerOf(storage)
    expect(['58062', '58063', '58194'].map((code) => ancestors(`commune:${code}`).includes('perimeter:p'))).toEqual([
      ...[false, true, true],
    ])
  })

  it('is not mistaken for one whose code begins alike', async () => {
    const storage = await nievre()
    await savePerimeter(storage, { code: 'haut-nivernais', name: 'A', members: ['commune:58062'] })
    await savePerimeter(storage, { code: 'haut', name: 'B', members: ['commune:58063'] })
    await savePerimeter(storage, { code: 'haut', name: 'B', members: ['commune:58194'] })
    const { ancestors } = await gazetteerOf(storage)
    expect(ancestors('commune:58062')).toContain('perimeter:haut-nivernais')
  })

  it('may hold another perimeter, and follows it when that one widens', async () => {
    const storage = await nievre()
    await savePerimeter(storage, { code: 'inner', name: 'Inner', members: ['commune:58062'] })
    await savePerimeter(storage, { code: 'outer', name: 'Outer', members: ['perimeter:inner'] })
    expect((await gazetteerOf(storage)).ancestors('perimeter:outer')).toContain('epci:200067890')
    await savePerimeter(storage, { code: 'inner', name: 'Inner', members: ['commune:58062', 'commune:58194'] })
    const { ancestors } = await gazetteerOf(storage)
    expect(ancestors('commune:58194')).toContain('perimeter:outer')
    expect(ancestors('perimeter:outer')).not.toContain('epci:200067890')
    expect(ancestors('perimeter:outer')).toContain('departement:58')
  })

  it('never holds itself, even through another', async () => {
    const storage = await nievre()
    await savePerimeter(storage, { code: 'inner', name: 'Inner', members: ['commune:58062'] })
    await savePerimeter(storage, { code: 'outer', name: 'Outer', members: ['perimeter:inner'] })
    const circle = { code: 'perimeter-circle', field: 'members' }
    expect(await savePerimeter(storage, { code: 'inner', name: 'Inner', members: ['perimeter:outer'] })).toMatchObject({
      problems: [{ ...circle, params: { value: 'perimeter:outer' } }],
    })
    expect(await savePerimeter(storage, { code: 'self', name: 'Self', members: ['perimeter:self'] })).toMatchObject({
      problems: [circle],
    })
  })

  it('is refused with every mistake named, and nothing changes', async () => {
    const storage = await nievre()
    const strange = await savePerimeter(storage, { code: 'p', name: 'P', members: ['commune:58062', 'commune:00000'] })
    expect(strange).toMatchObject({ problems: [{ code: 'unknown-territory', params: { value: 'commune:00000' } }] })
    expect(await savePerimeter(storage, { code: 'Haut %', name: ' ', members: [] })).toMatchObject({
      problems: [{ code: 'bad-perimeter-code' }, { field: 'name' }, { field: 'members' }],
    })
    expect((await gazetteerOf(storage)).ancestors('commune:58062')).not.toContain('perimeter:p')
  })
})
