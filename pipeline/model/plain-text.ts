/** Plain text of stored rich text: blocks on their own lines, list items after `- `, entities decoded. */
export function plainText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return html
  return html
    .replace(ITEM, '\n- ')
    .replace(CELL, ' ')
    .replace(BLOCK, '\n')
    .replace(TAG, '')
    .replace(ENTITY, (entity) => ENTITIES[entity] ?? entity)
    .replace(LINE_END, '\n')
    .trim()
}

const ITEM = /<li>/g
const CELL = /<\/t[dh]>/g
const BLOCK = /<br ?\/?>|<\/(?:p|h[2-4]|ul|ol|blockquote|tr|table)>/g
const TAG = /<[^<>]*>/g
// The look-behind starts only at the first space of a run: without it a long run is scanned from each of its spaces.
const LINE_END = /(?<![ \t])[ \t]*\n\s*/g
const ENTITY = /&(?:amp|lt|gt|quot|#39);/g
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
