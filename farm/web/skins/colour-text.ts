import { fromLinearRgb, type Oklch } from './contrast.ts'

/** Reads `#rgb`, `#rrggbb` or `oklch(L C H)` and nothing else; undefined for any other text, so that no CSS can slip through. */
export function parseColour(text: string): Oklch | undefined {
  return parseHex(text.trim()) ?? parseOklch(text.trim())
}

/** Writes a colour as CSS: `oklch(52% 0.12 240)`. */
export function formatColour({ l, c, h }: Oklch): string {
  return `oklch(${Number((l * 100).toFixed(1))}% ${c} ${h})`
}

function parseHex(text: string): Oklch | undefined {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text)
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)
  const parts = long?.slice(1) ?? short?.slice(1).map((digit) => digit + digit)
  if (!parts) return undefined
  const [r, g, b] = parts.map((part) => toLinear(Number.parseInt(part, 16) / 255))
  return fromLinearRgb(r ?? 0, g ?? 0, b ?? 0)
}

function parseOklch(text: string): Oklch | undefined {
  const match =
    /^oklch\(\s*(\d{1,3}(?:\.\d{1,6})?)(%?)\s+(\d?(?:\.\d{1,6})?)\s+(\d{1,3}(?:\.\d{1,6})?)(?:deg)?\s*\)$/i.exec(text)
  if (!match) return undefined
  const l = Number(match[1]) / (match[2] === '%' ? 100 : 1)
  const c = Number(match[3])
  const h = Number(match[4])
  return l <= 1 && c <= 0.5 && h <= 360 ? { l, c, h } : undefined
}

function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
