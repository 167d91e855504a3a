import fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../pipeline/intake/byte-source.ts'
import { readIntake } from '../../../pipeline/intake/detect.ts'
import { parseMapping } from '../../../pipeline/intake/mapping/read-mapping.ts'
import { readBytes } from '../../../pipeline/intake/read-bytes.ts'
import { textSource } from '../../../pipeline/intake/text-source.ts'
import { slicesAt } from '../../../pipeline/intake/xml-slices.ts'
import { MAX_ELEMENT, MAX_INSIDE, MAX_TAG, XmlWalk } from '../../../pipeline/intake/xml-walk.ts'
import { declaredType } from './declared-types.ts'
import { longBytes } from './long-bytes.ts'

const news = { serviceType: declaredType('news') }
const OPEN = '<?xml version="1.0"?>\n<entries xmlns="urn:terroir:entries:1">\n'
const CLOSE = '</entries>'
const entry = (id: string, inside = '') => `<entry id="${id}"><title>T${id}</title>${inside}</entry>\n`

describe('A large document of XML', () => {
  it('is read entry by entry, in the memory of a few of them', () => {
    const read = opened(
      longBytes([OPEN, 1], [entry('é', '<summary>&lt;p&gt; un résumé</summary>'), 100_000], [CLOSE, 1]),
    )
    const before = process.memoryUsage().heapUsed
    let [count, most] = [0, 0]
    for (const { line, externalId, raw } of read.items) {
      count += 1
      if (count % 10_000 !== 0) continue
      most = Math.max(most, process.memoryUsage().heapUsed - before)
      expect([line, externalId, raw.summary]).toEqual([count, 'é', '<p> un résumé'])
    }
    expect(count).toBe(100_000)
    expect(most).toBeLessThan(150_000_000)
  }, 120_000)

  it('is refused as a whole for what is wrong at its end, with the line', () => {
    const bytes = longBytes([OPEN, 1], [entry('1'), 50_000], ['<entry><title>A</titre></entry>', 1], [CLOSE, 1])
    const params = { line: 50_003, column: 16 }
    expect(readIntake(bytes, news)).toEqual({
      ok: false,
      problems: [{ code: 'not-well-formed', line: 50_003, params }],
    })
    const cut = longBytes([OPEN, 1], [entry('1'), 50_000], ['<entry><title>A', 1])
    expect(readIntake(cut, news)).toMatchObject({ problems: [{ code: 'not-well-formed', line: 50_003 }] })
  })

  it('leaves their turn to others while it is looked through', async () => {
    const reading = readBytes(longBytes([OPEN, 1], [entry('1'), 400_000], [CLOSE, 1]), news)
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    })
    expect((await reading).ok).toBe(true)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(2)
  }, 60_000)

  it('of any shape is read by a declared mapping the same way', async () => {
    const mapping = parseMapping(
      '{"serviceType":"news","reading":{"records":"offres/offre"},"identity":["@ref"],"fields":{"title":{"from":["nom"]}}}',
      'm.json',
    )
    if (!mapping.ok) throw new Error('bad mapping')
    const record = '<x:offre ref="1"><x:nom>A</x:nom></x:offre>'
    const bytes = longBytes(['<x:offres xmlns:x="u">', 1], [record, 3], [`<x:offre><x:nom>${'é'.repeat(1000)}`, 1])
    expect(await readBytes(bytes, { ...news, mapping: mapping.value })).toMatchObject({
      problems: [{ code: 'not-well-formed' }],
    })
    const whole = longBytes(['<x:offres xmlns:x="u">', 1], [record, 30_000], ['</x:offres>', 1])
    const read = await readBytes(whole, { ...news, mapping: mapping.value })
    expect(read.ok && [...read.value.items].at(-1)).toMatchObject({
      line: 30_000,
      externalId: '1',
      raw: { title: 'A' },
    })
  })
})

describe('A document of XML made to harm', () => {
  it('holds 100 MB in one entry: that one is told, the others are read', () => {
    const huge = (inside: string, times: number) =>
      longBytes(
        [OPEN + entry('1'), 1],
        ['<entry><summary>', 1],
        [inside, times],
        ['</summary></entry>', 1],
        [entry('3') + CLOSE, 1],
      )
    const long = { code: 'element-too-long', params: { max: MAX_ELEMENT } }
    const crowded = { code: 'too-many-elements', params: { max: MAX_INSIDE } }
    for (const [bytes, problem] of [
      [huge('x'.repeat(100), 1_000_000), long],
      [huge('<a/>', 200_000), crowded],
    ] as const) {
      const items = [...opened(bytes).items]
      expect(items.map(({ line, externalId, problems }) => [line, externalId, ...problems])).toEqual([
        [1, '1'],
        [2, undefined, { ...problem, line: 2 }],
        [3, '3'],
      ])
    }
  }, 120_000)

  it('holds a tag of 100 MB: it is refused there', () => {
    const params = { line: 3, max: MAX_TAG }
    const problem = { code: 'tag-too-long', line: 3, params }
    for (const tag of ['<entry id="', '<entry x="1" ', '<entry', '</entry ', '<!DOCTYPE '])
      expect(readIntake(longBytes([OPEN, 1], [tag, 1], ['x', 100_000_000]), news)).toMatchObject({
        problems: [tag === '</entry ' ? { code: 'not-well-formed' } : problem],
      })
  })

  it('holds a comment, a text or a CDATA of 30 MB without end, or elements nobody knows without number', () => {
    for (const start of ['<!--', '<![CDATA[', '<?a ', '<entry>'])
      expect(readIntake(longBytes([OPEN, 1], [start, 1], ['- ] > ', 5_000_000]), news)).toMatchObject({
        problems: [{ code: 'not-well-formed', line: 3 }],
      })
    const read = opened(longBytes([OPEN, 1], ['<a/>', 3_000_000], [entry('1', '<b/>'), 1], [CLOSE, 1]))
    expect([...read.items]).toHaveLength(1)
    expect(read.warnings).toEqual([{ code: 'unknown-element', params: { name: 'b' } }])
  }, 120_000)

  it('does not hide an entry in a comment, nor the end of one in a CDATA', () => {
    const inside = '<!-- <entry> --><body><![CDATA[</entry><entry id="no">]]></body><?a </entry>?>'
    const { items } = opened(Buffer.from(OPEN + entry('1', inside) + CLOSE))
    expect([...items]).toMatchObject([{ externalId: '1', raw: { body: '</entry><entry id="no">' } }])
  })
})

