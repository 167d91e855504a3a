import { XMLValidator } from 'fast-xml-parser'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { describe, expect, test } from 'vitest'
import { textOf } from './read-all.ts'
import { NASTY, NASTY_IN_XML, sampleEntry, sampleList } from './sample.ts'

describe('RSS', async () => {
  const text = await textOf('rss', sampleList())
  const feed = parseRssFeed(text)
  const [first, second] = feed.items ?? []

  test('is well-formed XML, whatever the texts hold', () => {
    expect(XMLValidator.validate(text)).toBe(true)
    expect(feed.title).toBe(NASTY_IN_XML)
    expect(first?.title).toBe(NASTY_IN_XML)
    expect(first?.description).toBe(NASTY_IN_XML)
  })

  test('says which list it is and when it last changed, not when it was written', () => {
    expect(feed.link).toBe('https://emploi.example/actus?theme=a&lieu=b')
    expect(feed.atom?.links).toEqual([
      { href: 'https://emploi.example/actus.rss?theme=a&lieu=b', rel: 'self', type: 'application/rss+xml' },
    ])
    expect(text).toContain('<lastBuildDate>Mon, 02 Nov 2026 03:04:05 GMT</lastBuildDate>')
    expect(text.match(/lastBuildDate>/g)).toHaveLength(2)
    expect(feed.language).toBe('fr')
  })

  test('an item carries its identity, origin, dates, categories and full text', () => {
    expect(first?.guid).toEqual({ value: 'tag:emploi.example,2026:entry/1', isPermaLink: false })
    expect(first?.link).toBe('https://emploi.example/actus/1?a=1&b=2')
    expect(first?.dc?.creators).toEqual(['Maison de l’emploi <Nivernais>'])
    expect(first?.pubDate).toBe('Thu, 01 Oct 2026 08:00:00 GMT')
    expect(first?.atom?.updated).toBe('2026-10-02T09:00:00.000Z')
    expect(first?.categories).toEqual([
      { name: 'Emploi & insertion', domain: 'urn:terroir:themes' },
      { name: 'Nevers', domain: 'urn:terroir:territories' },
    ])
    expect(first?.content?.encoded).toBe('<p>Un <b>texte</b> &amp; ]]&gt; 😀</p>')
    expect(second?.content).toBeUndefined()
    expect(second?.dc?.languages).toEqual(['en'])
  })

  test('tells what left the list', () => {
    expect(text).toContain('<at:deleted-entry ref="tag:emploi.example,2026:entry/9" when="2026-11-01T00:00:00.000Z"/>')
  })

  test('a title that imitates the build date stays a title', async () => {
    const title = '</title><generator></generator><lastBuildDate>x</lastBuildDate> $& $1'
    expect(parseRssFeed(await textOf('rss', sampleList({ title }))).title).toBe(title)
  })
})

describe('Atom', async () => {
  const text = await textOf('atom', sampleList())
  const feed = parseAtomFeed(text)
  const [first, second] = feed.entries ?? []

  test('is well-formed XML, whatever the texts hold', () => {
    expect(XMLValidator.validate(text)).toBe(true)
    expect(feed.title).toEqual({ value: NASTY_IN_XML })
    expect(first?.summary).toEqual({ value: NASTY_IN_XML })
  })

  test('has all the standard requires, and both links', () => {
    expect(feed.id).toBe('https://emploi.example/actus.rss?theme=a&lieu=b')
    expect(feed.updated).toBe('2026-11-02T03:04:05.000Z')
    expect(feed.links?.map(({ rel }) => rel)).toEqual(['self', 'alternate'])
    expect(first).toMatchObject({
      id: 'tag:emploi.example,2026:entry/1',
      title: { value: NASTY_IN_XML },
      published: '2026-10-01T08:00:00.000Z',
      updated: '2026-10-02T09:00:00.000Z',
      authors: [{ name: 'Maison de l’emploi <Nivernais>' }],
      categories: [
        { term: 'emploi', scheme: 'urn:terroir:themes', label: 'Emploi & insertion' },
        { term: 'commune:58194', scheme: 'urn:terroir:territories', label: 'Nevers' },
      ],
      content: { type: 'html', value: '<p>Un <b>texte</b> &amp; ]]&gt; 😀</p>' },
    })
    expect(second?.content).toBeUndefined()
    expect(text).toContain('<entry xml:lang="en">')
  })

  test('buries what left the list', () => {
    expect(text).toContain(
      '<at:deleted-entry ref="tag:emploi.example,2026:entry/9" when="2026-11-01T00:00:00.000Z"></at:deleted-entry>',
    )
  })
})

