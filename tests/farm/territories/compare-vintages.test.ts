import { describe, expect, it } from 'vitest'
import { compareVintages } from '../../../farm/territories/compare-vintages.ts'
import { followChanges } from '../../../farm/territories/successors.ts'
import type { Territory } from '../../../pipeline/model/territory.ts'

function commune(code: string, name: string, epci = '1'): Territory {
  const parents = [`epci:${epci}`, 'departement:58']
  return { key: `commune:${code}`, level: 'commune', code, name, parents, postcodes: [], population: 1, vintage: 2026 }
}

function epci(code: string): Territory {
  const about = { key: `epci:${code}`, level: 'epci', code, name: `CC ${code}` } as const
  return { ...about, parents: ['departement:58'], postcodes: [], population: 1, vintage: 2026 }
}

const said = (before: readonly Territory[], after: readonly Territory[], aliases: Record<string, string> = {}) => {
  const leads = Object.entries(aliases).map(([code, to]) => ({ code, name: '', key: `commune:${to}` }))
  const changes = compareVintages({ territories: before, aliases: [] }, { territories: after, aliases: leads })
  return changes.map(({ kind, was, became }) => `${kind} ${was} > ${became.join(' ')}`)
}

describe('From one vintage to the next', () => {
  it('a commune may go into another, take another code, another name, or another EPCI', () => {
    const [a, b] = [commune('58001', 'Alpha'), commune('58002', 'Bêta')]
    expect(said([a, b], [a], { '58002': '58001' })).toEqual(['merged commune:58002 > commune:58001'])
    expect(said([a], [commune('58009', 'Alpha')])).toEqual(['recoded commune:58001 > commune:58009'])
    expect(said([a], [commune('58001', 'Alpha-sur-Loire')])).toEqual(['renamed commune:58001 > commune:58001'])
    expect(said([a, epci('1'), epci('2')], [commune('58001', 'Alpha', '2'), epci('1'), epci('2')])).toEqual([
      'moved commune:58001 > epci:2',
    ])
    expect(said([a, b], [a, b])).toEqual([])
  })

  it('two may become a third, and an EPCI be shared out', () => {
    const [a, b, c] = [commune('58001', 'Alpha'), commune('58002', 'Bêta'), commune('58003', 'Gamma')]
    expect(said([a, b], [c], { '58001': '58003', '58002': '58003' })).toEqual([
      'merged commune:58001 > commune:58003',
      'merged commune:58002 > commune:58003',
    ])
    const [left, right] = [commune('58001', 'Alpha', '2'), commune('58002', 'Bêta', '3')]
    expect(said([a, b, epci('1')], [left, right, epci('2'), epci('3')])).toContain('split epci:1 > epci:2 epci:3')
  })

  it('a part of a commune may be one again', () => {
    const [whole, part] = [commune('58001', 'Alpha'), commune('58002', 'Bêta')]
    const before = { territories: [whole], aliases: [{ code: '58002', name: 'Bêta', key: 'commune:58001' }] }
    const changes = compareVintages(before, { territories: [whole, part], aliases: [] })
    expect(changes).toEqual([{ kind: 'split', was: 'commune:58001', became: ['commune:58001', 'commune:58002'] }])
  })

  it('a key leads through several vintages to today, round circles too', () => {
    const merged = (was: string, ...became: string[]) => ({ kind: 'merged', was, became }) as const
    const { of, formerly } = followChanges(
      [merged('a', 'b'), merged('b', 'c'), merged('x', 'y'), merged('y', 'x')],
      (key) => key === 'c',
    )
    expect([of('a'), of('b'), of('c'), of('x')]).toEqual([['c'], ['c'], [], []])
    expect(formerly('c')).toEqual(['a', 'b'])
  })
})
