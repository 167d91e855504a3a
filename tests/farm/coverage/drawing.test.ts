import { describe, expect, it } from 'vitest'
import { drawMap } from '../../../farm/coverage/draw-map.ts'
import { heatScale } from '../../../farm/coverage/heat-scale.ts'
import { outlineOfCells } from '../../../farm/coverage/outline-of-cells.ts'
import { placesBelow } from '../../../farm/coverage/places-below.ts'
import { buildGazetteer } from '../../../farm/territories/gazetteer.ts'
import type { Territory, TerritoryPoint } from '../../../pipeline/model/territory.ts'

describe('The shades of a map', () => {
  it('give small figures a shade each', () => {
    const { level } = heatScale([0, 1, 3])
    expect([0, 1, 2, 3].map(level)).toEqual([0, 1, 2, 3])
  })

  it('never rise while figures fall, use no more than six, and tell apart one from a thousand', () => {
    const scale = heatScale([0, 5, 1000])
    const levels = Array.from({ length: 1001 }, (_, count) => scale.level(count))
    expect(levels).toEqual(levels.toSorted((a, b) => a - b))
    expect([levels[0], levels[1], levels[1000]]).toEqual([0, 1, 6])
    expect(scale.steps.at(-1)?.to).toBe(1000)
  })
})

describe('A map of territories', () => {
  it('loses the side two cells share', () => {
    const square = (x: number): [number, number][] => [
      ...[[x, 0] as [number, number], [x + 1, 0] as [number, number]],
      ...[[x + 1, 1] as [number, number], [x, 1] as [number, number], [x, 0] as [number, number]],
    ]
    const outline = outlineOfCells([square(0), square(1)])
    expect(outline.match(/M/g)).toHaveLength(1)
    expect(outline.match(/[ML]/g)).toHaveLength(6)
  })

  it('draws départements by their contours, and leaves out what has none', () => {
    const gazetteer = buildGazetteer(
      [region(), place('58', 'Nièvre'), place('89', 'Yonne'), place('974', 'Réunion')],
      [],
    )
    const map = draw(gazetteer, 'region:27')
    expect(map?.drawn).toBe('contours')
    expect(map?.shapes.map(({ key }) => key).sort()).toEqual(['departement:58', 'departement:89'])
  })

  it('draws communes as the land nearest to them, as discs where points are few, and not at all without points', () => {
    const communes = Array.from({ length: 9 }, (_, i) => commune(`5800${i}`))
    const nodes = [epci(), ...communes]
    const points = (count: number, precision: TerritoryPoint['precision'] = 'exact') =>
      new Map(communes.slice(0, count).map(({ key }, i) => [key, point(i, precision)]))
    expect(draw(buildGazetteer(nodes, [], { points: points(9) }), 'epci:1')).toMatchObject({ drawn: 'cells' })
    expect(draw(buildGazetteer(nodes, [], { points: points(6) }), 'epci:1')).toMatchObject({ drawn: 'dots' })
    expect(draw(buildGazetteer(nodes, [], { points: points(2) }), 'epci:1')).toBeNull()
    expect(draw(buildGazetteer(nodes, [], { points: points(9, 'approximate') }), 'epci:1')).toBeNull()
  })
})

function draw(gazetteer: ReturnType<typeof buildGazetteer>, key: string) {
  const within = gazetteer.get(key)
  if (!within) throw new Error(key)
  return drawMap(gazetteer, { within, places: placesBelow(gazetteer, key) })
}

const PLAIN = { postcodes: [], population: 1, vintage: 2026 }

function region(): Territory {
  return { key: 'region:27', level: 'region', code: '27', name: 'Bourgogne-Franche-Comté', parents: [], ...PLAIN }
}

function place(code: string, name: string): Territory {
  return { key: `departement:${code}`, level: 'departement', code, name, parents: ['region:27'], ...PLAIN }
}

function epci(): Territory {
  return { key: 'epci:1', level: 'epci', code: '1', name: 'Haut Nivernais', parents: [], ...PLAIN }
}

function commune(code: string): Territory {
  return { key: `commune:${code}`, level: 'commune', code, name: code, parents: ['epci:1'], ...PLAIN }
}

function point(i: number, precision: TerritoryPoint['precision']): TerritoryPoint {
  return { latitude: 47 + (i % 3) * 0.05, longitude: 3 + Math.floor(i / 3) * 0.06, precision }
}
