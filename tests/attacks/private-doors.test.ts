import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { formatsFor } from '../../exports/formats.ts'
import { servedDesk } from '../farm/web/served-desk.ts'

const desk = servedDesk()

it('A stranger gets nothing of a private site by any of its addresses, and nothing of what only those show by public ones', {
  timeout: 240_000,
}, async () => {
  const { farm } = desk()
  const { sites, declarations } = await farm.memory()
  const stranger = desk().visitor()
  const formats = formatsFor([...declarations.serviceTypes.values()]).map(({ extension }) => extension)
  const { deliveries, entries } = farm.storage.tables
  const live = await farm.storage.read
    .select({ entry: deliveries.entry, site: deliveries.site, title: entries.title })
    .from(deliveries)
    .innerJoin(entries, eq(entries.id, deliveries.entry))
    .where(eq(deliveries.state, 'live'))
  const open = new Set(sites.all().flatMap(({ id, visibility }) => (visibility === 'public' ? [id] : [])))
  const known = new Set(live.flatMap(({ entry, site }) => (open.has(site) ? [entry] : [])))
  const closed = live.filter(({ entry }) => !known.has(entry))
  expect(closed.length).toBeGreaterThan(20)
  for (const { id } of sites.all().filter((one) => !open.has(one.id))) {
    const [held] = closed.filter(({ site }) => site === id)
    const lists = sites
      .subscriptions(id)
      .flatMap(({ slug }) => [
        ...[
          `/${slug}`,
          ...['', '.ics', '.vcf'].map((ending) => `/${slug}/${held?.entry ?? 1}${ending}`),
          `/embed/${slug}`,
          `/embed/${slug}/list.json`,
          `/integrer/${slug}`,
        ],
        ...[`/sitemap-${slug}.xml`, `/${slug}.csv-metadata.json`, `/${slug}.atom?key=${'x'.repeat(43)}`],
        ...formats.map((extension) => `/${slug}.${extension}`),
      ])
    const doors = [
      '/',
      '/en',
      '/recherche?q=a',
      '/recherche.json',
      '/flux',
      '/flux.opml',
      '/sitemap.xml',
      '/oai',
      '/embed.js',
    ]
    for (const path of [...doors, ...lists]) {
      const { status, text } = await stranger.get(id, path)
      expect([401, 403, 404], `${id}${path}`).toContain(status)
      if (held) expect(text, `${id}${path}`).not.toContain(held.title)
    }
  }
  for (const { entry, title } of closed.filter((_, at) => at % 6 === 0)) {
    const words = encodeURIComponent(title.split(' ').slice(0, 4).join(' '))
    for (const site of ['nievre', 'reseau']) {
      const [first] = sites.subscriptions(site)
      expect((await stranger.get(site, `/${first?.slug}/${entry}`)).status, title).toBe(404)
      const found: { entries: { id: number }[] } = JSON.parse(
        (await stranger.get(site, `/recherche.json?q=${words}`)).text,
      )
      expect(
        found.entries.map(({ id }) => id),
        title,
      ).not.toContain(entry)
      const record = await stranger.get(
        site,
        `/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:${entry}`,
      )
      expect(record.text, title).toMatch(/code="idDoesNotExist"|status="deleted"/)
    }
    expect((await stranger.get('desk', `/api/v1/entries/${entry}`)).status).toBe(401)
  }
})
