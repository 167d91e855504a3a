import { describe, expect, it } from 'vitest'
import { FORMAT_NAMES, FORMATS, formatsFor } from '../../exports/formats.ts'
import { dayText, isoDay } from '../../farm/web/present/dates.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import { ask as askRaw } from '../farm/server/raw-http.ts'
import { servedDesk } from '../farm/web/served-desk.ts'

const desk = servedDesk()

async function ask(site: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  const { port } = desk()
  const { body, ...answer } = await askRaw(port, path, { host: `${site}.localhost:${port}`, headers })
  return { ...answer, text: body.toString('utf8') }
}

describe('A list of a public site on its way out', { timeout: 120_000 }, () => {
  it('keeps the same promises in every format: its type, a name for its file, 304 while nothing changed, a head', async () => {
    const lists = [
      ['/agenda', 'event'] as const,
      ['/annuaire', 'directory'] as const,
      ['/formations', 'training'] as const,
    ]
    const { declarations } = await desk().farm.memory()
    const met = new Set<string>()
    for (const [list, kind] of lists)
      for (const format of formatsFor([declarations.serviceTypes.get(kind) ?? { exports: [] }])) {
        const path = `${list}.${format.extension}?period=last-30-days`
        const answer = await ask('nievre', path)
        const said = `${path} ${answer.text.slice(0, 200)}`
        expect([answer.status, answer.headers['content-type']], said).toEqual([200, format.mediaType])
        const disposition = String(answer.headers['content-disposition'] ?? '')
        expect(disposition.endsWith(`.${format.extension}"`), said).toBe(format.kind === 'file')
        const held = { 'if-none-match': String(answer.headers.etag) }
        expect([(await ask('nievre', path, held)).status, (await ask('nievre', path, held)).text], said).toEqual([
          304,
          '',
        ])
        // Feeds say where they stand, with the days they were asked for.
        if (format.paged) expect(answer.text, said).toContain('period=last-30-days')
        met.add(format.name)
      }
    expect([...met].sort()).toEqual([...FORMAT_NAMES].sort())
  })

  it('lets one entry go into a calendar or an address book, from its page, until it is withdrawn', async () => {
    const first = async (list: string) => JSON.parse((await ask('nievre', `/${list}.json`)).text).entries[0]
    const [event, card] = [await first('agenda'), await first('annuaire')]
    const [at, of] = [new URL(event.link).pathname, new URL(card.link).pathname]
    expect((await ask('nievre', at)).text).toContain(`${at}.ics"`)
    const calendar = await ask('nievre', `${at}.ics`)
    expect([calendar.status, calendar.headers['content-type']]).toEqual([200, FORMATS.ical.mediaType])
    expect(calendar.text.match(/BEGIN:VEVENT/g)).toHaveLength(1)
    expect(calendar.text).toContain(`UID:${event.uri}\r\n`)
    expect(calendar.headers['content-disposition']).toBe(`attachment; filename="${at.slice(8)}.ics"`)
    expect((await ask('nievre', `${of}.vcf`)).text).toMatch(/^BEGIN:VCARD\r\n.*END:VCARD\r\n$/s)
    expect([(await ask('nievre', `${at}.vcf`)).status, (await ask('nievre', '/agenda/999999.ics')).status]).toEqual([
      404, 404,
    ])
    await desk().farm.withdraw({ entry: event.id, actor: FARM, reason: 'Annulé' })
    expect((await ask('nievre', `${at}.ics`)).status).toBe(410)
  })

  it('may be asked for some days, as its page is', async () => {
    const days = (text: string) => [...text.matchAll(/<pubDate>([^<]+)/g)].map(([, at]) => Date.parse(at ?? ''))
    const all = await ask('nievre', '/revue-de-presse.rss')
    // The days of the demo are told from today.
    const ago = (days: number) => Date.now() - days * 86_400_000
    const [from, to] = [isoDay(ago(17)), isoDay(ago(10))]
    const some = await ask('nievre', `/revue-de-presse.rss?from=${from}&to=${to}`)
    expect(days(some.text).length).toBeGreaterThan(1)
    expect(days(some.text).length).toBeLessThan(days(all.text).length)
    expect(some.text).toContain(`/revue-de-presse.rss?from=${from}&amp;to=${to}`)
    const page = await ask('nievre', `/revue-de-presse?from=${to}&to=${from}`)
    expect(page.text).toContain(`du ${dayText(ago(17), 'fr')} au ${dayText(ago(10), 'fr')}`)
    expect(page.text).toContain(`/revue-de-presse.rss?from=${to}&amp;to=${from}`)
  })
})
