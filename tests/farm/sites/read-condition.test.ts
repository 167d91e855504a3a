import { expect, it } from 'vitest'
import { readCondition } from '../../../farm/sites/read-condition.ts'

it('Says of a request by hand what is empty, and what is no distance, each at its place', () => {
  const codes = (json: unknown) => {
    const read = readCondition(json)
    return read.ok ? [] : read.problems.map(({ code, params }) => `${params?.place} ${code}`)
  }
  expect(codes({ all: [] })).toEqual(['/all bad-declaration-empty-group'])
  expect(codes({ all: [{ theme: [] }, { any: [] }] })).toEqual([
    '/all/0/theme bad-declaration-empty-list',
    '/all/1/any bad-declaration-empty-group',
  ])
  expect(codes({ near: 'commune:58194', km: -3 })).toEqual(['/km bad-declaration-kilometres'])
  expect(codes({ near: [46.99, 3.16], km: 30 })).toEqual([])
  expect(codes({ near: [999, 3.16], km: 30 })).toEqual(['/near bad-declaration-shape'])
  const nested = (levels: number): unknown =>
    JSON.parse(`${'{"all":['.repeat(levels)}{"theme":["a"]}${']}'.repeat(levels)}`)
  expect(codes(nested(20))).toEqual([])
  expect(codes(nested(50_000))).toEqual([expect.stringMatching(/ bad-declaration-too-deep$/)])
})
