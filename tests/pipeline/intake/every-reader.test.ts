import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpuClock } from '../../cpu-clock.ts'
import { READERS } from './every-reader.ts'
import { SEEDS } from './good-files.ts'
import { HOSTILE } from './hostile-files.ts'
import { bytesOf } from './reading.ts'

const SAMPLES = new URL('../../../../shared/samples/', import.meta.url)
const names = Object.keys(READERS)
/** Milliseconds of work one file may take. */
const LONG = 20_000
const MB = 1024 * 1024

async function readBy(name: string, bytes: Uint8Array) {
  const spent = cpuClock()
  const drained = await READERS[name]?.(bytes)
  expect(spent()).toBeLessThan(LONG)
  if (drained === undefined) throw new Error(name)
  return drained
}

describe('Every reader', () => {
  it('reads its own good file', async () => {
    const own = {
      csv: 'csv',
      feed: 'feed',
      'farm xml': 'xml',
      lheo: 'lheo',
      ical: 'ical',
      vcard: 'vcard',
      opml: 'opml',
      oai: 'oai',
      'sql dump': 'sql dump',
    }
    for (const [reader, seed] of Object.entries(own))
      expect([reader, (await readBy(reader, SEEDS[seed] ?? new Uint8Array())).items]).toEqual([
        reader,
        expect.toSatisfy((count) => count > 0),
      ])
    for (const seed of ['csv', 'tsv', 'xlsx', 'free xml', 'free json'])
      expect([seed, (await readBy('mapped table', SEEDS[seed] ?? new Uint8Array())).items]).toEqual([seed, 2])
  })

  it.each(names)(
    '%s neither throws nor hangs on any file, however it was damaged',
    { timeout: 300_000 },
    async (name) => {
      const real = !existsSync(SAMPLES)
        ? []
        : ['csv', 'feeds', 'ical', 'opml', 'xml'].flatMap((folder) =>
            readdirSync(new URL(`${folder}/`, SAMPLES)).map((file) =>
              readFileSync(new URL(`${folder}/${file}`, SAMPLES)).subarray(0, 12_000),
            ),
          )
      const pieces = fc.oneof(
        fc.uint8Array({ maxLength: 10 }),
        fc
          .constantFrom(
            '"',
            '<',
            '&',
            ']]>',
            '<!--',
            '\0',
            '{',
            '[',
            "'",
            ';',
            '\r',
            'BEGIN:VEVENT\r\n',
            '</',
            '\\',
            '\uFEFF',
          )
          .map((text) => bytesOf(text)),
      )
      const damage = fc.array(fc.tuple(fc.nat(12_000), fc.nat(300), pieces), { minLength: 1, maxLength: 6 })
      const check = fc.asyncProperty(
        fc.constantFrom(...Object.values(SEEDS), ...real),
        damage,
        async (content, cuts) => {
          const damaged = cuts.reduce<Uint8Array>((kept, [at, length, added]) => {
            const place = at % (kept.length + 1)
            return Buffer.concat([kept.subarray(0, place), added, kept.subarray(place + length)])
          }, content)
          await readBy(name, damaged)
        },
      )
      await fc.assert(check, { numRuns: 60 })
    },
  )

  it.each(names)(
    '%s refuses noise and the files of other formats, or finds something in them',
    { timeout: 120_000 },
    async (name) => {
      for (const seed of Object.values(SEEDS)) await readBy(name, seed)
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => void (await readBy(name, bytes))),
        { numRuns: 100 },
      )
    },
  )
})

describe('A file made to harm', () => {
  it.each(HOSTILE)(
    '– %s – is refused by %s, or harmless',
    { timeout: 90_000 },
    async (_what, reader = '', content = '', code) => {
      const { codes, values } = await readBy(reader, bytesOf(content))
      if (code !== undefined) expect(codes).toEqual([code])
      // Markup that runs, and addresses that do, are neither kept as such.
      expect(values).not.toMatch(/"[a-z_]*(?:url|link)":"\s*javascript:|href=\\?"\s*java\s*script:/i)
      expect(values).not.toMatch(/<svg|<script|onload=/i)
    },
  )

  const MIXED = Buffer.concat([
    Buffer.from('Été ; '),
    Buffer.from('Été ; ', 'latin1'),
    Buffer.from([0x92, 0x81, 0xff, 0xc3]),
  ])
  it.each(names)('in mixed encodings is read or refused by %s', { timeout: 60_000 }, async (name) => {
    for (const seed of Object.values(SEEDS)) {
      for (const place of [0, 20, Math.floor(seed.length / 2)])
        await readBy(name, Buffer.concat([seed.subarray(0, place), MIXED, seed.subarray(place)]))
      await readBy(name, Buffer.concat([Buffer.from([0xff, 0xfe]), seed]))
      await readBy(
        name,
        Buffer.concat([
          Buffer.from([0xef, 0xbb, 0xbf]),
          Buffer.from(`<?xml version="1.0" encoding="ISO-8859-15"?>`),
          seed,
        ]),
      )
    }
  })

  it.each(names)('whose one line is of 8 MB takes %s little time and memory', { timeout: 240_000 }, (name) => {
    const child = fileURLToPath(new URL('long-line-child.ts', import.meta.url))
    const held = execFileSync(process.execPath, [child, name], { encoding: 'utf8', timeout: 5 * LONG })
    expect(Number(held)).toBeLessThan(200 * MB)
  })

  it.each([
    ['open tags', '<a '],
    ['ends of CDATA', ']]>'],
    ['starts of comments', '<!--'],
    ['quotes', '"'],
    ['half-quoted cells', '"a"b;'],
    ['escapes', '\\'],
    ['brackets', '[{'],
    ['folded lines', '\r\n '],
    ['statements', "INSERT INTO spip_articles VALUES ('"],
    ['outlines', '<outline text="'],
  ])('of nothing but %s ends soon, whoever reads it', { timeout: 240_000 }, async (_what, sign) => {
    const noise = sign.repeat(Math.floor(MB / sign.length))
    for (const name of names) for (const head of ['', '<rss><channel><item>']) await readBy(name, bytesOf(head + noise))
  })
})

describe.skipIf(!existsSync(SAMPLES))('The real files beside this repository', () => {
  it('are each named by a test, with their count', () => {
    const sources = ['samples.test.ts', 'mapping/sample-mappings.json', '../../farm/sources/opml.test.ts'].map((path) =>
      readFileSync(new URL(path, import.meta.url), 'utf8'),
    )
    const told = sources.join('\n')
    const files = ['csv', 'feeds', 'ical', 'opml', 'xml'].flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, SAMPLES)),
    )
    expect(files.filter((file) => !told.includes(file))).toEqual([])
  })
})
