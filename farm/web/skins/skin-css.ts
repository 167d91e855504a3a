import { characterLines } from './characters.ts'
import { formatColour, parseColour } from './colour-text.ts'
import type { Oklch } from './contrast.ts'
import { darkPalette, lightPalette, PALETTE_TOKENS, type Palette } from './palette.ts'

/** Families a skin may choose from; each is declared in `styles/fonts.css` and fetched only by pages that use it. */
export const FONT_FAMILIES = {
  'source-sans-3': "'Source Sans 3 Variable', 'Source Sans Fallback', system-ui, sans-serif",
  'source-serif-4': "'Source Serif 4 Variable', 'Source Serif Fallback', Georgia, serif",
  'bricolage-grotesque': "'Bricolage Grotesque Variable', 'Bricolage Fallback', system-ui, sans-serif",
  fraunces: "'Fraunces Variable', 'Fraunces Fallback', Georgia, serif",
} as const

/** One of the families. */
export type FontFamily = keyof typeof FONT_FAMILIES

/** What a site or an organisation says of its look. Anything that does not parse is replaced by the house default. */
export interface SkinIdentity {
  /** Main colour, `#rgb`, `#rrggbb` or `oklch(L C H)`. */
  readonly accent: string
  /** The same for the dark mode; by default the accent, lightened and softened. */
  readonly accentDark?: string | undefined
  /** Colour whose hue tints paper and ink; by default a warm grey. */
  readonly surfaceTint?: string | undefined
  /** Family of titles, one of `FONT_FAMILIES`. */
  readonly displayFont?: string | undefined
  /** Family of running text, one of `FONT_FAMILIES`. */
  readonly textFont?: string | undefined
  /** `accent` paints the masthead in the main colour, `paper` (default) leaves it on the page's ground. */
  readonly masthead?: string | undefined
  /** How the site carries itself, one of `CHARACTERS`; `civic` by default. */
  readonly character?: string | undefined
  /** Corner radius in pixels, kept between 0 and 6. */
  readonly radius?: number | undefined
}

const HOUSE_ACCENT: Oklch = { l: 0.47, c: 0.09, h: 230 }
const HOUSE_TINT: Oklch = { l: 0.9, c: 0.006, h: 85 }

/** The stylesheet of a skin: custom properties only, in the `skin` layer, with every contrast of `look.md` already true. */
export function skinCss(identity: SkinIdentity): string {
  const accent = parseColour(identity.accent) ?? HOUSE_ACCENT
  const tint = parseColour(identity.surfaceTint ?? '') ?? HOUSE_TINT
  const night = parseColour(identity.accentDark ?? '') ?? {
    ...accent,
    l: Math.max(accent.l, 0.74),
    c: Math.min(accent.c, 0.115),
  }
  const colours = colourLines(lightPalette(accent, tint), darkPalette(night, tint))
  const rest = [
    ...fontLines(identity),
    ...mastheadLines(identity.masthead),
    ...characterLines(identity.character),
    ...radiusLines(identity.radius),
  ]
  return `@layer skin {\n:root {\n${[...colours, ...rest].map((line) => `  ${line}`).join('\n')}\n}\n}\n`
}

function colourLines(light: Palette, dark: Palette): string[] {
  return PALETTE_TOKENS.map(
    (token) => `--${token}: light-dark(${formatColour(light[token])}, ${formatColour(dark[token])});`,
  )
}

function fontLines({ displayFont, textFont }: SkinIdentity): string[] {
  const text = isFontFamily(textFont) ? textFont : 'source-sans-3'
  const display = isFontFamily(displayFont) ? displayFont : text
  return [
    `--font-text: ${FONT_FAMILIES[text]};`,
    `--font-display: ${FONT_FAMILIES[display]};`,
    `--display-weight: ${DISPLAY_WEIGHTS[display]};`,
    `--display-tracking: ${DISPLAY_TRACKING[display]};`,
  ]
}

const DISPLAY_WEIGHTS: Readonly<Record<FontFamily, number>> = {
  'source-sans-3': 700,
  'source-serif-4': 650,
  'bricolage-grotesque': 650,
  fraunces: 600,
}

const DISPLAY_TRACKING: Readonly<Record<FontFamily, string>> = {
  'source-sans-3': '-0.012em',
  'source-serif-4': '-0.014em',
  'bricolage-grotesque': '-0.018em',
  fraunces: '-0.01em',
}

function mastheadLines(masthead: string | undefined): string[] {
  if (masthead !== 'accent') return []
  return [
    '--masthead: light-dark(var(--accent), var(--accent-tint));',
    '--masthead-text: light-dark(var(--accent-text), var(--text));',
    '--masthead-quiet: light-dark(var(--accent-text), var(--text));',
    '--masthead-mark: light-dark(var(--accent-text), var(--accent));',
    '--masthead-mark-text: light-dark(var(--accent), var(--accent-text));',
  ]
}

function radiusLines(radius: number | undefined): string[] {
  if (radius === undefined || !Number.isFinite(radius)) return []
  const pixels = Math.round(Math.min(6, Math.max(0, radius)))
  return [`--radius: ${pixels}px;`, `--radius-small: ${Math.min(pixels, 2)}px;`]
}

function isFontFamily(name: string | undefined): name is FontFamily {
  return name !== undefined && Object.hasOwn(FONT_FAMILIES, name)
}
