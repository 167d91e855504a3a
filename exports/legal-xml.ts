/** The text without the characters XML 1.0 §2.2 forbids (controls, lone surrogates), its line ends as XML reads them: `\n`. */
export function legalXml(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
}
