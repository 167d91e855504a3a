/** A text of SQL read piece by piece, one byte per character, of which only a little is ever in memory. */
export interface SqlText {
  /** Character at the place reached, moved by `ahead`; empty at the end. */
  peek(ahead?: number): string
  advance(count?: number): void
  /** Moves to the first of the characters `pattern` (global) finds, giving what was passed over up to `most`; to the end where there is none. */
  upTo(pattern: RegExp, most: number): string
  /** Moves over what `pattern` (sticky) matches within the next 64 kB, and gives it; empty when it does not match. */
  take(pattern: RegExp): string
}

const WINDOW = 65_536

/** Reads chunks of bytes as one text. */
export function sqlText(chunks: Iterable<Uint8Array>): SqlText {
  const source = chunks[Symbol.iterator]()
  let [text, at, ended] = ['', 0, false]
  const fill = (wanted: number): boolean => {
    while (!ended && text.length - at < wanted) {
      const next = source.next()
      if (next.done) ended = true
      else {
        text = text.slice(at) + Buffer.from(next.value).toString('latin1')
        at = 0
      }
    }
    return text.length - at >= wanted
  }
  return {
    peek(ahead = 0) {
      fill(ahead + 1)
      return text[at + ahead] ?? ''
    },
    advance(count = 1) {
      fill(count)
      at = Math.min(text.length, at + count)
    },
    upTo(pattern, most) {
      const pieces: string[] = []
      let kept = 0
      for (;;) {
        fill(1)
        pattern.lastIndex = at
        const end = pattern.exec(text)?.index ?? text.length
        if (kept < most) pieces.push(text.slice(at, Math.min(end, at + most - kept)))
        kept += end - at
        at = end
        if (end < text.length || (ended && at >= text.length) || !fill(1)) return pieces.join('')
      }
    },
    take(pattern) {
      fill(WINDOW)
      pattern.lastIndex = at
      const [found = ''] = pattern.exec(text) ?? []
      at += found.length
      return found
    },
  }
}
