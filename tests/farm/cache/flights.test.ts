import { expect, test } from 'vitest'
import { Flights } from '../../../farm/cache/flights.ts'

test('the first comer leads, the others land with it, and the next one leads again', async () => {
  const flights = new Flights()
  const first = flights.join('/a')
  const second = flights.join('/a')
  expect([first.leads, second.leads, flights.join('/b').leads]).toEqual([true, false, true])
  if (!first.leads || second.leads) throw new Error('seats are wrong')
  first.land({ kind: 'unshared' })
  expect(await second.landing).toEqual({ kind: 'unshared' })
  expect(flights.join('/a').leads).toBe(true)
})

test('landing twice does not end the next rendering of the same key', () => {
  const flights = new Flights()
  const first = flights.join('/a')
  if (!first.leads) throw new Error('the first must lead')
  first.land({ kind: 'lost' })
  flights.join('/a')
  first.land({ kind: 'lost' })
  expect(flights.join('/a').leads).toBe(false)
})
