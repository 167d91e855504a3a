import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Values } from '../../../pipeline/model/entry.ts'
import type { StoredValue } from '../../../pipeline/model/field-types/field-type.ts'
import type { Touch, TouchedFields } from '../../../pipeline/model/touch.ts'
import { applyTouch, hasNothing, mergeTouch, sayFields, settleClash } from '../../../pipeline/routing/touch.ts'

const original: Values = { title: 'Forum', summary: 'Le matin.', town: 'Nevers' }
const here = { title: { value: 'Grand forum', base: 'Forum' } }

/** Fields said here, what the entry becomes, and what is left said here and clashes. */
const CORRECTIONS: readonly [string, TouchedFields, Values, TouchedFields, readonly string[]][] = [
  ['leaves what did not change', here, original, here, []],
  ['lets other corrections in', here, { ...original, summary: 'Le soir.' }, here, []],
  ['tells what was corrected in another way', here, { ...original, title: 'Forum 2026' }, here, ['title']],
  ['dissolves what was corrected alike', here, { ...original, title: 'Grand forum' }, {}, []],
  [
    'tells of a field left out here and rewritten there',
    { summary: { value: null, base: 'Le matin.' } },
    { ...original, summary: 'Le soir.' },
    { summary: { value: null, base: 'Le matin.' } },
    ['summary'],
  ],
  [
    'dissolves what was left out on both sides',
    { summary: { value: null, base: 'Le matin.' } },
    { title: 'Forum', town: 'Nevers' },
    {},
    [],
  ],
  [
    'does not mind the order of the parts of a value',
    { image: { value: { file: 'b', alt: 'B' }, base: { file: 'a', alt: 'A' } } },
    { ...original, image: { alt: 'A', file: 'a' } },
    { image: { value: { file: 'b', alt: 'B' }, base: { file: 'a', alt: 'A' } } },
    [],
  ],
]

describe('A site’s own words on an entry', () => {
  it.each(CORRECTIONS)('%s', (_name, fields, after, left, clashes) => {
    expect(mergeTouch(aTouch({ fields }), after)).toMatchObject({ fields: left, clashes })
  })

  it('show in place of the entry’s, and leave the others alone', () => {
    expect(applyTouch(original, { ...here, summary: { value: null, base: 'Le matin.' } })).toEqual({
      title: 'Grand forum',
      town: 'Nevers',
    })
  })

  it('are the very same touch where nothing was corrected', () => {
    const touch = aTouch({ fields: here })
    expect(mergeTouch(touch, original)).toBe(touch)
  })

  it('forget a clash that was corrected back', () => {
    const clashing = mergeTouch(aTouch({ fields: here }), { ...original, title: 'Forum 2026' })
    expect(mergeTouch(clashing, original).clashes).toEqual([])
  })

  it('settle a clash either way, and a later correction alike clashes again only where they were kept', () => {
    const upstream = { ...original, title: 'Forum 2026' }
    const clashing = mergeTouch(aTouch({ fields: here }), upstream)
    const ours = settleClash(clashing, { field: 'title', keep: 'ours', upstream })
    const theirs = settleClash(clashing, { field: 'title', keep: 'theirs', upstream })
    expect([ours.clashes, theirs.clashes]).toEqual([[], []])
    expect(applyTouch(upstream, ours.fields).title).toBe('Grand forum')
    expect(applyTouch(upstream, theirs.fields).title).toBe('Forum 2026')
    expect(hasNothing(theirs)).toBe(true)
    const later = { ...original, title: 'Forum 2027' }
    expect(mergeTouch(ours, later).clashes).toEqual(['title'])
    expect(mergeTouch(ours, upstream)).toBe(ours)
  })

  it('are undone by saying what the entry says', () => {
    const touch = sayFields(aTouch({ fields: here }), { title: 'Forum' }, original)
    expect(hasNothing(touch)).toBe(true)
  })

  it('written over a version corrected meanwhile are a clash, not an overwriting', () => {
    const corrected = { ...original, title: 'Forum 2026' }
    const said = sayFields(aTouch(), { title: 'Grand forum' }, original)
    expect(mergeTouch(said, corrected)).toMatchObject({ clashes: ['title'] })
  })
})

describe('Whatever is said here and corrected there', () => {
  it('shows here what was said here, and everything else as corrected; twice is once', () => {
    fc.assert(
      fc.property(values, values, fc.array(values, { minLength: 1, maxLength: 4 }), (before, said, corrections) => {
        let touch = sayFields(aTouch(), said, before)
        for (const after of corrections) {
          const merged = mergeTouch(touch, after)
          const shown = applyTouch(after, merged.fields)
          for (const name of NAMES) {
            const mine = touch.fields[name]
            expect(shown[name] ?? null).toEqual(mine ? mine.value : (after[name] ?? null))
            const kept = merged.fields[name]
            const wanted = kept !== undefined && kept.base !== (after[name] ?? null)
            expect(merged.clashes.includes(name)).toBe(wanted)
          }
          expect(mergeTouch(merged, after)).toBe(merged)
          touch = merged
        }
      }),
    )
  })

  it('once settled for the correction, shows nothing but the entry', () => {
    fc.assert(
      fc.property(values, values, values, (before, said, upstream) => {
        const merged = mergeTouch(sayFields(aTouch(), said, before), upstream)
        const settled = merged.clashes.reduce(
          (touch, field) => settleClash(touch, { field, keep: 'theirs', upstream }),
          merged,
        )
        expect(settled.clashes).toEqual([])
        for (const field of merged.clashes)
          expect(applyTouch(upstream, settled.fields)[field] ?? null).toEqual(upstream[field] ?? null)
      }),
    )
  })
})

const NAMES = ['title', 'summary', 'image']
const value = fc.constantFrom<StoredValue>('a', 'b', 'c', null)
const values: fc.Arbitrary<Values> = fc
  .tuple(value, value, value)
  .map((all) => Object.fromEntries(NAMES.map((name, i) => [name, all[i] ?? null])))

function aTouch(more: Partial<Touch> = {}): Touch {
  const place = { entry: 1, subscription: 1, site: 'site', person: null, at: 0 }
  return { ...place, hold: null, pin: null, fields: {}, clashes: [], ...more }
}
