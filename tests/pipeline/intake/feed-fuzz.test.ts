import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIntake } from '../../../pipeline/intake/detect.ts'
import { feedManner } from '../../../pipeline/intake/feed-manner.ts'
import { readOpml } from '../../../pipeline/intake/opml.ts'
import { cpuClock } from '../../cpu-clock.ts'
import { declaredType } from './declared-types.ts'
import { bytesOf } from './reading.ts'

const options = { serviceType: declaredType('press-review'), baseUrl: 'https://www.example.org/flux/feed.xml' }
const SAMPLES = new URL('../../../../shared/samples/', import.meta.url)
const LONG = 30_000

const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '&',
    '&amp;amp;',
    '&#0;',
    '&#xD800;',
    '<b>x</b>',
    ']]>',
    '<![CDATA[',
    '\u0000',
    '\uFFFE',
    '<!--',
    '2026-13-45',
    'javascript:alert(1)',
    '%',
    'http://[',
    '../..',
    '',
  ),
)
const name = fc.constantFrom(
  'item',
  'entry',
  'title',
  'link',
  'guid',
  'id',
  'pubDate',
  'dc:date',
  'updated',
  'description',
  'content',
  'content:encoded',
  'category',
  'author',
  'atom:link',
  'media:content',
  'ttl',
  'sy:updatePeriod',
  'channel',
  'x:y',
)
const attributes = fc.dictionary(
  fc.constantFrom('rel', 'href', 'type', 'xml:base', 'xml:lang', 'rdf:about', 'isPermaLink', 'domain', 'term'),
  text,
  { maxKeys: 3 },
)

interface Node {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly inside: readonly (Node | string)[]
  readonly closed: boolean
}

const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.record({
    name,
    attributes,
    inside: fc.array(fc.oneof({ depthSize: 'small' }, text, tie('node')), { maxLength: 5 }),
    closed: fc.boolean(),
  }),
}))

function written({ name: tag, attributes: own, inside, closed }: Node): string {
  const pairs = Object.entries(own).map(([key, value]) => ` ${key}="${value.replaceAll('"', '')}"`)
  const content = inside.map((one) => (typeof one === 'string' ? one : written(one))).join('')
  return `<${tag}${pairs.join('')}>${content}${closed ? `</${tag}>` : ''}`
}

const ENVELOPES: readonly (readonly [string, string])[] = [
  ['<rss version="2.0"><channel><title>T</title>', '</channel></rss>'],
  ['<rss version="0.91"><channel>', '</channel></rss>'],
  ['<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', '</rdf:RDF>'],
  ['<feed xmlns="http://www.w3.org/2005/Atom">', '</feed>'],
  ['<feed version="0.3" xmlns="http://purl.org/atom/ns#">', '</feed>'],
  ['<opml><body>', '</body></opml>'],
]

function readAll(bytes: Uint8Array): void {
  const spent = cpuClock()
  const read = readIntake(bytes, options)
  if (read.ok)
    for (const { line, raw } of read.value.items) {
      expect(line).toBeGreaterThan(0)
      expect(String(raw.source_url ?? 'https:')).toMatch(/^https?:/)
    }
  const { asks } = feedManner(bytes, { baseUrl: options.baseUrl })
  if (asks !== null) expect(asks).toBeGreaterThan(0)
  const feeds = readOpml(bytes)
  if (feeds.ok) expect(feeds.value.every(({ url }) => url !== '')).toBe(true)
  expect(spent()).toBeLessThan(LONG)
}

describe('Any feed, however it was written', () => {
  it('is read or refused, in little time, and leads nowhere but to the web', () => {
    const check = fc.property(
      fc.constantFrom(...ENVELOPES),
      fc.array(node, { maxLength: 6 }),
      ([head, tail], nodes) => {
        readAll(bytesOf(head + nodes.map(written).join('') + tail))
      },
    )
    fc.assert(check, { numRuns: 300 })
  }, 120_000)

  it('as JSON too', () => {
    const item = fc.dictionary(
      fc.constantFrom('id', 'url', 'title', 'content_html', 'date_published', 'tags', 'authors', 'attachments'),
      fc.jsonValue(),
    )
    const check = fc.property(fc.array(item, { maxLength: 4 }), fc.jsonValue(), (items, hubs) => {
      readAll(
        bytesOf(
          JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', items, hubs, feed_url: hubs }),
        ),
      )
    })
    fc.assert(check, { numRuns: 200 })
  }, 120_000)

  it('grows no larger in memory than a few times itself', () => {
    const item = `<item><title>${'&amp;lt;b&amp;gt;'.repeat(20)}</title><description>${'<![CDATA[<p>x</p>]]>'.repeat(20)}</description></item>`
    const big = bytesOf(`<rss version="2.0"><channel><title>T</title>${item.repeat(1000)}</channel></rss>`)
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    readAll(big)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1024 * 1024)
  }, 120_000)
})

describe('How a feed wants to be followed', () => {
  const manner = (head: string) =>
    feedManner(bytesOf(`<rss version="2.0"><channel>${head}<item><ttl>1</ttl></item></channel></rss>`), {
      baseUrl: 'https://a.example/feed',
    })
  const HOUR = 3_600_000

  it.each([
    ['<ttl>120</ttl>', 2 * HOUR],
    ['<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>', 12 * HOUR],
    ['<sy:updatePeriod>yearly</sy:updatePeriod>', 7 * 24 * HOUR],
    ['<ttl>soon</ttl>', null],
    ['', null],
  ])('is heard: %s', (head, asks) => {
    expect(manner(head).asks).toBe(asks)
  })

  it('names its hub, and never one that is no web address', () => {
    expect(
      manner('<atom:link rel="hub" href="/hub?a=1&amp;b=2"/><atom:link rel="self" href="https://a.example/self"/>'),
    ).toMatchObject({
      hub: 'https://a.example/hub?a=1&b=2',
      self: 'https://a.example/self',
    })
    expect(manner('<atom:link rel="hub" href="javascript:alert(1)"/>').hub).toBeNull()
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
    })
    expect(feedManner(bytesOf(json), {}).hub).toBe('https://hub.example/')
  })
})

describe.skipIf(!existsSync(SAMPLES))('Real feeds and lists with holes in them', () => {
  it('are read or refused', () => {
    const files = ['feeds', 'opml'].flatMap((folder) => {
      return readdirSync(new URL(`${folder}/`, SAMPLES)).map((file) =>
        readFileSync(new URL(`${folder}/${file}`, SAMPLES)).subarray(0, 15_000),
      )
    })
    const cuts = fc.array(fc.tuple(fc.nat(15_000), fc.nat(300), fc.uint8Array({ maxLength: 8 })), { maxLength: 5 })
    const check = fc.property(fc.constantFrom(...files), cuts, (content, holes) => {
      const damaged = holes.reduce<Uint8Array>(
        (kept, [at, length, added]) => Buffer.concat([kept.subarray(0, at), added, kept.subarray(at + length)]),
        content,
      )
      readAll(damaged)
    })
    fc.assert(check, { numRuns: 150 })
  }, 120_000)
})
