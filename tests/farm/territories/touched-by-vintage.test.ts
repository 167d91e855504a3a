import { describe, expect, it } from 'vitest'
import { compareVintages } from '../../../farm/territories/compare-vintages.ts'
import { touchedByVintage } from '../../../farm/territories/touched-by-vintage.ts'
import type { Territory } from '../../../pipeline/model/territory.ts'

// The first letter of the level, then the code.
function node(short: string, parents: readonly string[] = []): Territory {
  const levels = ['commune', 'epci', 'departement', 'perimeter'] as const
  const level = levels.find((one) => one[0] === short[0]) ?? expect.fail(short)
  const place = { level, code: short, name: short, population: 1, vintage: 2026, postcodes: [] }
  return { ...place, key: `${level}:${short}`, parents: parents.map((one) => node(one).key) }
}

const wide = [node('d1'), node('e1', ['d1']), node('e2', ['d1'])]
const before = [...wide, node('c1', ['e1', 'd1']), node('c2', ['e2', 'd1'])]

function touched(after: readonly Territory[], aliases: readonly { code: string; name: string; key: string }[] = []) {
  const changes = compareVintages({ territories: before, aliases: [] }, { territories: after, aliases })
  return touchedByVintage({ changes, before, after }).toSorted()
}

describe('What a new vintage routes again', () => {
  it('is a commune that moves, and the bodies it left and joined: what is about them covers it no more, or from now on', () => {
    const moved = [...wide, node('c1', ['e2', 'd1']), node('c2', ['e2', 'd1'])]
    expect(touched(moved)).toEqual(['commune:c1', 'epci:e1', 'epci:e2'])
  })

  it('is a commune that goes into one elsewhere, and what either lies in alone', () => {
    const merged = [...wide, node('c2', ['e2', 'd1'])]
    const lead = [{ code: 'c1', name: 'c1', key: 'commune:c2' }]
    expect(touched(merged, lead)).toEqual(['commune:c1', 'commune:c2', 'epci:e1', 'epci:e2'])
  })

  it('is a commune that stands by itself again, and what only the rest of it lies in: that covers it no more', () => {
    const joined = [...wide, node('c2', ['e2', 'd1'])]
    const aliases = [{ code: 'c1', name: 'c1', key: 'commune:c2' }]
    const changes = compareVintages({ territories: joined, aliases }, { territories: before, aliases: [] })
    const routed = touchedByVintage({ changes, before: joined, after: before }).toSorted()
    expect(routed).toEqual(['commune:c1', 'commune:c2', 'epci:e1', 'epci:e2'])
  })

  it('is the perimeter that came with a commune to the one it went into', () => {
    const drawn = [...wide, node('p1', ['d1']), node('c1', ['e1', 'd1', 'p1']), node('c2', ['e2', 'd1'])]
    const merged = [...wide, node('p1', ['d1']), node('c2', ['e2', 'd1', 'p1'])]
    const aliases = [{ code: 'c1', name: 'c1', key: 'commune:c2' }]
    const changes = compareVintages({ territories: drawn, aliases: [] }, { territories: merged, aliases })
    expect(touchedByVintage({ changes, before: drawn, after: merged })).toContain('perimeter:p1')
  })

  it('is nothing where nothing changed', () => {
    expect(touched(before)).toEqual([])
  })
})
