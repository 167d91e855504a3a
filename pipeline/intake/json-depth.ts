/** Deepest nesting of a JSON text, found by reading along: what is nested without end must not be walked. */
export function jsonDepth(text: string): number {
  let [depth, deepest, quoted] = [0, 0, false]
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charCodeAt(index)
    if (sign === QUOTE) quoted = !quoted
    else if (quoted) index += sign === BACKSLASH ? 1 : 0
    else if (sign === BRACE || sign === BRACKET) depth += 1
    else if (sign === BRACE + 2 || sign === BRACKET + 2) depth -= 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

const [QUOTE, BACKSLASH, BRACE, BRACKET] = [34, 92, 123, 91]
