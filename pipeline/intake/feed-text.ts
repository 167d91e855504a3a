import { sanitize } from '../model/written/sanitizer.ts'

/**
 * Plain text of what a feed or a partner wrote as HTML, as escaped HTML, or as text: one line per block, entities decoded even
 * twice. Reads the first 100,000 characters.
 */
export function plainLines(written: string): string {
  let text = written.slice(0, 100_000)
  for (let pass = 0; pass < 2 && MARKUP.test(text); pass += 1) text = withoutMarkup(text)
  return text
    .replace(SPACES, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

/** The same on a single line. */
export function plainLine(written: string): string {
  return plainLines(written).replaceAll('\n', ' ')
}

/** A text no longer than `max` characters, cut after a whole word with `…`. */
export function shortened(text: string, max: number | undefined): string {
  if (max === undefined || text.length <= max) return text
  const room = text.slice(0, Math.max(0, max - 1))
  const space = Math.max(room.lastIndexOf(' '), room.lastIndexOf('\n'))
  const whole = space > max / 2 ? room.slice(0, space) : room.toWellFormed().replace('\uFFFD', '')
  return `${whole.replace(/[\s,;:.–-]{1,20}$/, '')}…`
}

const MARKUP = /<\/?[a-z][^<>]*>|&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i
const BLOCK_END = /<(?:br|hr|\/(?:p|div|li|h[1-6]|tr|dt|dd|blockquote|article|section|figure|ul|ol))\b[^<>]*>/gi
const SPACES = /[ \t\r\f\v]+/g
const ESCAPED = /&(?:amp|lt|gt|quot);/g
const SIGNS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

function withoutMarkup(text: string): string {
  return sanitize(text.replace(BLOCK_END, '\n'), { allowedTags: [], allowedAttributes: {} }).replace(
    ESCAPED,
    (escaped) => SIGNS[escaped] ?? escaped,
  )
}
