import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { heldVintage, readGeography } from '../../../farm/storage/knowledge/territory-store.ts'
import { buildGazetteer } from '../../../farm/territories/gazetteer.ts'
import { loadTerritories, putGeography } from '../../../farm/territories/load-territories.ts'
import { savePerimeter } from '../../../farm/territories/perimeters.ts'
import { describeOnBoth } from '../../databases.ts'
import { frenchGeography, geographyOf } from './french-geography.ts'

describeOnBoth('Loading the geography', (open) => {
  it('stores what the package holds, once', async () => {
    const storage = await open()
    expect(await heldVintage(storage)).toBeNull()
    expect(await loadTerritories(storage)).toMatchObject({ vintage: 2026, changes: [] })
    expect(await loadTerritories(storage)).toBeNull()
    const held = await readGeography(storage)
    const inOrder = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1)
    expect(held.territories.toSorted(inOrder)).toEqual(frenchGeography().territories.toSorted(inOrder))
    expect(held.aliases).toHaveLength(frenchGeography().aliases.length)
  })

  it('keeps perimeters when another vintage takes its place, moving merged members along', async () => {
    const storage = await open()
    const whole = geographyOf('58')
    await putGeography(storage, { ...whole, vintage: 2025 })
    await savePerimeter(storage, { code: 'two', name: 'Deux', members: ['commune:58194', 'commune:58051'] })
    const merged = {
      ...whole,
      territories: whole.territories.filter((node) => node.key !== 'commune:58051'),
      aliases: [...whole.aliases, { code: '58051', name: 'Challuy', key: 'commune:58278' }],
    }
    await putGeography(storage, merged)
    const { territories, aliases } = await readGeography(storage)
    const gazetteer = buildGazetteer(territories, aliases)
    expect(gazetteer.get('perimeter:two')?.name).toBe('Deux')
    expect(gazetteer.ancestors('commune:58194')).toContain('perimeter:two')
    expect(gazetteer.ancestors('commune:58278')).toContain('perimeter:two')
    expect(await heldVintage(storage)).toBe(2026)
  })

  it('changes nothing when it fails', async () => {
    const storage = await open()
    const { territories } = storage.tables
    await putGeography(storage, geographyOf('58'))
    const twice = geographyOf('58').territories
    await expect(
      putGeography(storage, { vintage: 2027, territories: [...twice, ...twice], aliases: [] }),
    ).rejects.toThrow()
    expect(await heldVintage(storage)).toBe(2026)
    expect(await storage.read.select().from(territories).where(eq(territories.key, 'commune:58194'))).toHaveLength(1)
  })
})
