import { describe, expect, it } from 'vitest'
import { cpuClock } from '../../cpu-clock.ts'
import { declaredType } from './declared-types.ts'
import { readWhole, refusal } from './reading.ts'

const press = { serviceType: declaredType('press-review') }
const training = { serviceType: declaredType('training') }
const BOMB = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'

describe('files that are not what was hoped for', () => {
  it.each([
    ['nothing', '', 'empty-file'],
    ['only blanks', ' \n\t\n', 'empty-file'],
    ['only a byte order mark', '\uFEFF', 'empty-file'],
    ['some JSON', '{"a": 1}', 'unknown-format'],
    ['a list in JSON', '[{"a": 1}]', 'unknown-format'],
    ['another XML', '<offres><offre/></offres>', 'unknown-format'],
    ['a declaration without document', '<?xml version="1.0"?>', 'not-well-formed'],
    ['half a JSON Feed', '{"version":"https://jsonfeed.org/version/1.1","items":[{', 'not-well-formed'],
    ['NUL bytes', 'title;summary\0\n', 'binary-file'],
  ])('are refused for what they are: %s', (_name, content, code) => {
    expect(refusal(content, press)?.code).toBe(code)
  })

  it.each([
    ['PK\u0003\u0004 whatever', 'spreadsheet'],
    ['%PDF-1.7 whatever', 'pdf'],
  ])('are recognised when people take them for a CSV: %j', (content, kind) => {
    expect(refusal(content, press)).toEqual({ code: 'binary-file', params: { kind } })
  })

  it('is a web page: the address of its feed comes with the refusal', () => {
    const page =
      '<!doctype html><head><link rel="alternate" type="application/rss+xml" href="/spip.php?page=backend&amp;x=1"></head>'
    expect(refusal(page, { ...press, baseUrl: 'https://www.example.org/flux' })).toEqual({
      code: 'html-instead-of-feed',
      params: { feed: 'https://www.example.org/spip.php?page=backend&x=1' },
    })
    for (const other of ['<html><body>Maintenance</body></html>', '<title>Erreur</title><h1>Base</h1>'])
      expect(refusal(other, press)).toEqual({ code: 'html-instead-of-feed' })
  })

  it('is a feed all the same behind what its server grumbles first', () => {
    const notice = '<br />\n<b>Notice</b>: Undefined index in <b>/rss.php</b><br />\n'
    const feed = '<?xml version="1.0"?><rss version="2.0"><channel><item><title>Un</title></item></channel></rss>'
    expect(readWhole(notice + feed, press).items.map(({ raw }) => raw.title)).toEqual(['Un'])
    expect(refusal(`<div><pre>${feed.replaceAll('<', '&lt;')}</pre>`, press)?.code).toBe('html-instead-of-feed')
  })

  it('is a JSON feed whose items bear strange names, or are none: these are told, the others read', () => {
    const items =
      '{"id":"1","title":"Un","constructor":1,"__proto__":{"title":"Deux"}},7,{"id":null},{"id":"3","title":"Trois"}'
    const read = readWhole(`{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[${items}]}`, press)
    expect(read.items.map(({ raw }) => raw.title)).toEqual(['Un', 'Trois'])
    expect(read.warnings.map(({ code, line }) => [code, line])).toEqual([
      ['unreadable-item', 2],
      ['unreadable-item', 3],
    ])
  })
})

describe('files made to harm', () => {
  it.each([
    ['a feed', `${BOMB}<rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>`, press],
    ['the farm’s XML', `${BOMB}<entries xmlns="urn:terroir:entries:1"/>`, press],
    ['LHÉO', `${BOMB}<lheo xmlns="http://lheo.gouv.fr/2.3"/>`, training],
    ['a later place', `<rss><channel>${BOMB}<item/></channel></rss>`, press],
    ['an outside file', '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss/>', press],
  ])('are refused when they define entities, in %s', (_name, content, options) => {
    expect(refusal(content, options)).toEqual({ code: 'doctype-refused' })
  })

  it.each([
    ['a feed', `<rss><channel><item>${'<a>'.repeat(100_000)}`, press],
    [
      'the farm’s XML',
      `<entries xmlns="urn:terroir:entries:1">${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</entries>`,
      press,
    ],
    ['LHÉO', `<lheo xmlns="http://lheo.gouv.fr/2.3">${'<a>'.repeat(100_000)}`, training],
    ['JSON Feed', `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(100_000)}`, press],
  ])('are refused at once when nested too deep, in %s', (_name, content, options) => {
    const spent = cpuClock()
    expect(refusal(content, options)).toEqual({ code: 'too-deep', params: { max: 64 } })
    expect(spent()).toBeLessThan(30_000)
  })

  it('do not hide their depth behind a quote', () => {
    const content = `<entries xmlns="urn:terroir:entries:1"><entry x="<!--">${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}<b x="-->"/></entry></entries>`
    expect(() => [...readWhole(content, press).items]).not.toThrow(RangeError)
  })

  it.each([
    ['one line of 50 MB', 'x'.repeat(50_000_000), 'row-too-long'],
    ['25 million columns', 'a;'.repeat(25_000_000), 'row-too-long'],
    ['an endless quoted heading', `"${'x\n'.repeat(10_000_000)}`, 'unclosed-quote'],
  ])('are refused in little time: %s', (_name, content, code) => {
    const spent = cpuClock()
    expect(refusal(content, press)?.code).toBe(code)
    expect(spent()).toBeLessThan(30_000)
  })

  it('stop at a line of 50 MB, which is named', () => {
    const { items } = readWhole(`title;summary\nA;B\n${'x'.repeat(50_000_000)}\nC;D`, press)
    expect(items.map(({ line, problems }) => [line, problems[0]?.code])).toEqual([
      [2, undefined],
      [3, 'row-too-long'],
    ])
  })

  it('are read in bounded time: a feed of 20 MB', () => {
    const item = `<item><title>Titre</title><link>https://a.example/1</link><description>${'mot &amp;lt;b&amp;gt; '.repeat(50)}</description></item>`
    const spent = cpuClock()
    const { items, codes } = readWhole(
      `<rss version="2.0"><channel><title>J</title>${item.repeat(20_000)}</channel></rss>`,
      press,
    )
    expect(items).toHaveLength(5000)
    expect(codes).toEqual(['too-many-items'])
    expect(spent()).toBeLessThan(30_000)
  }, 30_000)

  it.each([
    ['open tags', `<rss><channel><item>${'<a'.repeat(2_000_000)}`],
    ['empty items', `<rss><channel>${'<item>'.repeat(100_000)}`],
    ['ampersands', `<rss><channel><item><title>${'&amp;lt;'.repeat(500_000)}</title></item></channel></rss>`],
    ['quotes', `<rss a="${'"<b c='.repeat(500_000)}`],
    ['comments', '<!--'.repeat(1_000_000)],
    ['half-quoted cells', `title;summary\n${'"a"b'.repeat(2_000_000)}`],
  ])(
    'are read in bounded time: nothing but %s',
    (_name, content) => {
      const spent = cpuClock()
      try {
        readWhole(content, press)
      } catch (error) {
        expect(String(error)).toContain('refused')
      }
      expect(spent()).toBeLessThan(30_000)
    },
    20_000,
  )
})
