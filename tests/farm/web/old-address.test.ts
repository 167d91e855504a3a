import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { importSpip } from '../../../farm/spip/import-spip.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { mysqlDump, oldSpipSite } from '../spip/old-spip-site.ts'
import { servedDesk } from './served-desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'terroir-old-address-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('The addresses of a site that was a SPIP site', { timeout: 240_000 }, () => {
  const desk = servedDesk()

  it('lead to the page of their entry for good; others are not found', async () => {
    const path = join(folder, 'site.sql')
    writeFileSync(path, mysqlDump(oldSpipSite()))
    const visitor = desk().visitor()
    expect((await visitor.get('nievre', '/spip.php?article5')).status).toBe(404)
    const imported = await importSpip(desk().farm, {
      ...{ path, organisation: 'nievre', site: 'nievre', origin: 'https://nievre.example', actor: FARM, dryRun: false },
      kinds: { article: 'news', breve: 'news', source: 'press-review' },
      mapping: { rubriques: {}, mots: {} },
      defaults: { territories: 'departement:58', themes: 'employment' },
    })
    expect(imported.ok).toBe(true)
    const addresses = ['/spip.php?article5', '/article5.html', '/?page=article&id_article=5', '/emploi/le-bus']
    for (const address of addresses) {
      const { status, location } = await visitor.get('nievre', address)
      expect([address, status]).toEqual([address, 301])
      expect(location).toMatch(/\/actualites\/\d+-le-bus-a-la-demande$/)
      expect((await visitor.get('nievre', new URL(location, 'http://x').pathname)).status).toBe(200)
    }
    const pages = {
      '/spip.php?page=backend': '/recherche.rss',
      '/backend.php3': '/recherche.rss',
      '/?page=backend&id_rubrique=3': '/recherche.rss',
      '/spip.php?page=recherche&recherche=le+bus': '/recherche?q=le+bus',
      '/spip.php?page=plan': '/plan-du-site',
      '/spip.php': '/',
    }
    for (const [address, page] of Object.entries(pages)) {
      const { status, location } = await visitor.get('nievre', address)
      expect([address, status, location.replace(/^https?:\/\/[^/]+/, '')]).toEqual([address, 301, page])
      expect([page, (await visitor.get('nievre', page)).status]).toEqual([page, 200])
    }
    for (const address of ['/spip.php?article4', '/spip.php?article9999', '/nulle-part', '/?page=article&id_article=4'])
      expect([404, 200]).toContain((await visitor.get('nievre', address)).status)
    expect((await visitor.get('yonne', '/spip.php?article5')).status).toBe(404)
  })
})
