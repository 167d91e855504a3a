import { describe, expect, it } from 'vitest'
import { recallsFor } from '../../../farm/sites/recall-statement.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { publishSheet } from '../sites/published.ts'
import type { DeskVisitor } from './desk-visitor.ts'
import { servedDesk } from './served-desk.ts'

const TITLE = 'Une annonce à rappeler'

describe('At the desk, an entry taken back from everywhere', () => {
  const desk = servedDesk()
  let entry = 0
  let statement = ''

  it('has a ledger with the reader of its feed, as a page, a table and JSON, for its staff alone', async () => {
    entry = await publishSheet(desk().farm, TITLE)
    expect((await desk().visitor().get('nievre', '/revue-de-presse.rss')).text).toContain(TITLE)
    const nadia = await desk().become('nadia.belkacem')
    const page = await nadia.get('desk', `/entries/${entry}/ledger`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('Emploi Formation en Nièvre')
    const csv = await nadia.get('desk', `/entries/${entry}/ledger.csv`)
    expect(csv.text.split('\r\n')[0]).toMatch(/^kind,site,section,format,reader,holding,revision,since,/)
    expect(csv.text).toMatch(/\r\nsite,nievre,revue-de-presse,,,current,1,/)
    const json = JSON.parse((await nadia.get('desk', `/entries/${entry}/ledger.json`)).text)
    expect(json).toMatchObject({ entry, title: TITLE, state: 'published' })
    expect(json.places.some((one: { kind: string }) => one.kind === 'search')).toBe(true)
    const stranger = await desk().become('maelle.legoff')
    expect((await stranger.get('desk', `/entries/${entry}/ledger`)).status).toBe(404)
    expect((await stranger.get('desk', `/entries/${entry}/ledger.json`)).status).toBe(404)
  })

  it('is recalled with a reason by a moderator, who is led to its statement', async () => {
    const lea = await desk().become('lea.bonnard')
    expect((await lea.get('desk', `/entries/${entry}`)).text).not.toContain('view=recall')
    expect((await post(lea, 'erreur')).status).toBe(403)
    const nadia = await desk().become('nadia.belkacem')
    expect((await nadia.get('desk', `/entries/${entry}?view=recall`)).text).toContain('id="recall"')
    const mute = await post(nadia, ' ')
    expect(mute.status).toBe(422)
    expect(mute.text).toContain('id="recall"')
    const done = await post(nadia, 'Information démentie')
    expect([done.status, done.location]).toEqual([303, expect.stringMatching(/^\/recalls\/\d+\?done=1$/)])
    statement = done.location.replace('?done=1', '')
    const page = await nadia.get('desk', done.location)
    expect(page.text).toContain('Information démentie')
    expect(page.text).toContain(TITLE)
    expect((await nadia.get('desk', '/recalls')).text).toContain(TITLE)
    const json = JSON.parse((await nadia.get('desk', `${statement}/statement.json`)).text)
    expect(json).toMatchObject({ entry, reason: 'Information démentie', organisation: 'nievre' })
    expect(json.confirmed.map((one: { site: string | null }) => one.site)).toContain('nievre')
  })

  it('has left the page, the list, the search and every format at once; feeds and JSON say that it left', async () => {
    const reader = desk().visitor()
    expect((await reader.get('nievre', `/revue-de-presse/${entry}`)).status).toBe(410)
    expect((await reader.get('nievre', '/recherche?q=rappeler')).text).not.toContain(TITLE)
    for (const format of ['rss', 'atom', 'feed.json', 'csv', 'xml', 'json']) {
      const { text } = await reader.get('nievre', `/revue-de-presse.${format}`)
      expect(text, format).not.toContain(TITLE)
      const tells = format !== 'csv' && format !== 'xml'
      expect(text.includes(`:entry:${entry}`), format).toBe(tells)
    }
  })

  it('has no statement for those who may not read it', async () => {
    const stranger = await desk().become('maelle.legoff')
    expect((await stranger.get('desk', statement)).status).toBe(404)
    expect((await stranger.get('desk', `${statement}/statement.json`)).status).toBe(404)
    expect((await stranger.get('desk', '/recalls')).text).not.toContain(TITLE)
    expect(await recallsFor(desk().farm, { actor: FARM, entry, limit: 5 })).toHaveLength(1)
  })

  it('still shows on the site as it was, with links that stay there', async () => {
    const nadia = await desk().become('nadia.belkacem')
    const [made] = await recallsFor(desk().farm, { actor: FARM, entry, limit: 1 })
    const minute = new Date((made?.at ?? 0) + 60_000)
    expect((await nadia.get('desk', `/sites/nievre/as-of/revue-de-presse?date=${wall(minute)}`)).text).not.toContain(
      TITLE,
    )
    const future = await nadia.get('desk', '/sites/nievre/as-of?date=2999-01-01T10:00')
    expect(future.text).toContain('pas encore venu')
    const odd = await nadia.get('desk', '/sites/nievre/as-of?date=demain')
    expect([odd.status, odd.text.includes('ne se lit pas')]).toEqual([200, true])
    const list = await nadia.get('desk', '/sites/nievre/as-of/formations')
    const links = [...list.text.matchAll(/<li>[\s\S]*?href="(\/sites[^"]+)"/g)].map(([, href = '']) => href)
    expect(links.length).toBeGreaterThan(3)
    for (const href of links) expect(href).toMatch(/^\/sites\/nievre\/as-of\/[a-z-]+(\/\d+-[a-z0-9-]+)?\?date=/)
    const first = links.find((href) => /\/\d+-/.test(href)) ?? ''
    expect((await nadia.get('desk', first.replaceAll('&#38;', '&'))).status).toBe(200)
    const lea = await desk().become('lea.bonnard')
    expect((await lea.get('desk', '/sites/nievre/as-of')).status).toBe(404)
    expect((await lea.get('desk', '/sites/nievre/as-of/formations')).status).toBe(404)
  })

  function post(visitor: DeskVisitor, reason: string) {
    return visitor.post('desk', `/entries/${entry}`, { act: 'recall', reason })
  }
})

function wall(date: Date): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'short' })
  return text.format(date).replace(' ', 'T')
}