describe('Reading along', () => {
  const bits = fc.constantFrom(
    ...[
      '<a>',
      '</a>',
      '<b/>',
      '<a x="1">',
      "<a x='2' y='&lt;'>",
      '<a x="1" x="2">',
      '<a x=1>',
      '<a b>',
      '&amp;',
      '&#233;',
    ],
    ...[
      '&',
      '&x;',
      'é',
      '\n',
      '<!-- c -->',
      '<!--',
      '-->',
      '<![CDATA[ <x> ]]>',
      '<?pi x?>',
      '<!DOCTYPE a>',
      '</a >',
      '< a>',
    ],
    ...[
      '<é>',
      '</é>',
      '"',
      '>',
      '<',
      '/>',
      '<a x=">">',
      '<p:a xmlns:p="u">',
      '</p:a>',
      '&#;',
      '</b>',
      '<!DOCTYPE a [<!ENTITY b "c">]>',
    ],
  )
  const texts = fc.array(bits, { maxLength: 8 }).map((parts) => `<a>${parts.join('')}</a>`)

  it('finds the same wherever the text is cut, and takes nothing a validator refuses', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 5 }), (text, size) => {
        const whole = walked(text, text.length)
        expect(walked(text, size)).toEqual(whole)
        if (whole.fault === undefined) expect(XMLValidator.validate(text)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['utf-16le', 'utf-16be', 'windows-1252'])('is the same in %s', (encoding) => {
    const text = `<?xml version="1.0" encoding="${encoding}"?>${OPEN.slice(22)}${entry('é', '<summary>Été à Nœux €</summary>').repeat(3000)}${CLOSE}`
    const { items, warnings } = opened(iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf-16') }))
    const all = [...items]
    expect(warnings).toEqual([])
    expect(all).toHaveLength(3000)
    expect(all[2999]).toMatchObject({ externalId: 'é', raw: { summary: 'Été à Nœux €' } })
  })

  it('tells what is bound around an element, on whatever ancestor', () => {
    const text = '<r xmlns="u" xmlns:x="v"><m xmlns:x="w" xmlns:y="z"><e xmlns:q="own"/></m><m><e/></m></r>'
    expect([...slicesAt(textSource(text), 'r/m/e')].map(({ bound }) => bound)).toEqual([
      { '': 'u', x: 'w', y: 'z' },
      { '': 'u', x: 'v' },
    ])
  })
})

describe('What is read as a whole', () => {
  it.each([
    ['a calendar', 'BEGIN:VCALENDAR\r\n', 'text-too-large'],
    ['a calendar that begins with a blank line', '\r\nBEGIN:VCALENDAR\r\n', 'text-too-large'],
    ['cards', 'BEGIN:VCARD\r\n', 'text-too-large'],
    ['a feed', '<rss version="2.0"><channel>', 'text-too-large'],
    ['a JSON Feed', '{"version":"https://jsonfeed.org/version/1.1","items":[', 'text-too-large'],
    ['a workbook', 'PK\u0003\u0004 xl/workbook.xml', 'workbook-too-large'],
  ])('has a limit of its own, found before it is read: %s', async (_name, start, code) => {
    const bytes = longBytes([start, 1], ['0123456789', 4_000_000])
    expect(await readBytes(bytes, news)).toMatchObject({ ok: false, problems: [{ code, params: { found: 39 } }] })
  })

  it('is JSON too, where a mapping reads it', async () => {
    const mapping = { reading: {}, identity: [], fields: { title: { from: ['a'], steps: [] } } }
    const bytes = longBytes(['[{"a":1}', 1], [',{"a":1}', 5_000_000], [']', 1])
    expect(await readBytes(bytes, { ...news, mapping })).toMatchObject({ problems: [{ code: 'text-too-large' }] })
  })
})

function opened(bytes: Bytes) {
  const read = readIntake(bytes, news)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

function walked(text: string, size: number) {
  const kept: unknown[] = []
  const walk = new XmlWalk({ opened: (_, depth) => depth === 1, kept: (element) => void kept.push(element) })
  for (let at = 0; at < text.length; at += size) walk.take(text.slice(at, at + size))
  walk.end()
  return { fault: walk.fault, kept: walk.fault === undefined ? kept : [] }
}
