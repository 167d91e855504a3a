/** Attributes in the text of a tag, by their names as written; entities decoded. */
export function attributesOf(tagText: string): Record<string, string> {
  const found: [string, string][] = []
  for (const [, name = '', double, single] of tagText.matchAll(ATTRIBUTE)) {
    found.push([name, decoded(double ?? single ?? '').replace(/[\t\n\r]/g, ' ')])
  }
  return Object.fromEntries(found)
}

/** Text with the entities of XML and its numeric references read; others stay as they are. */
export function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(REFERENCE, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole
    return signOf(decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal))
  })
}

/** Text as the content of an element. */
export function escapedText(text: string): string {
  return text.replace(/[&<>\r]/g, (sign) => ESCAPES[sign] ?? sign)
}

/** Text as the value of an attribute between double quotes. */
export function escapedAttribute(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign)
}

const ATTRIBUTE = /\s([\p{L}_:][\p{L}\p{N}_:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

// What XML 1.0 §2.2 forbids can be written by no reference either.
function signOf(code: number): string {
  const legal = code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0xd7ff)
  return legal || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
    ? String.fromCodePoint(code)
    : ''
}
