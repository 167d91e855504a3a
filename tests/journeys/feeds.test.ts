import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { XMLParser } from 'fast-xml-parser'
import { parseAtomFeed, parseOpml } from 'feedsmith'
import ICAL from 'ical.js'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { afterAll, describe, expect, it } from 'vitest'
import { FARM } from '../../pipeline/model/actor.ts'
import { servedDesk } from '../farm/web/served-desk.ts'

const desk = servedDesk()
const NEWSBOAT = hasNewsboat()
const run = promisify(execFile)

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

function ask(site: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const { port } = desk()
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const options = { host: '127.0.0.1', port, path, headers: { host: `${site}.localhost:${port}`, ...headers } }
  const asked = request(options, (response) => {
    const pieces: Buffer[] = []
    response.on('data', (piece: Buffer) => pieces.push(piece))
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: Buffer.concat(pieces).toString('utf8'),
      }),
    )
  })
  asked.on('error', reject)
  asked.end()
  return promise
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address)
  return pathname + search
}

describe('What a public site lets out', { timeout: 120_000 }, () => {
  it('is answered 304 while nothing changed, filters and all, and anew once it did', async () => {
    for (const path of ['/revue-de-presse.atom?theme=employment', '/revue-de-presse.csv', '/recherche.rss?q=emploi']) {
      const first = await ask('nievre', path)
      expect(first.status).toBe(200)
      const etag = String(first.headers.etag)
      expect((await ask('nievre', path, { 'if-none-match': etag })).status).toBe(304)
      const since = String(first.headers['last-modified'])
      expect((await ask('nievre', path, { 'if-modified-since': since })).status).toBe(304)
    }
    const path = '/revue-de-presse.atom?theme=employment'
    const before = await ask('nievre', path)
    const [uri = ''] = /tag:localhost,2026:entry:\d+(?=<\/id>)/.exec(before.text) ?? []
    const entry = Number(uri.split(':').at(-1))
    const withdrawn = await desk().farm.withdraw({ entry, actor: FARM, reason: 'Démentie' })
    expect(withdrawn.ok).toBe(true)
    const after = await ask('nievre', path, { 'if-none-match': String(before.headers.etag) })
    expect(after.status).toBe(200)
    expect(after.text).toContain(`<at:deleted-entry ref="${uri}"`)
    expect(after.text).not.toContain(`<id>${uri}</id>`)
  })

  it('comes in pages that hold each entry once, the filters kept', async () => {
    const read = async (path: string) => parseAtomFeed((await ask('nievre', path)).text)
    const first = await read('/recherche.atom?place=departement:58')
    const next = first.links?.find(({ rel }) => rel === 'next')?.href
    expect(next).toContain('place=departement%3A58')
    const second = await read(pathOf(next ?? ''))
    expect(second.id).toBe(first.id)
    const ids = [...(first.entries ?? []), ...(second.entries ?? [])].map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(50)
    expect(new Set(ids).size).toBe(ids.length)
    const back = second.links?.find(({ rel }) => rel === 'previous')?.href
    expect((await read(pathOf(back ?? ''))).entries?.map(({ id }) => id)).toEqual(first.entries?.map(({ id }) => id))
  })

  it('is XML that follows the schema it names, which the site serves', async () => {
    for (const [site, path] of [
      ['nievre', '/agenda.xml'],
      ['nievre', '/recherche.xml'],
      ['haut-nivernais', '/offres-d-emploi.xml'],
    ] as const) {
      const answer = await ask(site, path)
      const [, schema = ''] = /xsi:schemaLocation="\S+ (\S+)"/.exec(answer.text) ?? []
      const validator = XsdValidator.fromDoc(XmlDocument.fromString((await ask(site, pathOf(schema))).text))
      expect(() => validator.validate(XmlDocument.fromString(answer.text))).not.toThrow()
    }
  })

  it('is a table whose description has its very columns', async () => {
    const table = await ask('nievre', '/annuaire.csv?theme=employment')
    const [, described = ''] =
      /<([^>]+)>; rel="describedby"; type="application\/csvm\+json"/.exec(String(table.headers.link)) ?? []
    const answer = await ask('nievre', pathOf(described))
    expect(answer.headers['content-type']).toBe('application/csvm+json')
    const { tableSchema, url } = JSON.parse(answer.text)
    expect(pathOf(url)).toBe('/annuaire.csv?theme=employment')
    expect(table.text.split('\r\n')[0]).toBe(tableSchema.columns.map((one: { titles: string }) => one.titles).join(','))
  })

  it('is a calendar, cards and points, and no format its kinds have not', async () => {
    const calendar = new ICAL.Component(ICAL.parse((await ask('nievre', '/agenda.ics')).text))
    expect(calendar.getAllSubcomponents('vevent').length).toBeGreaterThan(5)
    expect((await ask('nievre', '/annuaire.vcf')).text).toMatch(/^BEGIN:VCARD\r\nVERSION:4\.0\r\n/)
    const { features } = JSON.parse((await ask('nievre', '/annuaire.geojson')).text)
    expect(features[0].geometry.coordinates[1]).toBeGreaterThan(40)
    expect((await ask('nievre', '/revue-de-presse.ics')).status).toBe(404)
    expect((await ask('nievre', '/agenda.vcf')).status).toBe(404)
  })

  it('is told to search engines: robots.txt, an index, sitemaps whose every page is there, linked data in it', async () => {
    const [, index = ''] = /^Sitemap: (.+)$/m.exec((await ask('nievre', '/robots.txt')).text) ?? []
    const parser = new XMLParser()
    const { sitemapindex } = parser.parse((await ask('nievre', pathOf(index))).text)
    const maps: { loc: string }[] = sitemapindex.sitemap
    const agenda = maps.find(({ loc }) => loc.endsWith('/sitemap-agenda.xml'))
    const { urlset } = parser.parse((await ask('nievre', pathOf(agenda?.loc ?? ''))).text)
    const page = await ask('nievre', pathOf(urlset.url[0].loc))
    expect(page.status).toBe(200)
    expect(Date.parse(urlset.url[0].lastmod)).toBeGreaterThan(0)
    const [, script = '{}'] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(page.text) ?? []
    expect(JSON.parse(script)).toMatchObject({ '@context': 'https://schema.org', '@type': 'Event' })
  })
})

