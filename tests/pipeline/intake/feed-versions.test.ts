import { describe, expect, it } from 'vitest'
import { readValues } from '../../../pipeline/model/read-values.ts'
import { CONTEXT } from '../../exports/known-words.ts'
import { declaredType } from './declared-types.ts'
import { readWhole } from './reading.ts'

const press = { serviceType: declaredType('press-review'), baseUrl: 'https://journal.example/flux/' }

function told(content: string | Uint8Array) {
  const { items, codes } = readWhole(content, press)
  const [item] = items
  const { values } = readValues({ serviceType: press.serviceType, raw: item?.raw ?? {}, context: CONTEXT })
  return { ...values, count: items.length, codes }
}

const rss = (inside: string, version = '2.0') =>
  `<rss version="${version}" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>J</title><link>https://journal.example/</link>${inside}</channel></rss>`
const atom = (inside: string) => `<feed xmlns="http://www.w3.org/2005/Atom"><title>J</title>${inside}</feed>`

const FACTS = '<title>Été</title><link>https://a.example/1</link><description>Un mot.</description>'
const VERSIONS: readonly (readonly [string, string, boolean])[] = [
  [
    'RSS 0.90',
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>J</title></channel><item>${FACTS}</item></rdf:RDF>`,
    false,
  ],
  ['RSS 0.91', rss(`<item>${FACTS}<pubDate>03 Mar 2027</pubDate></item>`, '0.91'), true],
  ['RSS 0.92', rss(`<item>${FACTS}<dc:date>2027-03-03</dc:date></item>`, '0.92'), true],
  ['RSS 0.93', rss(`<item>${FACTS}<pubDate>Wed, 03 Mar 2027 10:00:00 GMT</pubDate></item>`, '0.93'), true],
  [
    'RSS 1.0',
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>J</title></channel><item rdf:about="https://a.example/1">${FACTS}<dc:date>2027-03-03T10:00:00+01:00</dc:date></item></rdf:RDF>`,
    true,
  ],
  ['RSS 2.0', rss(`<item>${FACTS}<pubDate>Wed, 03 Mar 2027 10:00:00 +0100</pubDate></item>`), true],
  ['RSS without a version', rss(`<item>${FACTS}</item>`).replace(' version="2.0"', ''), false],
  [
    'Atom 0.3',
    '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>J</title><entry><title>Été</title><link rel="alternate" href="https://a.example/1"/><summary>Un mot.</summary><issued>2027-03-03T10:00:00Z</issued><modified>2027-04-01T10:00:00Z</modified></entry></feed>',
    true,
  ],
  [
    'Atom 1.0',
    atom(
      '<entry><title>Été</title><link href="https://a.example/1"/><summary>Un mot.</summary><published>2027-03-03T10:00:00Z</published><updated>2027-04-01T10:00:00Z</updated></entry>',
    ),
    true,
  ],
  [
    'JSON Feed 1.0',
    '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","url":"https://a.example/1","title":"Été","summary":"Un mot.","date_published":"2027-03-03T10:00:00Z","author":{"name":"A"}}]}',
    true,
  ],
  [
    'JSON Feed 1.1',
    '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"https://a.example/1","title":"Été","content_text":"Un mot.","date_published":"2027-03-03T10:00:00Z","authors":[{"name":"A"}]}]}',
    true,
  ],
]

describe('every version', () => {
  it.each(VERSIONS)('%s gives its title, link, text and day', (_version, content, dated) => {
    const read = told(content)
    expect(read).toMatchObject({
      title: 'Été',
      source_url: 'https://a.example/1',
      summary: 'Un mot.',
      count: 1,
      codes: [],
    })
    if (dated) expect(read).toHaveProperty('source_date', '2027-03-03')
    else expect(read).not.toHaveProperty('source_date')
  })

  it.each(VERSIONS)('%s is read without its dates', (_version, content) => {
    const undated = content
      .replace(/<(pubDate|dc:date|issued|modified|published|updated)>[^<]*<\/\1>/g, '')
      .replace(/,"date_published":"[^"]*"/, '')
    expect(told(undated)).toMatchObject({ title: 'Été', count: 1 })
    expect(told(undated)).not.toHaveProperty('source_date')
  })
})

