/** A colour in OKLCH: lightness 0–1, chroma 0–0.4, hue in degrees (Björn Ottosson's OKLab in polar form). */
export interface Oklch {
  readonly l: number
  readonly c: number
  readonly h: number
}

/** WCAG 2.2 contrast ratio of two colours, 1 to 21. */
export function contrast(a: Oklch, b: Oklch): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/**
 * The colour, moved in lightness just far enough to reach the ratio against every background, and kept inside sRGB.
 * Goes darker on light backgrounds, lighter on dark ones; black or white when nothing less will do.
 */
export function readableOn(colour: Oklch, backgrounds: readonly Oklch[], ratio: number): Oklch {
  const darker = backgrounds.every((background) => luminance(background) > 0.18)
  const step = darker ? -0.005 : 0.005
  let candidate = insideSrgb(colour)
  while (backgrounds.some((background) => contrast(candidate, background) < ratio)) {
    const l = candidate.l + step
    if (l <= 0 || l >= 1) return { l: darker ? 0 : 1, c: 0, h: colour.h }
    candidate = insideSrgb({ ...colour, l })
  }
  return candidate
}

/** The nearest colour of the same lightness and hue that sRGB can show, rounded as it will be written. */
export function insideSrgb(colour: Oklch): Oklch {
  let c = colour.c
  while (c > 0 && !fitsSrgb({ ...colour, c })) c = Math.max(0, c - 0.002)
  return { l: round(colour.l, 3), c: floor(c, 4), h: round(colour.h, 1) }
}

/** Relative luminance as WCAG 2.2 defines it, 0 to 1. */
export function luminance(colour: Oklch): number {
  const [r, g, b] = toLinearRgb(colour).map((channel) => Math.min(1, Math.max(0, channel)))
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

/** OKLCH of three linear-light sRGB channels, each 0–1. */
export function fromLinearRgb(r: number, g: number, b: number): Oklch {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
  const green = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const blue = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  const hue = (Math.atan2(blue, green) * 180) / Math.PI
  return { l: lightness, c: Math.hypot(green, blue), h: hue < 0 ? hue + 360 : hue }
}

function toLinearRgb({ l, c, h }: Oklch): readonly [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

function fitsSrgb(colour: Oklch): boolean {
  return toLinearRgb(colour).every((channel) => channel >= -0.0005 && channel <= 1.0005)
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

function floor(value: number, digits: number): number {
  return Math.floor(value * 10 ** digits) / 10 ** digits
}
