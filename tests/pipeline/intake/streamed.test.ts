import fc from 'fast-check'
import iconv from 'iconv-lite'
import papaparse from 'papaparse'
import { describe, expect, it } from 'vitest'
import type { ByteSource } from '../../../pipeline/intake/byte-source.ts'
import { csvRows } from '../../../pipeline/intake/csv-rows.ts'
import { readIntake } from '../../../pipeline/intake/detect.ts'
import { openText } from '../../../pipeline/intake/open-text.ts'
import { textSource } from '../../../pipeline/intake/text-source.ts'
import { declaredType } from './declared-types.ts'

const job = declaredType('job')
const HEADING = 'title;contract;description\r\n'

describe('A file read part by part', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'é', '€', 'œ', '😀', '"', ';', '\n', '\r\n', "'", ' '),
    maxLength: 12,
  })
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 })
  const writing = fc.constantFrom('utf-8', 'utf-8 with mark', 'windows-1252', 'utf-16le', 'utf-16be')

  it('gives the same rows wherever its bytes are cut: in a letter, a quoted cell, between CR and LF', () => {
    fc.assert(
      fc.property(table, writing, fc.integer({ min: 1, max: 40 }), (rows, how, size) => {
        const bytes = written(HEADING + papaparse.unparse(rows, { delimiter: ';', quotes: true }), how)
        expect(readAll(cutInto(bytes, size))).toEqual(readAll(bytes))
      }),
      { numRuns: 150 },
    )
  })

  it('gives the same rows, with the same lines, wherever its text is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '"', ';', '\n', '\r', '\r\n'), maxLength: 60 })
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }), (whole, sizes) => {
        const cut = { whole: () => whole, pieces: () => piecesOf(whole, sizes) }
        expect([...csvRows(cut, ';')]).toEqual([...csvRows(textSource(whole), ';')])
      }),
      { numRuns: 300 },
    )
  })

  it('is damaged UTF-8, with the letters lost counted, when foreign bytes come late', () => {
    const good = Buffer.from(`${HEADING}${'Maçon à Nœux;CDI;Été\r\n'.repeat(60_000)}`)
    const mixed = Buffer.concat([good, Buffer.from([0xe9, 0x3b, 0xe8, 0x3b, 0x41])])
    const opened = openText(mixed)
    expect(opened.ok && opened.value).toMatchObject({
      encoding: 'utf-8',
      warnings: [{ code: 'damaged-characters', params: { count: 2 } }],
    })
  })

  it('is no text when a NUL comes late', () => {
    const bytes = Buffer.concat([Buffer.from(HEADING.repeat(40_000)), Buffer.from([0]), Buffer.from('a;b;c')])
    expect(readIntake(bytes, { serviceType: job })).toMatchObject({ problems: [{ code: 'binary-file' }] })
  })
})

describe('A line of 100 MB', () => {
  const endless = (start: string): ByteSource => {
    const begin = Buffer.from(start)
    const filling = Buffer.alloc(1_000_000, 'x')
    const length = 100_000_000
    const part = (from: number, to: number) =>
      from < begin.length
        ? Buffer.concat([begin.subarray(from), filling]).subarray(0, to - from)
        : filling.subarray(0, Math.min(to, length) - from)
    return { length, part }
  }

  it('is refused with its line, and never stands in memory', () => {
    const before = process.memoryUsage()
    const read = readAll(endless(`${HEADING}Maçon;CDI;Bien\r\n`))
    expect(read).toMatchObject([
      { line: 2, problems: [] },
      { line: 3, problems: [{ code: 'row-too-long' }] },
    ])
    const quoted = readAll(endless(`${HEADING}Maçon;"CDI;Bien\r\n`))
    expect(quoted).toMatchObject([{ line: 2, problems: [{ code: 'unclosed-quote' }] }])
    expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(80_000_000)
  })

  it('is refused as the whole file when it is the first', () => {
    const opened = readIntake(endless(''), { serviceType: job })
    expect(opened).toMatchObject({ problems: [{ code: 'row-too-long', line: 1 }] })
  })
})

function readAll(bytes: Uint8Array | ByteSource) {
  const read = readIntake(bytes, { serviceType: job })
  return read.ok ? [...read.value.items] : read.problems
}

function written(text: string, how: string): Buffer {
  if (how === 'utf-8 with mark') return Buffer.from(`\uFEFF${text}`)
  if (how.startsWith('utf-16')) return iconv.encode(text, how, { addBOM: true })
  return iconv.encode(text, how)
}

/** The same bytes, of which windows come in smaller parts than asked. */
function cutInto(bytes: Uint8Array, size: number): ByteSource {
  const part = (from: number, to: number) => bytes.subarray(from, to - from === 32_768 ? from + size : to)
  return { length: bytes.length, part: (from, to) => part(from, to) }
}

function* piecesOf(text: string, sizes: readonly number[]): Generator<string> {
  let at = 0
  for (let index = 0; at < text.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1
    yield text.slice(at, at + size)
    at += size
  }
}
