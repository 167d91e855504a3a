/** One part of a form that brings files: the name of its field, that of its file if it is one, and what it holds, to be read before the next. */
export interface FormPart {
  readonly name: string
  readonly fileName: string | undefined
  readonly content: AsyncGenerator<Buffer>
}

/** A form that is no `multipart/form-data`, or that ends before it should. */
export class BrokenForm extends Error {}

/**
 * The parts of a form (RFC 7578) as they arrive, so that a large file never stands in memory; throws `BrokenForm`. A part that is not
 * read to its end is passed over.
 */
export async function* formParts(request: Request): AsyncGenerator<FormPart> {
  const [, quoted, plain] = BOUNDARY.exec(request.headers.get('content-type') ?? '') ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined || request.body === null) throw new BrokenForm('no multipart/form-data')
  const cutter = cutting(request.body)
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  await textOf(cutter.until(delimiter), LONGEST_HEAD)
  for (let count = 0; count < MOST_PARTS; count += 1) {
    if ((await cutter.next(2)) === '--') return
    const head = await textOf(cutter.until(HEAD_END), LONGEST_HEAD)
    const content = cutter.until(delimiter)
    yield { name: parameter(head, 'name') ?? '', fileName: parameter(head, 'filename'), content }
    for await (const _ of content);
  }
  throw new BrokenForm('too many parts')
}

/** A text of a form; throws `BrokenForm` where it is longer than allowed. */
export async function textOf(pieces: AsyncIterable<Buffer>, longest: number): Promise<string> {
  const kept: Buffer[] = []
  let length = 0
  for await (const piece of pieces) {
    length += piece.byteLength
    if (length > longest) throw new BrokenForm('too long')
    kept.push(piece)
  }
  return Buffer.concat(kept).toString('utf8')
}

const BOUNDARY = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]{1,100})"|([^\s;,"]{1,100}))/i
const HEAD_END = Buffer.from('\r\n\r\n')
const LONGEST_HEAD = 8192
// A mapping of four hundred fields says ten things of each.
const MOST_PARTS = 10_000

// Browsers write `"` as %22 within a name, and everything else as it is.
function parameter(head: string, name: string): string | undefined {
  const found = new RegExp(String.raw`^content-disposition:[^\r\n]*;\s*${name}="([^"\r\n]*)"`, 'im').exec(head)?.[1]
  return found?.replaceAll('%22', '"')
}

interface Cutter {
  /** What comes before a sign, piece by piece; the sign is passed. */
  until(sign: Buffer): AsyncGenerator<Buffer>
  /** The next few bytes as text. */
  next(length: number): Promise<string>
}

function cutting(body: ReadableStream<Uint8Array>): Cutter {
  const chunks = body[Symbol.asyncIterator]()
  // The first delimiter stands at the very start, as if behind the end of a line.
  let held: Buffer = Buffer.from('\r\n')
  const more = async () => {
    const { done, value } = await chunks.next()
    if (done) throw new BrokenForm('cut short')
    held = Buffer.concat([held, value])
  }
  async function* until(sign: Buffer) {
    for (;;) {
      const at = held.indexOf(sign)
      const sure = at === -1 ? held.byteLength - sign.byteLength + 1 : at
      const piece = held.subarray(0, Math.max(0, sure))
      held = held.subarray(at === -1 ? piece.byteLength : at + sign.byteLength)
      if (piece.byteLength > 0) yield piece
      if (at !== -1) return
      await more()
    }
  }
  const next = async (length: number) => {
    while (held.byteLength < length) await more()
    const text = held.toString('latin1', 0, length)
    held = held.subarray(length)
    return text
  }
  return { until, next }
}
