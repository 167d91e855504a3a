import { expect, test } from 'vitest'
import { nextPeriods } from '../../../../farm/web/present/next-periods.ts'
import { declaredType } from '../../../pipeline/intake/declared-types.ts'

const training = declaredType('training')
const march = { start: '2027-03-01', end: '2027-03-31' }
const autumn = { start: '2027-09' }

test('of several sessions a glance sees the next that is not over, else the last', () => {
  const values = { title: 'Soudure', sessions: [autumn, march] }
  const at = (day: string) => nextPeriods(training, values, Date.parse(day)).sessions
  expect(at('2027-01-01')).toEqual(march)
  expect(at('2027-03-31T12:00Z')).toEqual(march)
  expect(at('2027-04-02')).toEqual(autumn)
  expect(at('2029-01-01')).toEqual(autumn)
})

test('one session, none, and what is no period stay as they are', () => {
  for (const values of [{ sessions: march }, { formacode: ['21055', '21056'] }])
    expect(nextPeriods(training, values, 0)).toBe(values)
})
