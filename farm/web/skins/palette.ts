import { contrast, insideSrgb, type Oklch, readableOn } from './contrast.ts'

/** The colours of one skin in one mode, by token name without its dashes. */
export type Palette = Readonly<Record<PaletteToken, Oklch>>

/** Colour tokens a skin decides; the four meanings (wait, good, stop, info) are the same everywhere. */
export const PALETTE_TOKENS = [
  'surface',
  'raised',
  'sunken',
  'text',
  'muted',
  'line',
  'control',
  'accent',
  'accent-strong',
  'accent-text',
  'accent-tint',
  'accent-tint-line',
  'focus',
] as const

/** One of the colour tokens a skin decides. */
export type PaletteToken = (typeof PALETTE_TOKENS)[number]

/** Ratios aimed at: a little over the WCAG 2.2 AA floor, so that rounding never takes a colour under it. */
export const TEXT_RATIO = 4.6
const CONTROL_RATIO = 3.1

/** Daylight colours: a paper tinted by `tint`, ink on it, and the accent darkened until it reads as a link. */
export function lightPalette(accent: Oklch, tint: Oklch): Palette {
  const paper = (l: number, c: number) => insideSrgb({ l, c: Math.min(tint.c, c), h: tint.h })
  const surface = paper(0.988, 0.008)
  const sunken = paper(0.962, 0.012)
  const raised = insideSrgb({ l: 1, c: 0, h: tint.h })
  const accentTint = insideSrgb({ l: 0.95, c: Math.min(accent.c, 0.028), h: accent.h })
  const grounds = [surface, sunken, raised, accentTint]
  const link = readableOn(accent, grounds, TEXT_RATIO)
  return {
    surface,
    raised,
    sunken,
    text: paper(0.235, 0.02),
    muted: readableOn(paper(0.49, 0.018), grounds, TEXT_RATIO),
    line: paper(0.885, 0.014),
    control: readableOn(paper(0.62, 0.018), grounds, CONTROL_RATIO),
    accent: link,
    'accent-strong': insideSrgb({ ...link, l: Math.max(0.2, link.l - 0.09) }),
    'accent-text': inkOn(link),
    'accent-tint': accentTint,
    'accent-tint-line': insideSrgb({ l: 0.87, c: Math.min(accent.c, 0.05), h: accent.h }),
    focus: insideSrgb({ ...link, l: Math.max(0.2, link.l - 0.05) }),
  }
}

/** Night colours: the same tint at low lightness, the accent raised and softened until it reads as a link. */
export function darkPalette(accent: Oklch, tint: Oklch): Palette {
  const night = (l: number, c: number) => insideSrgb({ l, c: Math.min(tint.c, c), h: tint.h })
  const surface = night(0.2, 0.012)
  const sunken = night(0.172, 0.012)
  const raised = night(0.24, 0.014)
  const accentTint = insideSrgb({ l: 0.275, c: Math.min(accent.c, 0.045), h: accent.h })
  const grounds = [surface, sunken, raised, accentTint]
  const link = readableOn(accent, grounds, TEXT_RATIO)
  return {
    surface,
    raised,
    sunken,
    text: night(0.93, 0.01),
    muted: readableOn(night(0.72, 0.014), grounds, TEXT_RATIO),
    line: night(0.335, 0.016),
    control: readableOn(night(0.56, 0.018), grounds, CONTROL_RATIO),
    accent: link,
    'accent-strong': insideSrgb({ ...link, l: Math.min(0.96, link.l + 0.07) }),
    'accent-text': inkOn(link),
    'accent-tint': accentTint,
    'accent-tint-line': insideSrgb({ l: 0.4, c: Math.min(accent.c, 0.06), h: accent.h }),
    focus: insideSrgb({ ...link, l: Math.min(0.96, link.l + 0.04) }),
  }
}

function inkOn(ground: Oklch): Oklch {
  const white = { l: 1, c: 0, h: 0 }
  const ink = insideSrgb({ l: 0.16, c: Math.min(ground.c, 0.03), h: ground.h })
  return contrast(white, ground) >= contrast(ink, ground) ? white : ink
}
