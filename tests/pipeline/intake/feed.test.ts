import { describe, expect, it } from 'vitest'
import { declaredType } from './declared-types.ts'
import { readWhole } from './reading.ts'

const press = { serviceType: declaredType('press-review') }
const news = { serviceType: declaredType('news') }
const job = { serviceType: declaredType('job') }

function rss(items: string, channel = '<title>Le Journal</title><link>https://journal.example/</link>') {
  return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>${channel}${items}</channel></rss>`
}

function first(content: string, options: Parameters<typeof readWhole>[1] = press) {
  const item = readWhole(content, options).items[0]
  if (item === undefined) throw new Error('no item')
  return item
}

describe('formats', () => {
  it.each([
    ['RSS 2.0', rss('<item><title>Un</title><link>https://a.example/1</link></item>')],
    [
      'RSS 0.91 with its doctype',
      `<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x.dtd"><rss version="0.91"><channel><title>J</title><item><title>Un</title><link>https://a.example/1</link></item></channel></rss>`,
    ],
    [
      'RSS 1.0',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>J</title></channel><item rdf:about="x"><title>Un</title><link>https://a.example/1</link></item></rdf:RDF>',
    ],
    [
      'Atom 1.0',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>J</title><entry><title>Un</title><link href="https://a.example/1"/></entry></feed>',
    ],
    [
      'Atom with a prefix',
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>J</a:title><a:entry><a:title>Un</a:title><a:link href="https://a.example/1"/></a:entry></a:feed>',
    ],
    [
      'Atom 0.3',
      '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>J</title><entry><title mode="escaped">Un</title><link rel="alternate" type="text/html" href="https://a.example/1"/></entry></feed>',
    ],
    [
      'JSON Feed 1.0',
      '{"version":"https://jsonfeed.org/version/1","title":"J","items":[{"id":"1","url":"https://a.example/1","title":"Un","content_text":"x"}]}',
    ],
    [
      'JSON Feed 1.1',
      '\n{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://a.example/1","title":"Un"}]}',
    ],
  ])('reads %s', (_name, content) => {
    expect(first(content).raw).toMatchObject({ title: 'Un', source_url: 'https://a.example/1' })
    expect(readWhole(content, press)).toMatchObject({ format: 'feed', items: [expect.anything()] })
  })

  it.each([
    rss(''),
    '<rss version="2.0"><channel/></rss>',
    '<feed xmlns="http://www.w3.org/2005/Atom"/>',
    '{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[]}',
  ])('finds nothing wrong with a feed that has no item: %s', (content) => {
    expect(readWhole(content, press)).toMatchObject({ items: [], warnings: [] })
  })
})

describe('an item', () => {
  it('fills the fields of a press article', () => {
    const item = `<item><title>Titre</title><link>https://a.example/1?b=1&amp;c=2</link><guid isPermaLink="false">g-1</guid>
      <description>&lt;p&gt;Un &lt;b&gt;résumé&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Suite&lt;/p&gt;</description>
      <pubDate>Lun, 05 jan 2026 10:00:00 +0100</pubDate><author>nobody@example.org (Ana Roux)</author></item>`
    expect(first(rss(item))).toEqual({
      line: 1,
      externalId: 'g-1',
      problems: [],
      raw: {
        title: 'Titre',
        source_url: 'https://a.example/1?b=1&c=2',
        summary: 'Un résumé.\nSuite',
        source_date: 'Lun, 05 jan 2026 10:00:00 +0100',
        source_name: 'Le Journal',
        source_author: 'Ana Roux',
      },
    })
  })

  it('puts its content in the body where the kind has one, with absolute links', () => {
    const item =
      '<item><title>T</title><description>Court</description><content:encoded><![CDATA[<p><a href="/x?a=1&amp;b=2">x</a> <img src=\'i.png\'></p>]]></content:encoded></item>'
    const { raw } = first(rss(item), news)
    expect(raw).toMatchObject({ summary: 'Court' })
    expect(raw.body).toBe(
      '<p><a href="https://journal.example/x?a=1&amp;b=2">x</a> <img src="https://journal.example/i.png"></p>',
    )
  })

  it('does not mistake the day it came out for a deadline, nor keep an image that has no alternative text', () => {
    const item =
      '<item><title>T</title><pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><enclosure url="https://a.example/i.jpg" type="image/jpeg" length="1"/></item>'
    expect(first(rss(item), job).raw).not.toHaveProperty('deadline')
    expect(first(rss(item), news).raw).not.toHaveProperty('image')
  })

  it('without title takes one from its summary, cut after a whole word', () => {
    const { raw } = first(rss(`<item><description>${'mot '.repeat(60)}</description></item>`))
    expect(raw.title).toMatch(/^(?:mot )+mot…$/)
    expect(String(raw.title).length).toBeLessThanOrEqual(120)
  })

  it('has its summary cut to the length of the field', () => {
    const { raw } = first(
      rss(`<item><title>T</title><description>${'phrase assez longue '.repeat(200)}</description></item>`),
    )
    expect(String(raw.summary).length).toBeLessThanOrEqual(1000)
    expect(raw.summary).toMatch(/ (?:phrase|assez|longue)…$/)
  })

  it('is known by its guid, else by its link', () => {
    expect(first(rss('<item><title>T</title><link>https://a.example/1</link></item>')).externalId).toBe(
      'https://a.example/1',
    )
  })

  it('never links to anything but the web', () => {
    expect(first(rss('<item><title>T</title><link>javascript:alert(1)</link></item>')).raw).not.toHaveProperty(
      'source_url',
    )
  })

  it('resolves its link against xml:base, else where the feed came from', () => {
    const atom = (base: string) =>
      `<feed xmlns="http://www.w3.org/2005/Atom"${base}><title>J</title><entry xml:base="b/"><title>T</title><link href="c"/></entry></feed>`
    const options = { ...press, baseUrl: 'https://from.example/dir/feed.xml' }
    expect(first(atom(' xml:base="https://base.example/"'), options).raw.source_url).toBe('https://base.example/b/c')
    expect(first(atom(''), options).raw.source_url).toBe('https://from.example/dir/b/c')
  })

  it('is freed of markup and entities escaped twice in its title', () => {
    const title = '&lt;a href="/x"&gt;Caf&amp;amp;eacute;&lt;/a&gt;&amp;nbsp;: l&amp;#039;essai'
    expect(first(rss(`<item><title>${title}</title></item>`)).raw.title).toBe("Café\u00a0: l'essai")
  })

  it('drops a date that does not exist', () => {
    expect(first(rss('<item><title>T</title><pubDate>0000-00-00</pubDate></item>')).raw).not.toHaveProperty(
      'source_date',
    )
  })
})

