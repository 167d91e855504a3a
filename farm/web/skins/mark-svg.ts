import { formatColour, parseColour } from './colour-text.ts'
import { lightPalette } from './palette.ts'

/** The icon of a site without a logo, as an SVG document: its initials (three at most) on its main colour. */
export function markSvg(identity: { readonly initials: string; readonly accent: string }): string {
  const accent = parseColour(identity.accent) ?? { l: 0.47, c: 0.09, h: 230 }
  const palette = lightPalette(accent, accent)
  const letters = Array.from(identity.initials).filter(isLetter).slice(0, 3)
  const size = { 1: 40, 2: 32 }[letters.length] ?? 24
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">',
    `<rect width="64" height="64" rx="8" fill="${formatColour(palette.accent)}"/>`,
    `<text x="32" y="33" fill="${formatColour(palette['accent-text'])}" font-family="system-ui, sans-serif"`,
    ` font-size="${size}" font-weight="700" text-anchor="middle" dominant-baseline="central">`,
    `${letters.join('')}</text></svg>`,
  ].join('')
}

function isLetter(character: string): boolean {
  return /^[\p{L}\p{N}]$/u.test(character)
}
