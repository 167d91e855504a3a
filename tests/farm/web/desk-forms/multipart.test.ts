import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BrokenForm, formParts, textOf } from '../../../../farm/web/desk-forms/multipart.ts'

const TYPE = 'multipart/form-data; boundary=----bound'

function posted(body: Uint8Array | string, cut = 7, type = TYPE): Request {
  const bytes = Buffer.from(body)
  const chunks = Array.from({ length: Math.ceil(bytes.length / cut) }, (_, i) => bytes.subarray(i * cut, (i + 1) * cut))
  const stream = streamOf(chunks)
  return new Request('http://desk.test/import', {
    ...{ method: 'POST', headers: { 'content-type': type }, body: stream },
    // Needed of a stream, and unknown to the types.
    ...{ duplex: 'half' },
  })
}

async function read(request: Request) {
  const found: [string, string | undefined, string][] = []
  for await (const { name, fileName, content } of formParts(request))
    found.push([name, fileName, await textOf(content, 1_000_000)])
  return found
}

const field = (name: string, text: string) =>
  `------bound\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`

describe('A form that brings a file', () => {
  it('reads as what a browser sent, wherever the network cut it', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', '\r\n', '--', '----bound', '\r\n------', '"', '-'),
      maxLength: 20,
    })
    await fc.assert(
      fc.asyncProperty(text, text, fc.integer({ min: 1, max: 40 }), async (kind, file, cut) => {
        fc.pre(!`${kind}\n${file}`.includes('\r\n------bound'))
        const form = new FormData()
        form.set('kind', kind)
        form.set('file', new File([file], 'été "1".csv', { type: 'text/csv' }))
        const sent = new Request('http://desk.test', { method: 'POST', body: form })
        const again = posted(await sent.clone().bytes(), cut, sent.headers.get('content-type') ?? '')
        expect(await read(again)).toEqual([
          // Form fields come with line breaks as HTML wants them.
          ['kind', undefined, kind.replace(/\r?\n|\r/g, '\r\n')],
          ['file', 'été "1".csv', file],
        ])
      }),
      { numRuns: 60 },
    )
  })

  it('passes over a part nobody reads', async () => {
    const names: string[] = []
    for await (const { name } of formParts(posted(`${field('a', 'x'.repeat(500))}${field('b', 'y')}------bound--`)))
      names.push(name)
    expect(names).toEqual(['a', 'b'])
  })

  it.each([
    ['cut in the middle', field('a', 'x'.repeat(100)).slice(0, 90), TYPE],
    ['without its end', field('a', 'x'), TYPE],
    ['with a head without end', `------bound\r\nx: ${'y'.repeat(9000)}`, TYPE],
    ['empty', '', TYPE],
    ['of ten thousand parts', `${field('a', '').repeat(10_000)}------bound--`, TYPE],
    ['of another type', 'a=1', 'application/x-www-form-urlencoded'],
  ])('is refused %s', async (_, body, type) => {
    await expect(read(posted(body, 50, type))).rejects.toThrow(BrokenForm)
  })

  it('never holds more than a piece of a large file', async () => {
    let longest = 0
    const piece = Buffer.alloc(65_536, 'x')
    function* sent() {
      yield Buffer.from('------bound\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n')
      for (let n = 0; n < 800; n += 1) yield piece
      yield Buffer.from('\r\n------bound--\r\n')
    }
    const init = {
      method: 'POST',
      headers: { 'content-type': TYPE },
      body: streamOf(sent()),
      duplex: 'half',
    }
    let total = 0
    for await (const { content } of formParts(new Request('http://desk.test', init)))
      for await (const some of content) {
        longest = Math.max(longest, some.byteLength)
        total += some.byteLength
      }
    expect(total).toBe(800 * piece.byteLength)
    expect(longest).toBeLessThan(70_000)
  })
})

function streamOf(chunks: Iterable<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const left = Iterator.from(chunks)
  return new ReadableStream({
    pull(controller) {
      const { done, value } = left.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}
