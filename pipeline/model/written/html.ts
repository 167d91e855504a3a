import sanitize from 'sanitize-html'

/** HTML reduced to the tags of the house; a text without markup becomes paragraphs at its blank lines. Stable: cleaning twice changes nothing. */
export function cleanHtml(written: string): string {
  if (!MARKUP.test(written)) return paragraphs(escapeText(written))
  if (!TAG.test(written)) return paragraphs(sanitize(written, OPTIONS).trim())
  const once = sanitize(written, OPTIONS).trim()
  // Divisions became paragraphs after parsing: only a second reading sees that one cannot hold another.
  const settled = NESTING.test(written) ? sanitize(once, OPTIONS).trim() : once
  return settled === '' || BLOCK.test(settled) ? settled : `<p>${settled}</p>`
}

const MARKUP = /<[a-z/!?]|&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);/i
const TAG = /<[a-z/!?]/i
const NESTING = /<(?:div|section|article|center)\b/i
const BLOCK = /<(?:p|ul|ol|h[2-4]|blockquote|table)>/
const SAFE_LINK = /^(?:https?:\/\/|mailto:|tel:)[^\s]/i

const OPTIONS: sanitize.IOptions = {
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
  exclusiveFilter: (frame) => {
    if (frame.tag === 'p') return frame.text.trim() === ''
    // A relative address means nothing on another site: the words stay, the link goes.
    return frame.tag === 'a' && !SAFE_LINK.test(frame.attribs.href ?? '') ? 'excludeTag' : false
  },
}

function escapeText(text: string): string {
  if (!/[&<>]/.test(text)) return text
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function paragraphs(text: string): string {
  if (text === '') return ''
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${paragraph.trim().replace(/\s*\n\s*/g, '<br />')}</p>`)
    .join('\n')
}