describe('What a private site lets out', { timeout: 120_000 }, () => {
  const site = 'saone-et-loire'

  async function keyOf(login: string, place = site): Promise<string> {
    const visitor = await desk().become(login)
    const answer = await visitor.post('desk', '/keys', { site: place, name: 'Liseuse' })
    return /<code[^>]*>([\w-]{43})<\/code>/.exec(answer.text)?.[1] ?? ''
  }

  it('is for those with a key: in the address or as a password, there and nowhere else, until it is taken back', async () => {
    expect((await ask(site, '/actualites.atom')).status).toBe(401)
    expect((await ask(site, '/actualites.atom', { accept: 'text/html' })).status).toBe(403)
    const key = await keyOf('camille.ferrand')
    expect(key).toHaveLength(43)
    const feed = await ask(site, `/actualites.atom?key=${key}`)
    expect(feed.status).toBe(200)
    expect(feed.headers['cache-control']).toBe('private, no-store')
    expect(parseAtomFeed(feed.text).id).not.toContain(key)
    const basic = `Basic ${Buffer.from(`reader:${key}`).toString('base64')}`
    expect((await ask(site, '/actualites.rss', { authorization: basic })).status).toBe(200)
    expect((await ask(site, '/actualites.rss', { authorization: `Bearer ${key}` })).status).toBe(200)
    const etag = String(feed.headers.etag)
    expect((await ask(site, `/actualites.atom?key=${key}`, { 'if-none-match': etag })).status).toBe(304)
    const { headers } = await ask(site, `/actualites.csv?key=${key}`)
    const [, described = ''] = /<([^>]+)>; rel="describedby"/.exec(String(headers.link)) ?? []
    expect((await ask(site, pathOf(described))).headers['content-type']).toBe('application/csvm+json')
    expect((await ask(site, `/?key=${key}`)).status).toBe(403)
    expect((await ask('accueil', `/demandes.atom?key=${key}`)).status).toBe(401)
    expect((await ask('desk', `/entries.atom?key=${key}`)).status).toBe(401)
    const opml = parseOpml((await ask(site, `/flux.opml?key=${key}`)).text)
    expect(opml.body?.outlines?.every(({ xmlUrl }) => xmlUrl?.endsWith(`.atom?key=${key}`))).toBe(true)
    const owner = await desk().become('camille.ferrand')
    const [, id = ''] = /name="revoke" value="(\d+)"/.exec((await owner.get('desk', '/keys')).text) ?? []
    const thief = await desk().become('lea.bonnard')
    await thief.post('desk', '/keys', { revoke: id })
    expect((await ask(site, `/actualites.atom?key=${key}`)).status).toBe(200)
    await owner.post('desk', '/keys', { revoke: id })
    expect((await ask(site, `/actualites.atom?key=${key}`)).status).toBe(401)
  })

  it('is not for who may not read the site, key or not', async () => {
    const visitor = await desk().become('lea.bonnard')
    const answer = await visitor.post('desk', '/keys', { site, name: 'Liseuse' })
    expect(answer.text).not.toMatch(/<code[^>]*>[\w-]{43}<\/code>/)
    expect(answer.status).toBe(422)
  })

  it('of the desk follows the filters and the rights of its person', async () => {
    const key = await keyOf('francoise.dubreuil', 'desk')
    const table = await ask('desk', `/entries.csv?state=submitted&key=${key}`)
    expect(table.status).toBe(200)
    const lines = table.text.trim().split('\r\n')
    expect(lines[0]).toMatch(/,state$/)
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.slice(1).every((line) => line.endsWith(',submitted'))).toBe(true)
    expect((await ask('desk', `/entries?key=${key}`)).status).toBe(303)
  })
})

describe.skipIf(!NEWSBOAT)('newsboat', { timeout: 120_000 }, () => {
  const place = mkdtempSync(join(tmpdir(), 'terroir-newsboat-'))
  afterAll(() => rmSync(place, { recursive: true, force: true }))

  it.each(['rss', 'atom'])('reads %s and finds every entry of it', async (ending) => {
    const { port } = desk()
    const address = `http://nievre.localhost:${port}/actualites.${ending}`
    const expected = parseAtomFeed((await ask('nievre', '/actualites.atom')).text).entries?.length
    const [urls, cache] = [join(place, `urls-${ending}`), join(place, `cache-${ending}.db`)]
    writeFileSync(urls, `${address}\n`)
    const environment = { env: { ...process.env, HOME: place } }
    const newsboat = (what: string) =>
      run('newsboat', ['-u', urls, '-c', cache, '-C', '/dev/null', '-x', what], environment)
    await newsboat('reload')
    expect((await newsboat('print-unread')).stdout).toContain(`${expected} unread`)
  })
})

function hasNewsboat(): boolean {
  try {
    execFileSync('newsboat', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    if (process.env.CI) throw new Error('newsboat reads our feeds: install it (Debian: apt-get install newsboat)')
    return false
  }
}
