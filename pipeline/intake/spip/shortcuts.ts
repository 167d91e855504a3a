import { withBlocks } from './shortcut-blocks.ts'
import { escaped, type LinkReader, withLinks } from './shortcut-links.ts'

/**
 * A text written with the shortcuts of SPIP as HTML, for the reader of rich text to make safe: `{{{titre}}}`, `{{gras}}`, `{ital}`, links,
 * `[[notes]]` at the end, lists, tables, `<quote>`, `<code>`, `<multi>`. Documents and other models leave the text, and are told.
 */
export function htmlOfShortcuts(written: string, reader: LinkReader, language = 'fr'): string {
  if (written.trim() === '') return ''
  const kept: string[] = []
  const text = withoutModels(
    spoken(withoutCode(written.slice(0, LONGEST).replace(/\r\n?/g, '\n'), kept), language),
    reader,
  )
  const { text: body, notes } = withoutNotes(text)
  const html = withBlocks(withStyle(withLinks(body, reader)))
  const foot = notes.map(
    (note, index) => `<p>(${index + 1}) ${withStyle(withLinks(note, reader)).replaceAll('\n', ' ')}</p>`,
  )
  return [html, ...foot].join('\n').replace(/\uE000(\d{1,6})\uE001/g, (_, number: string) => kept[Number(number)] ?? '')
}

/** A title or any other short text of SPIP, without its number, its shortcuts and the languages it is not asked in. */
export function plainOfShortcuts(written: string, language = 'fr'): string {
  return spoken(written.slice(0, 5000), language)
    .replace(/^\s*\d{1,5}\.\s+/, '')
    .replace(/\[([^\][\n]{0,500})->[^\]\n]{0,2000}\]/g, '$1')
    .replace(/\[\[[^\]]{0,2000}\]\]/g, '')
    .replace(/[{}]/g, '')
    .replaceAll('~', '\u00a0')
    .trim()
}

const LONGEST = 1_000_000
const CODES = ['code', 'cadre', 'math', 'pre'] as const
const MODEL = /<([a-z_]{2,30}?)(\d{1,9})((?:\|[^<>]{0,500})?)>/gi
const DOCUMENTS = /^(?:doc|document|img|image|emb|embed|audio|video|player|file|text)$/i

function withoutCode(text: string, kept: string[]): string {
  const clean = text.replace(/[\uE000\uE001]/g, '')
  return CODES.reduce(
    (rest, tag) =>
      between(rest, tag, (inner) => {
        kept.push(escaped(inner.replace(/^\n|\n$/g, '')).replaceAll('\n', '<br />'))
        return `\uE000${kept.length - 1}\uE001`
      }),
    clean,
  )
}

function spoken(text: string, language: string): string {
  return between(text, 'multi', (inner) => {
    const parts = inner.split(/\[([a-z]{2,3}(?:_[a-z]{2,3})?)\]/i)
    const at = parts.findIndex((part, index) => index % 2 === 1 && part.toLowerCase() === language)
    return (at === -1 ? parts[0]?.trim() || parts[2] : parts[at + 1])?.trim() ?? ''
  })
}

/** Replaces what stands between a tag and the next of its ends; an end that never comes is not looked for twice. */
function between(text: string, tag: string, replace: (inner: string) => string): string {
  const [open, close] = [`<${tag}>`, `</${tag}>`]
  const pieces: string[] = []
  let from = 0
  for (let start = text.indexOf(open); start !== -1; start = text.indexOf(open, from)) {
    const end = text.indexOf(close, start)
    if (end === -1) break
    pieces.push(text.slice(from, start), replace(text.slice(start + open.length, end)))
    from = end + close.length
  }
  return from === 0 ? text : [...pieces, text.slice(from)].join('')
}

function withoutModels(text: string, reader: LinkReader): string {
  return text.replace(MODEL, (whole, name: string, id: string) => {
    // `<h2>` is no model.
    if (/^h$/i.test(name)) return whole
    if (DOCUMENTS.test(name)) reader.shows(Number(id))
    return ''
  })
}

function withoutNotes(text: string): { readonly text: string; readonly notes: readonly string[] } {
  const notes: string[] = []
  const pieces: string[] = []
  let from = 0
  for (let start = text.indexOf('[['); start !== -1; start = text.indexOf('[[', from)) {
    const end = text.indexOf(']]', start)
    if (end === -1) break
    pieces.push(text.slice(from, start))
    const note = text
      .slice(start + 2, end)
      .replace(/^\s*<[^<>]{0,40}>/, '')
      .trim()
    if (note !== '') {
      notes.push(note)
      pieces.push(` (${notes.length})`)
    }
    from = end + 2
  }
  return { text: [...pieces, text.slice(from)].join(''), notes }
}

function withStyle(text: string): string {
  return text
    .replace(/\n*\{\{\{([^{}]{1,1000})\}\}\}\n*/g, (_, title: string) => `\n\n<h2>${title.trim()}</h2>\n\n`)
    .replace(/\{\{((?:[^{}]|\{[^{}]{1,2000}\}){1,5000})\}\}/g, '<strong>$1</strong>')
    .replace(/\{([^{}\n]{1,2000})\}/g, '<em>$1</em>')
    .replace(/\[\*{1,2}([^\]*\n]{1,1000})\*\]/g, '<strong>$1</strong>')
    .replace(/<(\/?)quote>/gi, '\n\n<$1blockquote>\n\n')
    .replace(/<\/?poesie>|<\/?poetry>/gi, (tag) =>
      tag.startsWith('</') ? '\n\n</blockquote>\n\n' : '\n\n<blockquote>\n\n',
    )
    .replace(/(?<!-)--(?!-|>)/g, '–')
    .replaceAll('~', '\u00a0')
}
