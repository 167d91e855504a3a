import { expect, it } from 'vitest'
import type { Condition } from '../../../pipeline/model/condition.ts'
import { conditionFaults } from '../../../pipeline/routing/condition-faults.ts'
import { declaredType } from '../intake/declared-types.ts'
import { trees } from './small-network.ts'

const job: Condition = { service_type: ['job'] }
const knowledge = { ...trees, serviceType: declaredType }

/** A condition, what is said of it, how grave, and where. */
const CASES: readonly [Condition, string, 'error' | 'warning', string][] = [
  [{ all: [{ origin: ['network'] }] }, 'matches-everything', 'warning', ''],
  [{ any: [job, { none: [{ theme: ['x'] }] }] }, 'matches-everything', 'warning', ''],
  [{ all: [job, { none: [job] }] }, 'kind-asked-and-excluded', 'error', ''],
  [{ all: [{ service_type: ['job', 'news'] }, { none: [job] }] }, 'kind-asked-and-excluded', 'warning', ''],
  [{ all: [job, { service_type: ['news'] }] }, 'kinds-apart', 'error', ''],
  [{ all: [job, { territory: ['departement:58'] }, { territory: ['region:53'] }] }, 'places-apart', 'warning', ''],
  [
    { all: [job, { any: [{ published: { within_days: 5, before_days: 9 } }] }] },
    'bounds-crossed',
    'error',
    '/all/1/any/0',
  ],
  [{ all: [job, { field: 'salary', at_least: 9, at_most: 3 }] }, 'bounds-crossed', 'error', '/all/1'],
  [{ field: 'starts', at_least: 'today+9', at_most: 'today' }, 'bounds-crossed', 'error', ''],
  [{ all: [job, { field: 'no_such_field', filled: true }] }, 'field-of-no-kind', 'error', '/all/1'],
  [{ all: [job, { field: 'title', at_least: 9 }] }, 'field-test-misfit', 'error', '/all/1'],
  [
    { all: [{ service_type: ['candidate'] }, { field: 'phone', filled: true }] },
    'confidential-field',
    'error',
    '/all/1',
  ],
]

it.each(CASES)('%j: %s (%s) at "%s"', (condition, code, level, place) => {
  expect(conditionFaults(condition, knowledge)).toContainEqual(expect.objectContaining({ code, level, place }))
})

it.each<[Condition]>([
  [{ all: [job, { territory: ['departement:58'] }, { territory: ['region:27'] }] }],
  [{ all: [job, { territory: ['departement:58', 'region:53'] }, { territory: ['region:53'], relation: 'covering' }] }],
  [{ all: [job, { field: 'title', contains: 'x' }, { published: { within_days: 9, before_days: 5 } }] }],
  [{ field: 'starts', at_least: 'today+9', at_most: '2030-01-01' }],
])('%j has nothing wrong', (condition) => {
  expect(conditionFaults(condition, knowledge)).toEqual([])
})
