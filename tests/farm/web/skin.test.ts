import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHARACTERS } from '../../../farm/web/skins/characters.ts'
import { parseColour } from '../../../farm/web/skins/colour-text.ts'
import { contrast, type Oklch } from '../../../farm/web/skins/contrast.ts'
import { markSvg } from '../../../farm/web/skins/mark-svg.ts'
import { skinCss } from '../../../farm/web/skins/skin-css.ts'

const TEXT = 4.5
const CONTROL = 3
const GROUNDS = ['surface', 'raised', 'sunken', 'accent-tint']
const hex = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`)

describe('the stylesheet of a skin', () => {
  test('keeps text, links, buttons and control outlines readable in both modes, whatever the accent and tint', () => {
    fc.assert(
      fc.property(hex, fc.option(hex, { nil: undefined }), hex, (accent, accentDark, surfaceTint) => {
        const tokens = colourTokens(skinCss({ accent, accentDark, surfaceTint }))
        for (const mode of [0, 1] as const) {
          const ratio = (ink: string, ground: string) => contrast(pick(tokens, ink, mode), pick(tokens, ground, mode))
          for (const ground of GROUNDS) {
            for (const ink of ['text', 'muted', 'accent']) expect(ratio(ink, ground)).toBeGreaterThanOrEqual(TEXT)
            for (const ink of ['control', 'focus']) expect(ratio(ink, ground)).toBeGreaterThanOrEqual(CONTROL)
          }
          for (const ground of ['accent', 'accent-strong']) {
            expect(ratio('accent-text', ground)).toBeGreaterThanOrEqual(TEXT)
          }
        }
      }),
      { numRuns: 400 },
    )
  })

  test('leaves an accent that already reads well as the organisation chose it', () => {
    const wanted = parseColour('#7b1e3a')
    const [light] = colourTokens(skinCss({ accent: '#7b1e3a' })).get('accent') ?? []
    expect(light?.l).toBeCloseTo(wanted?.l ?? 0, 2)
    expect(light?.h).toBeCloseTo(wanted?.h ?? 0, 0)
  })

  test('never lets a hostile identity write CSS of its own', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'red',
        '#fff;} body{display:none}',
        'oklch(50% 0.1 20); background: url(https://example.org)',
        'oklch(50% 0.1 20)}',
        '#12345',
        '</style><script>',
        'constructor',
        '__proto__',
      ),
    )
    const radius = fc.option(fc.double(), { nil: undefined })
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, hostile, radius, (accent, accentDark, surfaceTint, a, b, r) => {
        const said = { displayFont: a, textFont: b, masthead: a, character: b, radius: r }
        const css = skinCss({ accent, accentDark, surfaceTint, ...said })
        for (const line of css.split('\n').slice(2, -3)) expect(line).toMatch(DECLARATION)
        expect(css.match(/[{}]/g)).toEqual(['{', '{', '}', '}'])
      }),
    )
  })

  test('reads the same colour written as hexadecimal and as oklch', () => {
    expect(skinCss({ accent: '#fff' })).toBe(skinCss({ accent: '#ffffff' }))
    expect(skinCss({ accent: 'oklch(0.5 0.1 200)' })).toBe(skinCss({ accent: 'oklch(50% 0.1 200)' }))
  })

  test('carries itself in one of four ways, each by known properties alone', () => {
    const house = readFileSync(new URL('../../../farm/web/styles/tokens.css', import.meta.url), 'utf8')
    const sheets = CHARACTERS.map((character) => skinCss({ accent: '#005', character }))
    expect(new Set(sheets).size).toBe(4)
    expect(sheets[0]).toBe(skinCss({ accent: '#005' }))
    expect(skinCss({ accent: '#005', character: 'constructor' })).toBe(sheets[0])
    for (const name of sheets.flatMap((css) => css.match(/--[a-z-]+(?=:)/g) ?? [])) expect(house).toContain(`${name}:`)
  })

  test('uses one family, unless the skin asks for a second one for titles', () => {
    const plain = skinCss({ accent: '#005' })
    expect(plain).not.toMatch(/Serif|Fraunces|Bricolage/)
    const two = skinCss({ accent: '#005', displayFont: 'fraunces' })
    expect(two).toContain("--font-display: 'Fraunces Variable'")
    expect(two).toContain("--font-text: 'Source Sans 3 Variable'")
  })
})

describe('contrast', () => {
  test('agrees with the values WCAG publishes for greys', () => {
    expect(contrast(colour('#000000'), colour('#ffffff'))).toBeCloseTo(21, 1)
    expect(contrast(colour('#767676'), colour('#ffffff'))).toBeCloseTo(4.54, 2)
    expect(contrast(colour('#777777'), colour('#ffffff'))).toBeCloseTo(4.48, 2)
    expect(contrast(colour('#ff0000'), colour('#ffffff'))).toBeCloseTo(4, 1)
  })
})

describe('the house tokens', () => {
  const tokens = colourTokens(readFileSync(new URL('../../../farm/web/styles/tokens.css', import.meta.url), 'utf8'))

  test.each(['wait', 'good', 'stop', 'info'])('%s reads on its tint and on every ground, in both modes', (tone) => {
    for (const mode of [0, 1] as const) {
      for (const ground of [`${tone}-tint`, ...GROUNDS]) {
        expect(contrast(pick(tokens, tone, mode), pick(tokens, ground, mode))).toBeGreaterThanOrEqual(TEXT)
      }
      for (const ink of ['text', 'accent']) {
        expect(contrast(pick(tokens, ink, mode), pick(tokens, `${tone}-tint`, mode))).toBeGreaterThanOrEqual(TEXT)
      }
    }
  })

  test('their four meanings also read on the grounds of every skin, in both modes', () => {
    fc.assert(
      fc.property(hex, hex, (accent, surfaceTint) => {
        const skin = colourTokens(skinCss({ accent, surfaceTint }))
        for (const mode of [0, 1] as const) {
          for (const tone of ['wait', 'good', 'stop', 'info']) {
            const against = (ground: Oklch) => contrast(pick(tokens, tone, mode), ground)
            for (const ground of ['surface', 'raised', 'sunken'])
              expect(against(pick(skin, ground, mode)), `${tone} on ${ground}`).toBeGreaterThanOrEqual(TEXT)
            const tint = pick(tokens, `${tone}-tint`, mode)
            for (const ink of ['text', 'muted'])
              expect(contrast(pick(skin, ink, mode), tint), `${ink} on ${tone}`).toBeGreaterThanOrEqual(TEXT)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('are the skin of a site that chose nothing', () => {
    for (const [token, pair] of colourTokens(skinCss({ accent: '' })))
      expect([token, tokens.get(token)]).toEqual([token, pair])
  })
})

describe('the icon of a site', () => {
  test('holds its letters and no markup of theirs', () => {
    expect(markSvg({ initials: 'ÉP', accent: '#005' })).toContain('>ÉP</text>')
    expect(markSvg({ initials: '<a"&', accent: '#005' })).toContain('>a</text>')
  })
})

const DECLARATION =
  /^ {2}--[a-z-]+: (light-dark\((oklch\([\d.]+% [\d.]+ [\d.]+\)|var\(--[a-z-]+\))(, )?(oklch\([\d.]+% [\d.]+ [\d.]+\)|var\(--[a-z-]+\))\)|[\w '.,-]+);$/

function colourTokens(css: string): Map<string, readonly [Oklch, Oklch]> {
  const declarations = css.matchAll(/--([a-z-]+): light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)/g)
  return new Map(
    [...declarations].map(([, name = '', light = '', dark = '']) => [name, [colour(light), colour(dark)] as const]),
  )
}

function pick(tokens: ReadonlyMap<string, readonly [Oklch, Oklch]>, name: string, mode: 0 | 1): Oklch {
  const pair = tokens.get(name)
  if (!pair) throw new Error(`no token ${name}`)
  return pair[mode]
}

function colour(text: string): Oklch {
  const parsed = parseColour(text)
  if (!parsed) throw new Error(`not a colour: ${text}`)
  return parsed
}
