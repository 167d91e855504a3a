import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Piece, textDiff } from '../../../farm/web/desk/text-diff.ts'
import { cpuClock } from '../../cpu-clock.ts'

describe('Comparing two texts', () => {
  it('shows the words that went and came, and leaves the rest alone', () => {
    expect(textDiff('Ouvert du lundi au jeudi.', 'Ouvert du lundi au vendredi.')).toEqual([
      { kind: 'same', text: 'Ouvert du lundi au ' },
      { kind: 'gone', text: 'jeudi' },
      { kind: 'new', text: 'vendredi' },
      { kind: 'same', text: '.' },
    ])
  })

  it('keeps a paragraph that merely moved down whole', () => {
    const pieces = textDiff('Premier.\nDernier.', 'Premier.\nAjouté entre les deux.\nDernier.')
    expect(pieces.filter((piece) => piece.kind !== 'same')).toEqual([{ kind: 'new', text: 'Ajouté entre les deux.\n' }])
  })

  it('gives both texts back whatever they are', () => {
    const words = fc.array(fc.constantFrom('un', 'deux', ' ', '\n', ',', 'é'), { maxLength: 60 })
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [before, after] = [one.join(''), other.join('')]
        const pieces = textDiff(before, after)
        expect(read(pieces, 'gone')).toBe(before)
        expect(read(pieces, 'new')).toBe(after)
      }),
    )
  })

  it('answers within a second for two long texts that share nothing', () => {
    const text = (word: string) => Array.from({ length: 20_000 }, (_, i) => `${word}${i}`).join(' ')
    const spent = cpuClock()
    expect(read(textDiff(text('a'), text('b')), 'new')).toBe(text('b'))
    expect(spent()).toBeLessThan(10_000)
  })
})

function read(pieces: readonly Piece[], side: 'gone' | 'new'): string {
  return pieces
    .filter((piece) => piece.kind === 'same' || piece.kind === side)
    .map((piece) => piece.text)
    .join('')
}
