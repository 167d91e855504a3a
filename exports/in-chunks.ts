const ENOUGH = 65_536

/** Gathers many small texts into UTF-8 pieces a socket likes: one write per 64 Ki characters instead of one per entry. */
export async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let waiting = ''
  for await (const text of texts) {
    waiting += text
    if (waiting.length < ENOUGH) continue
    yield Buffer.from(waiting)
    waiting = ''
  }
  if (waiting !== '') yield Buffer.from(waiting)
}
