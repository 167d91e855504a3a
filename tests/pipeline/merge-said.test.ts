import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differingFields, mergeSaid, saysSame } from '../../pipeline/merge-said.ts'
import type { Values } from '../../pipeline/model/entry.ts'

const value = fc.oneof(
  fc.constantFrom('a', 'b', 'c'),
  fc.record({ town: fc.constantFrom('Nevers', 'Decize'), street: fc.constantFrom('', 'Rue du Port') }),
  fc.array(fc.constantFrom('emploi', 'formation'), { minLength: 1, maxLength: 2 }),
)
const values: fc.Arbitrary<Values> = fc.dictionary(fc.constantFrom('body', 'place', 'title', 'themes'), value)

describe('What a source says meets what stands here', () => {
  it('and changes nothing where the source repeats itself, whatever was edited here', () => {
    fc.assert(
      fc.property(values, values, (said, stands) => {
        const merged = mergeSaid({ said, says: { ...said }, stands })
        return saysSame(merged.values, stands) && merged.clashes.length === 0
      }),
    )
  })

  it('and comes in whole where nothing was edited here', () => {
    fc.assert(
      fc.property(values, values, (said, says) => {
        const merged = mergeSaid({ said, says, stands: said })
        return saysSame(merged.values, says) && merged.clashes.length === 0
      }),
    )
  })

  it('and each field is either as it stands or as the source says; ours in every clash', () => {
    fc.assert(
      fc.property(values, values, values, (said, says, stands) => {
        const { values: merged, clashes } = mergeSaid({ said, says, stands })
        const ours = differingFields(said, stands)
        const theirs = differingFields(said, says)
        const apart = differingFields(says, stands)
        const both = ours.filter((name) => theirs.includes(name) && apart.includes(name))
        expect(clashes).toEqual(both)
        for (const name of differingFields(merged, stands)) {
          expect(ours).not.toContain(name)
          expect(saysSame({ [name]: merged[name] ?? null }, { [name]: says[name] ?? null })).toBe(true)
        }
      }),
    )
  })

  it('and meeting again what was just said moves nothing any more', () => {
    fc.assert(
      fc.property(values, values, values, (said, says, stands) => {
        const { values: merged } = mergeSaid({ said, says, stands })
        const again = mergeSaid({ said: says, says, stands: merged })
        return saysSame(again.values, merged) && again.clashes.length === 0
      }),
    )
  })

  it('by name, with the keys of a record in any order, a field left out being one that says nothing', () => {
    const said = { place: { town: 'Nevers', street: 'Rue du Port' }, title: 'Forum', summary: 'Deux jours' }
    const says = { place: { street: 'Rue du Port', town: 'Nevers' }, title: 'Forum' }
    const stands = {
      place: { town: 'Nevers', street: 'Rue du Port' },
      title: 'Forum de printemps',
      summary: 'Deux jours',
    }
    const merged = mergeSaid({ said, says, stands })
    expect(merged).toEqual({ values: { place: stands.place, title: 'Forum de printemps' }, clashes: [] })
    expect(Object.keys(merged.values)).toEqual(['place', 'title'])
  })
})
