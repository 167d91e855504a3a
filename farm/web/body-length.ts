/** A body longer than allowed. */
export class TooLarge extends Error {}

/** The pieces of a body, as long as they are no more bytes than allowed together; else throws `TooLarge`. */
export async function* upTo<Piece extends Uint8Array>(
  max: number,
  pieces: AsyncIterable<Piece> | null,
): AsyncGenerator<Piece> {
  let length = 0
  for await (const piece of pieces ?? []) {
    length += piece.byteLength
    if (length > max) throw new TooLarge()
    yield piece
  }
}
