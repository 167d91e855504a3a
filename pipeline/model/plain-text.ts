/** Plain text of stored rich text: blocks on their own lines, list items after `- `, entities decoded. */
export function plainText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return html
  return html
    .replace(ITEM, '\n- ')
    .replace(CELL, ' ')
    .replace(BLOCK, '\n')
    .replace(TAG, '')
    .replace(ENTITY, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[ \t]*\n\s*/g, '\n')
    .trim()
}

const ITEM = /<li>/g
const CELL = /<\/t[dh]>/g
const BLOCK = /<br ?\/?>|<\/(?:p|h[2-4]|ul|ol|blockquote|tr|table)>/g
const TAG = /<[^<>]*>/g
const ENTITY = /&(?:amp|lt|gt|quot|#39);/g
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
