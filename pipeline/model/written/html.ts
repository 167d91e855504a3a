import type { IOptions } from 'sanitize-html'
import { sanitize } from './sanitizer.ts'

/** HTML reduced to the tags of the house; a text without markup becomes paragraphs at its blank lines. Stable: cleaning twice changes nothing. */
export function cleanHtml(written: string): string {
  if (!SPECIAL.test(written)) return paragraphs(written)
  if (!MARKUP.test(written)) return paragraphs(escapeText(written))
  if (!TAG.test(written)) return paragraphs(allowed(written))
  const settled = settle(written)
  return BLOCK.test(settled) ? settled : withoutEmptyParagraphs(`<p>${settled}</p>`)
}

const MARKUP = /<[a-z/!?]|&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);/i
const TAG = /<[a-z/!?]/i
const BLOCK = /<(?:p|ul|ol|h[2-4]|blockquote|table)>/
const FOREIGN_TAG =
  /<(?!\/?(?:p|br|strong|em|b|i|ul|ol|li|h[2-4]|blockquote|table|thead|tbody|tr|th|td)\b|\/a>|a href="(?:https?:\/\/|mailto:|tel:)\S)[a-z/!?]/i
const EMPTY_PARAGRAPH = /<p>(?:\s|<br \/>)*<\/p>/g
const SAFE_LINK = /^(?:https?:\/\/|mailto:|tel:)[^\s]/i

const OPTIONS: IOptions = {
  allowedTags: [
    ...['p', 'br', 'strong', 'em', 'a', 'ul', 'ol', 'li', 'h2', 'h3', 'h4', 'blockquote'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template'],
  nestingLimit: 30,
  transformTags: {
    b: 'strong',
    i: 'em',
    h1: 'h2',
    h5: 'h4',
    h6: 'h4',
    div: 'p',
    section: 'p',
    article: 'p',
    center: 'p',
    a: (tagName, { href }) => ({ tagName, attribs: href === undefined ? {} : { href: href.trim() } }),
  },
  // A relative address means nothing on another site: the words stay, the link goes.
  exclusiveFilter: ({ tag, attribs }) => (tag === 'a' && !SAFE_LINK.test(attribs.href ?? '') ? 'excludeTag' : false),
}

// A tag dropped or renamed may leave a block inside another, which only another reading takes apart; most texts have none.
function settle(written: string): string {
  let html = allowed(written)
  for (let passes = FOREIGN_TAG.test(written) ? 0 : 5; passes < 5; passes++) {
    const next = allowed(html)
    if (next === html) break
    html = next
  }
  return html
}

function allowed(html: string): string {
  const kept = sanitize(html, OPTIONS)
  return withoutEmptyParagraphs(kept).trim()
}

// An empty paragraph that held only empty ones shows once they are gone.
function withoutEmptyParagraphs(html: string): string {
  const kept = html.replace(EMPTY_PARAGRAPH, '')
  return kept === html ? html : withoutEmptyParagraphs(kept)
}

function escapeText(text: string): string {
  return text.replace(SPECIALS, (found) => ESCAPED[found] ?? found)
}

const SPECIAL = /[&<>]/
const SPECIALS = /[&<>]/g
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function paragraphs(text: string): string {
  if (!text.includes('\n')) return paragraph(text)
  return text
    .split(/\n\s*\n/)
    .map(paragraph)
    .join('\n')
}

function paragraph(text: string): string {
  const trimmed = text.trim()
  if (!trimmed.includes('\n')) return trimmed === '' ? '' : `<p>${trimmed}</p>`
  const lines = trimmed.split('\n').map((line) => line.trim())
  return `<p>${lines.join('<br />')}</p>`
}
