import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const drawings = new Map<string, string>()

/** Inner SVG of a Lucide icon (24 × 24, stroked), read once; a plain sheet of paper when the set has no such name. */
export function iconDrawing(name: string): string {
  const known = drawings.get(name)
  if (known !== undefined) return known
  const drawing = readDrawing(name) ?? readDrawing('file') ?? ''
  drawings.set(name, drawing)
  return drawing
}

/** Whether the Lucide set holds this name. */
export function isIcon(name: string): boolean {
  return readDrawing(name) !== undefined
}

function readDrawing(name: string): string | undefined {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return undefined
  try {
    const svg = readFileSync(require.resolve(`lucide-static/icons/${name}.svg`), 'utf8')
    return svg
      .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
      .replace(/\s+/g, ' ')
      .trim()
  } catch {
    return undefined
  }
}
