import { describe, expect, it } from 'vitest'
import { isTimely } from '../../../pipeline/routing/is-timely.ts'
import { needsOf } from '../../../pipeline/routing/needs.ts'

describe('A standing request', () => {
  it('is looked at again as days go by where it counts them, however deep, and nowhere else', () => {
    expect(isTimely({ any: [{ none: [{ published: { within_days: 3 } }] }] })).toBe(true)
    expect(isTimely({ field: 'start', at_least: 'today+7' })).toBe(true)
    expect(isTimely({ published: { at_most: 'today-1' } })).toBe(true)
    expect(
      isTimely({ all: [{ published: { at_least: '2026-01-01' } }, { field: 'start', at_least: '2026-01-01' }] }),
    ).toBe(false)
    expect(isTimely({ all: [{ service_type: ['job'] }, { field: 'wage', at_least: 12 }] })).toBe(false)
  })

  it('tells what it cannot do without: never more than what each of its ways needs', () => {
    const here = { territory: ['departement:58'] }
    expect(needsOf({ all: [{ service_type: ['job'] }, here, { theme: ['employment'] }] })).toEqual({
      ...{ serviceTypes: ['job'], themes: ['employment'] },
      ...{ territories: ['departement:58'], around: ['departement:58'] },
    })
    const either = needsOf({ any: [{ all: [{ service_type: ['job'] }, here] }, { service_type: ['news'] }] })
    expect(either).toEqual({ serviceTypes: ['job', 'news'], territories: null, around: null, themes: null })
    const nothing = { serviceTypes: null, territories: null, around: null, themes: null }
    expect(needsOf({ none: [{ service_type: ['job'] }] })).toEqual(nothing)
    const wider = { ...nothing, around: ['departement:58'] }
    expect(needsOf({ territory: ['departement:58'], relation: 'either' })).toEqual(wider)
    expect(needsOf({ any: [here, { territory: ['region:53'], relation: 'covering' }] })).toEqual({
      ...{ ...nothing, around: ['departement:58', 'region:53'] },
    })
  })
})
