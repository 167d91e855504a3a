import { eq } from 'drizzle-orm'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import { formatsFor, writeExport } from '../../../exports/formats.ts'
import { writeXsd } from '../../../exports/xsd.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { makeVisit } from '../../../farm/web/make-visit.ts'
import { sectionExport } from '../../../farm/web/portal/section-export.ts'
import { readIntake } from '../../../pipeline/intake/detect.ts'
import { demoFarm } from '../../farms.ts'

const open = demoFarm()

describe('Every kind the demo shows somewhere', () => {
  let farm: Farm
  const shown: { readonly site: string; readonly slug: string; readonly kind: string }[] = []
  beforeAll(async () => {
    farm = await open()
    const { sites, declarations } = await farm.memory()
    const { deliveries } = farm.storage.tables
    const rows = await farm.storage.read
      .selectDistinct({ subscription: deliveries.subscription, kind: deliveries.serviceType })
      .from(deliveries)
      .where(eq(deliveries.state, 'live'))
    for (const kind of declarations.serviceTypes.keys()) {
      const holding = rows.flatMap((one) => (one.kind === kind ? [one.subscription] : []))
      const places = sites
        .all()
        .flatMap((site) =>
          sites
            .subscriptions(site.id)
            .flatMap(({ id, slug }) => (holding.includes(id) ? [{ site: site.id, slug, kind }] : [])),
        )
      for (const place of places)
        if ((await taken(place.site, `/${place.slug}.xml?kind=${kind}`)).text.includes('<entry ')) {
          shown.push(place)
          break
        }
    }
  }, 60_000)

  async function taken(site: string, path: string) {
    const host = `${site}.localhost`
    const url = new URL(`http://${host}${path}`)
    const visit = await makeVisit({ farm, host, origin: url.origin, protocol: 'http', clientIp: '127.0.0.1' }, url)
    const found = await sectionExport(visit, url)
    if (!found) throw new Error(`nothing at ${path}`)
    const pieces = await Array.fromAsync(writeExport(found.format.name, found.list))
    return { list: found.list, text: Buffer.concat(pieces).toString('utf8') }
  }

  it('leaves as XML that is valid by its generated schema', async () => {
    expect(shown.length).toBeGreaterThan(20)
    for (const { site, slug, kind } of shown) {
      const { list, text } = await taken(site, `/${slug}.xml?kind=${kind}`)
      expect(list.serviceType.id, `${site}/${slug}`).toBe(kind)
      using schema = XmlDocument.fromString(writeXsd(list.serviceType, list.fields))
      using validator = XsdValidator.fromDoc(schema)
      using document = XmlDocument.fromString(text)
      expect(() => validator.validate(document), `${kind} ${text.slice(0, 500)}`).not.toThrow()
    }
  }, 120_000)

  it('leaves in every format that fits it, with the identity of each entry, and for Excel as for anybody', async () => {
    const memory = await farm.memory()
    for (const { site, slug, kind } of shown) {
      const serviceType = memory.serviceType(kind)
      for (const { name, extension, paged } of formatsFor(serviceType ? [serviceType] : [])) {
        const { text, list } = await taken(site, `/${slug}.${extension}?kind=${kind}`)
        expect(text.length, `${kind} ${name}`).toBeGreaterThan(20)
        if (paged) expect(text, `${kind} ${name}`).toMatch(/tag:localhost,2026:entry:\d+/)
        if (paged) expect(text, `${kind} ${name}`).toContain(`/${slug}.${extension}?kind=${kind}`)
        if (name === 'csv-excel') {
          const plain = await taken(site, `/${slug}.csv?kind=${kind}`)
          const read = (one: string) => {
            const intake = readIntake(Buffer.from(one), { serviceType: list.serviceType })
            return intake.ok
              ? [...intake.value.items].map(({ externalId, raw }) => ({ externalId, raw }))
              : intake.problems
          }
          expect(read(text), kind).toEqual(read(plain.text))
        }
      }
    }
  }, 120_000)
})