describe('JSON Feed', async () => {
  const text = await textOf('json-feed', sampleList())
  const feed = parseJsonFeed(text)

  test('is read by another implementation with every text intact', () => {
    expect(feed.title).toBe(NASTY)
    expect(feed.items?.[0]).toMatchObject({
      id: 'tag:emploi.example,2026:entry/1',
      url: 'https://emploi.example/actus/1?a=1&b=2',
      title: NASTY,
      content_html: '<p>Un <b>texte</b> &amp; ]]&gt; 😀</p>',
      authors: [{ name: 'Maison de l’emploi <Nivernais>' }],
      tags: ['Emploi & insertion', 'Nevers'],
    })
    expect(feed.items?.[1]).toMatchObject({ content_text: 'Short', language: 'en' })
  })

  test('names its version, the codes of its categories and what left the list', () => {
    expect(JSON.parse(text)).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      _terroir: { deleted: [{ id: 'tag:emploi.example,2026:entry/9', at: '2026-11-01T00:00:00.000Z' }] },
      items: [{ _terroir: { themes: ['emploi'], territories: ['commune:58194'] } }, {}],
    })
  })

  test('an empty list is still a feed', async () => {
    expect(JSON.parse(await textOf('json-feed', sampleList({ entries: [] })))).toMatchObject({ items: [] })
  })
})

test('a body named "true" keeps its name in every feed', async () => {
  const list = sampleList({ entries: [sampleEntry(1, { organisation: 'true' })] })
  expect(parseAtomFeed(await textOf('atom', list)).entries?.[0]?.authors).toEqual([{ name: 'true' }])
  expect(parseRssFeed(await textOf('rss', list)).items?.[0]?.dc?.creators).toEqual(['true'])
})

describe('The second page of a filtered feed, of an entry with files and a place', async () => {
  const first = 'https://emploi.example/actus.rss?theme=a'
  const list = sampleList({
    self: `${first}&after=5.6`,
    pages: { first, previous: `${first}&before=4.4`, next: `${first}&after=9.9` },
    hub: 'https://hub.example/',
    entries: [
      sampleEntry(1, {
        point: { latitude: 46.99, longitude: 3.16 },
        enclosures: [
          {
            file: 'a',
            url: 'https://emploi.example/files/a?x=1&y=2',
            mediaType: 'image/png',
            size: 12,
            title: 'Un <logo>',
          },
          { file: 'b', url: 'https://ailleurs.example/b.pdf', mediaType: 'application/pdf', title: '' },
        ],
      }),
    ],
  })

  test('is told in RSS', async () => {
    const feed = parseRssFeed(await textOf('rss', list))
    expect(feed.atom?.links?.map(({ rel }) => rel)).toEqual(['self', 'first', 'previous', 'next', 'hub'])
    const [item] = feed.items ?? []
    expect(item?.enclosures).toEqual([{ url: 'https://emploi.example/files/a?x=1&y=2', length: 12, type: 'image/png' }])
    expect(item?.media?.contents?.map(({ url }) => url)).toHaveLength(2)
    expect(item?.georss?.point).toEqual({ lat: 46.99, lng: 3.16 })
    expect(item?.atom?.categories?.map(({ term }) => term)).toEqual(['emploi', 'commune:58194'])
  })

  test('is told in Atom, all pages as one feed', async () => {
    const feed = parseAtomFeed(await textOf('atom', list))
    expect(feed.id).toBe(first)
    expect(feed.links?.map(({ rel }) => rel)).toEqual(['self', 'alternate', 'first', 'previous', 'next', 'hub'])
    const [entry] = feed.entries ?? []
    expect(entry?.links?.map(({ rel, type, length, title }) => [rel, type, length, title])).toEqual([
      ['alternate', 'text/html', undefined, undefined],
      ['enclosure', 'image/png', 12, 'Un <logo>'],
      ['enclosure', 'application/pdf', undefined, undefined],
    ])
    expect(entry?.georss?.point).toEqual({ lat: 46.99, lng: 3.16 })
  })

  test('is told in JSON Feed', async () => {
    const feed = parseJsonFeed(await textOf('json-feed', list))
    expect(feed.next_url).toBe(`${first}&after=9.9`)
    expect(feed.hubs).toEqual([{ type: 'WebSub', url: 'https://hub.example/' }])
    expect(feed.items?.[0]?.image).toBe('https://emploi.example/files/a?x=1&y=2')
    expect(feed.items?.[0]?.attachments).toHaveLength(2)
  })
})

test('An entry with neither summary nor body is told by its key facts, and by its title where it has none', async () => {
  const bare = { summary: '', html: '', gist: 'Durée : 560 heures' }
  const list = sampleList({ entries: [sampleEntry(1, bare), sampleEntry(2, { ...bare, gist: '', title: 'Seul' })] })
  const told = JSON.parse(await textOf('json-feed', list)).items
  expect(told.map((one: Record<string, unknown>) => [one.content_text, one.summary])).toEqual([
    ['Durée : 560 heures', 'Durée : 560 heures'],
    ['Seul', undefined],
  ])
  expect(parseAtomFeed(await textOf('atom', list)).entries?.map(({ summary }) => summary?.value)).toEqual([
    'Durée : 560 heures',
    undefined,
  ])
  expect(parseRssFeed(await textOf('rss', list)).items?.[0]?.description).toBe('Durée : 560 heures')
})
