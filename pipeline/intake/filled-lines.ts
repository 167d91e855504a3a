/** The lines of a text that hold something. A search for whole lines would keep a way back for each sign, and fail on one of megabytes. */
export function* filledLines(text: string): Generator<string> {
  let at = 0
  for (const { index } of text.matchAll(/[\r\n]/g)) {
    if (index > at) yield text.slice(at, index)
    at = index + 1
  }
  if (at < text.length) yield text.slice(at)
}
