/** Removes what no text should carry (controls, bidi overrides, lone surrogates), composes accents (NFC), keeps line breaks. */
export function cleanLines(text: string): string {
  if (PLAIN.test(text)) return text.trim()
  return text
    .toWellFormed()
    .replace(LINE_BREAKS, '\n')
    .replace(UNWANTED, (found) => (found === '\t' || found === '\n' ? found : ''))
    .normalize('NFC')
    .trim()
}

/** The same for a text of one line: white space collapsed to single spaces, no-break spaces kept. */
export function cleanLine(text: string): string {
  const clean = cleanLines(text)
  return SPACES.test(clean) ? clean.replace(RUNS_OF_SPACES, ' ') : clean
}

/** A value as quoted in a problem: never a screenful. */
export function quoted(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

// Printable ASCII and composed Latin need no normalisation: most cells leave here.
const PLAIN = /^[\n -~\u00a0-\u024f\u2010-\u2027\u202f-\u205e€]*$/
const LINE_BREAKS = /\r\n?|[\u2028\u2029]/g
const UNWANTED = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/gu
const SPACES = /[\t\n]|[ \u00a0\u202f][ \t]| [\u00a0\u202f]/
const RUNS_OF_SPACES = /[ \t\n\u00a0\u202f]{2,}|[\t\n]/g