describe('any encoding', () => {
  const text = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>${rss('<item><title>L’œuvre d’été à 10 €</title></item>')}`
  const latin9 = (written: string) =>
    Buffer.from(written.replaceAll('’', "'").replaceAll('œ', '½').replaceAll('€', '¤'), 'latin1')
  const cp1252 = (written: string) =>
    Buffer.from([...written].map((sign) => ({ '’': 0x92, œ: 0x9c, '€': 0x80 })[sign] ?? sign.charCodeAt(0)))
  const big = (written: string) => Buffer.from(written, 'utf16le').swap16()

  it.each([
    ['UTF-8', Buffer.from(text('UTF-8')), []],
    [
      'UTF-8 with a mark that contradicts the declaration',
      Buffer.from(`\uFEFF${text('ISO-8859-1')}`),
      ['encoding-mismatch'],
    ],
    ['UTF-8 declared ISO-8859-1', Buffer.from(text('ISO-8859-1')), ['encoding-mismatch']],
    ['windows-1252 declared ISO-8859-1', cp1252(text('ISO-8859-1')), []],
    ['windows-1252 declared UTF-8', cp1252(text('UTF-8')), ['encoding-mismatch']],
    ['windows-1252', cp1252(text('windows-1252')), []],
    ['UTF-16 (little end first, with its mark)', Buffer.from(`\uFEFF${text('UTF-16')}`, 'utf16le'), []],
    ['UTF-16 (big end first, with its mark)', big(`\uFEFF${text('UTF-16')}`), []],
    ['UTF-16 without mark', Buffer.from(text('UTF-16'), 'utf16le'), []],
  ])('%s is read', (_name, bytes, codes) => {
    const read = told(bytes)
    expect(read).toMatchObject({ title: 'L’œuvre d’été à 10 €', count: 1 })
    expect(read.codes.map((code) => code.replace(/.*encoding.*/, 'encoding-mismatch'))).toEqual(codes)
  })

  it('ISO-8859-15 is read', () => {
    expect(told(latin9(text('ISO-8859-15')))).toMatchObject({ title: "L'œuvre d'été à 10 €", codes: [] })
  })
})

describe('dates of every kind', () => {
  it.each([
    ['Wed, 03 Mar 2027 10:00:00 +0100'],
    ['Wed, 3 Mar 2027 10:00:00 GMT'],
    ['Wed, 03 Mar 27 10:00:00 GMT'],
    ['03 Mar 2027'],
    ['2027-03-03T10:00:00.000Z'],
    ['2027-03-03 10:00:00'],
    ['2027-03-03'],
    ['20270303'],
    ['3 mars 2027'],
    ['mercredi 3 mars 2027'],
    ['mer., 03 mars 2027 10:00:00 +0100'],
    ['mercredi 3 mars 2027 à 10h30'],
    ['03/03/2027'],
    ['03/03/2027 10:30'],
    ['Mer, 03 mars 2027 10:00:00 +0100'],
  ])('%s is the third of March', (date) => {
    expect(told(rss(`<item><title>T</title><pubDate>\n ${date} \n</pubDate></item>`))).toMatchObject({
      source_date: '2027-03-03',
    })
  })
})

describe('links', () => {
  it('are completed by the nearest xml:base, the channel, or the address of the feed, in text too', () => {
    const inside = '<entry><title>T</title><link href="../page?a=1&amp;b=2"/><summary>x</summary></entry>'
    expect(told(atom(inside))).toMatchObject({ source_url: 'https://journal.example/page?a=1&b=2' })
    expect(told(atom(inside).replace('<feed', '<feed xml:base="https://b.example/c/d/"'))).toMatchObject({
      source_url: 'https://b.example/c/page?a=1&b=2',
    })
    expect(told(rss('<item><title>T</title><link>/1</link></item>'))).toMatchObject({
      source_url: 'https://journal.example/1',
    })
  })

  it.each([
    ['CDATA', '<![CDATA[Un <b>titre</b> & deux]]>', 'Un titre & deux'],
    ['escaped HTML', 'Un &lt;b&gt;titre&lt;/b&gt; &amp;amp; deux', 'Un titre & deux'],
    ['raw HTML', 'Un <b>titre</b> & deux', 'Un titre & deux'],
    ['a script', '<![CDATA[<script>alert(1)</script>Un titre]]>', 'Un titre'],
  ])('titles made of %s are plain', (_name, title, plain) => {
    expect(told(rss(`<item><title>${title}</title></item>`))).toMatchObject({ title: plain })
    expect(told(atom(`<entry><title type="html">${title}</title></entry>`))).toMatchObject({ title: plain })
  })
})