describe('categories', () => {
  const item =
    '<item><title>T</title><category>Emploi</category><category>Astrologie</category><dc:subject>Logement</dc:subject></item>'

  it('become themes where the farm knows them, the others dropped with a warning', () => {
    const knowsTerm = (vocabulary: string, text: string) => vocabulary === 'themes' && text !== 'Astrologie'
    const { items, warnings } = readWhole(rss(item.repeat(2)), { ...press, knowsTerm })
    expect(items[1]?.raw.themes).toEqual(['Emploi', 'Logement'])
    expect(warnings).toEqual([{ code: 'unknown-theme', field: 'themes', params: { value: 'Astrologie' } }])
  })

  it('are left out where nobody can tell', () => {
    expect(first(rss(item)).raw).not.toHaveProperty('themes')
  })

  it('of another farm bring its territories by their keys', () => {
    const entry =
      '<entry><title>T</title><category scheme="urn:terroir:territories" term="commune:58194" label="Nevers"/></entry>'
    expect(first(`<feed xmlns="http://www.w3.org/2005/Atom"><title>J</title>${entry}</feed>`).raw.territories).toEqual([
      'commune:58194',
    ])
  })
})

describe('broken feeds', () => {
  const whole = '<item><title>Un & deux &eacute; &foo;</title><link>https://a.example/?a=1&b=2</link></item>'

  it('are read with bare ampersands and entities nobody defined', () => {
    expect(first(rss(whole)).raw).toMatchObject({
      title: 'Un & deux é &foo;',
      source_url: 'https://a.example/?a=1&b=2',
    })
  })

  it('give their whole items when they are cut, and say so', () => {
    const cut = rss(whole.repeat(3)).slice(0, -40)
    const { items, warnings } = readWhole(cut, press)
    expect(items).toHaveLength(2)
    expect(warnings).toEqual([{ code: 'truncated-feed', params: { items: 2 } }])
  })

  it('may begin with a comment, and never close their items', () => {
    const content = `<!-- bonjour -->\n<?xml version="1.0"?>${rss('<item><title>A</title><item><title>B</title>').slice(21)}`
    expect(readWhole(content, press).items.map(({ raw }) => raw.title)).toEqual(['A', 'B'])
  })

  it('lose only the item that cannot be read, which keeps its place in the count', () => {
    const { items, warnings } = readWhole(rss(`<item><title>A</title></item><item><title>B</item>${whole}`), press)
    expect(items.map(({ line }) => line)).toEqual([1, 3])
    expect(warnings).toEqual([{ code: 'unreadable-item', line: 2, params: { line: 2 } }])
  })

  it('may hold markup that looks like items inside CDATA', () => {
    const content = rss(
      '<item><title>A</title><description><![CDATA[</item><item><title>faux</title>]]></description></item>',
    )
    expect(readWhole(content, press).items).toHaveLength(1)
  })

  it('are read up to 5,000 items', () => {
    const { items, warnings } = readWhole(rss('<item><title>A</title></item>'.repeat(5001)), press)
    expect(items).toHaveLength(5000)
    expect(warnings).toEqual([{ code: 'too-many-items', params: { max: 5000, found: 5001 } }])
  })
})
