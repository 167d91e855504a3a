import { describe, expect, it } from 'vitest'
import { frenchGazetteer, frenchGeography } from './french-geography.ts'

describe('The geography read from the Code officiel géographique', () => {
  it('holds every commune, EPCI, arrondissement, département and région of 2026, and the country', () => {
    const { territories, vintage } = frenchGeography()
    const counts = Object.entries(Object.groupBy(territories, (node) => node.level)).map(([level, all]) => [
      level,
      all?.length,
    ])
    expect(vintage).toBe(2026)
    expect(Object.fromEntries(counts)).toEqual({
      ...{ commune: 34_969, epci: 1_255, arrondissement: 333, departement: 109, region: 18, country: 1 },
    })
  })

  it('names each key once, and no parent that is not there', () => {
    const keys = frenchGeography().territories.map((node) => node.key)
    const known = new Set(keys)
    expect(known.size).toBe(keys.length)
    expect(
      frenchGeography()
        .territories.flatMap((node) => node.parents)
        .filter((key) => !known.has(key)),
    ).toEqual([])
    expect(frenchGeography().aliases.filter((alias) => !known.has(alias.key))).toEqual([])
  })

  it('puts a commune in its EPCI, arrondissement, département, région and country, narrowest first', () => {
    expect(frenchGazetteer().ancestors('commune:58194')).toEqual([
      ...['commune:58194', 'epci:245804406', 'arrondissement:583', 'departement:58', 'region:27', 'country:FR'],
    ])
  })

  it('keeps an EPCI across two départements out of both', () => {
    const puisaye = frenchGazetteer().get('epci:200067130')
    expect(puisaye).toMatchObject({ name: 'CC de Puisaye-Forterre', parents: ['region:27'] })
    const redon = frenchGazetteer().resolve('CA Redon Agglomération')
    expect(redon).toMatchObject({ kind: 'found', territory: { parents: ['country:FR'] } })
  })

  it('puts overseas collectivities straight in the country', () => {
    expect(frenchGazetteer().ancestors('commune:97502')).toEqual(['commune:97502', 'departement:975', 'country:FR'])
  })

  it('keeps the leading zero of codes and postcodes', () => {
    expect(frenchGazetteer().get('commune:01053')).toMatchObject({ name: 'Bourg-en-Bresse', postcodes: ['01000'] })
  })

  it('sums the people of wider places', () => {
    const { get } = frenchGazetteer()
    expect(get('region:27')?.population).toBeGreaterThan(2_700_000)
    expect(get('region:27')?.population).toBeLessThan(2_900_000)
  })
})
