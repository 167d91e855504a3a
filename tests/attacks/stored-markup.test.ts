import { eq } from 'drizzle-orm'
import { XmlDocument } from 'libxml2-wasm'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatsFor } from '../../exports/formats.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import { browsing, describeInBrowser } from '../browser.ts'
import { ask } from '../farm/server/raw-http.ts'
import { servedDesk } from '../farm/web/served-desk.ts'
import { person } from '../farms.ts'
import { hostileEntry } from './hostile-values.ts'

const desk = servedDesk()

interface Shown {
  readonly kind: ServiceType
  readonly entry: number
  readonly site: string
  readonly slug: string
}

describe('Markup sent in every field of every kind', { timeout: 240_000 }, () => {
  const shown: Shown[] = []
  beforeAll(async () => {
    const { declarations } = await desk().farm.memory()
    for (const kind of declarations.serviceTypes.values()) shown.push(...(await published(kind)))
  })

  const text = async (site: string, path: string) => {
    const { body, status } = await ask(desk().port, path, { host: `${site}.localhost:${desk().port}` })
    return { status, text: body.toString('utf8') }
  }

  it('is published somewhere for most kinds, so that the rest of this says something', () => {
    expect(new Set(shown.map(({ kind }) => kind.id)).size).toBeGreaterThan(15)
  })

  it('leaves in every format without breaking it, and in pages without a tag of its own', async () => {
    for (const { kind, site, slug, entry } of shown.filter(isOpen))
      for (const { name, extension } of formatsFor([kind])) {
        const { status, text: told } = await text(site, `/${slug}.${extension}?kind=${kind.id}`)
        expect(status, `${site}/${slug}.${extension}`).toBe(200)
        expect(told, `${name} of ${kind.id} ${entry}`).not.toMatch(/href=.javascript:|"javascript:/i)
        if (/xml|rss|atom/.test(name) || name === 'lheo') XmlDocument.fromString(told).dispose()
        if (/json/.test(name)) expect(() => JSON.parse(told)).not.toThrow()
        if (name === 'ical' || name === 'vcard')
          for (const line of told.split('\r\n')) expect(line).toMatch(CONTENT_LINE)
      }
    const oai = await text('nievre', '/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-01')
    XmlDocument.fromString(oai.text).dispose()
  })

  describeInBrowser('seen by a browser that no policy protects', () => {
    const { become, stranger } = browsing(desk)
    const unprotected = { bypassCSP: true }

    it('does nothing on the sites, in lists, searches, frames and the page of the entry', async () => {
      const page = await stranger(unprotected)
      for (const { site, slug, entry } of shown.filter(isOpen)) {
        for (const path of [`/${slug}/${entry}`, `/${slug}?q=hostile`, `/embed/${slug}?q=hostile`])
          expect(await harmAt(page, site, path), `${site}${path}`).toEqual([])
      }
      for (const site of new Set(shown.filter(isOpen).map((one) => one.site)))
        expect(await harmAt(page, site, '/recherche?q=hostile'), site).toEqual([])
    })

    it('does nothing at the desk, where it is read, corrected, compared and explained', async () => {
      const page = await become('camille.ferrand', unprotected)
      for (const { entry } of shown)
        for (const path of ['', '/edit', '/explain'])
          expect(await harmAt(page, 'desk', `/entries/${entry}${path}`), `${entry}${path}`).toEqual([])
      for (const path of ['/entries?q=hostile', '/queue', '/'])
        expect(await harmAt(page, 'desk', path), path).toEqual([])
    })
  })

  async function harmAt(page: Page, site: string, path: string): Promise<readonly string[]> {
    const answer = await page.goto(`http://${site}.localhost:${desk().port}${path}`, { waitUntil: 'domcontentloaded' })
    expect(answer?.status(), `${site}${path}`).toBe(200)
    return page.evaluate(() => {
      const all = [...document.querySelectorAll('*')]
      const handlers = all.flatMap((one) =>
        one.getAttributeNames().flatMap((name) => (name.startsWith('on') ? [`${one.tagName} ${name}`] : [])),
      )
      const links = all.flatMap((one) =>
        ['href', 'src', 'action', 'formaction', 'xlink:href'].flatMap((name) => {
          const value = one.getAttribute(name)
          const scheme = value === null ? '' : (URL.parse(value, document.baseURI)?.protocol ?? 'unreadable:')
          return ['', 'http:', 'https:', 'mailto:', 'tel:', 'webcal:'].includes(scheme)
            ? []
            : [`${one.tagName} ${name}=${value}`]
        }),
      )
      const scripts = [...document.scripts].flatMap((one) =>
        one.src !== '' || one.type === 'application/ld+json' ? [] : [`script ${one.textContent?.slice(0, 60)}`],
      )
      const strange = all.flatMap((one) =>
        one.matches('iframe, object, embed, base[href], style, math, meta[http-equiv]')
          ? [one.outerHTML.slice(0, 80)]
          : [],
      )
      const taken: unknown = Reflect.get(globalThis, 'taken')
      return [...handlers, ...links, ...scripts, ...strange, ...(taken === undefined ? [] : [`taken ${String(taken)}`])]
    })
  }

  function isOpen({ site }: Shown): boolean {
    return !PRIVATE.has(site)
  }
  const PRIVATE = new Set<string>()

  async function published(kind: ServiceType): Promise<readonly Shown[]> {
    const { farm } = desk()
    const { sites } = await farm.memory()
    for (const site of sites.all()) if (site.visibility === 'private') PRIVATE.add(site.id)
    const entry = await brought(kind)
    if (entry === undefined) return []
    const { deliveries } = farm.storage.tables
    for (const login of ['nadia.belkacem', 'francoise.dubreuil', 'camille.ferrand']) {
      const standing = await farm.ports.entries.get(entry)
      if (standing?.state === 'submitted')
        await farm.decide({ entry, word: 'approve', actor: await person(farm, login), reason: '' })
    }
    const rows = await farm.storage.read.select().from(deliveries).where(eq(deliveries.entry, entry))
    const live = rows
      .filter(({ state }) => state === 'live')
      .toSorted((a, b) => Number(PRIVATE.has(a.site)) - Number(PRIVATE.has(b.site)))
    return live.slice(0, 1).flatMap(({ site, subscription }) => {
      const section = sites.subscriptions(site).find(({ id }) => id === subscription)
      return section ? [{ kind, entry, site, slug: section.slug }] : []
    })
  }

  // What a field refuses is left out, and the rest sent again: all that can come in does.
  async function brought(kind: ServiceType): Promise<number | undefined> {
    let raw: Record<string, RawValue> = hostileEntry(kind, 'hostile')
    for (let tries = 0; tries < 10; tries += 1) {
      const about = { serviceType: kind.id, organisation: 'nievre', road: 'form', intent: 'propose' } as const
      const [arrival] = await desk().farm.submit([{ ...about, raw }], { actor: FARM })
      if (arrival?.entry !== undefined) return arrival.entry
      const refused = new Set(arrival?.problems.map(({ field }) => field?.split('.')[0]))
      raw = Object.fromEntries(Object.entries(raw).filter(([name]) => !refused.has(name)))
    }
    return undefined
  }
})

const CONTENT_LINE = /^$|^ |^[A-Z-]+[;:]/
