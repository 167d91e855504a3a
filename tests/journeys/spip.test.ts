import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServedFarm, serveFarm } from '../../farm/server/serve-farm.ts'
import { findBrowser, launchBrowser } from '../browser.ts'
import { oldSpipSite, writeSqlite } from '../farm/old-spip-site.ts'
import { demoFarm } from '../farms.ts'

const found = await findBrowser()

describe.skipIf(found.kind === 'none')('Taking a SPIP site in, in a browser', { timeout: 300_000 }, () => {
  const open = demoFarm()
  const folder = mkdtempSync(join(tmpdir(), 'terroir-old-site-'))
  let browser: Browser
  let served: ServedFarm
  const at = (path: string, host = 'desk') => `http://${host}.localhost:${served.port}${path}`

  beforeAll(async () => {
    if (found.kind === 'none') return
    served = await serveFarm(await open(), { port: 0, built: new URL('../../dist', import.meta.url).pathname })
    browser = await launchBrowser(found)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function become(login: string): Promise<Page> {
    const context = await browser.newContext()
    context.setDefaultTimeout(90_000)
    const page = await context.newPage()
    await page.goto(at('/sign-in'))
    await page.locator('details.persona summary').click()
    await page.locator(`button[value="${login}"]`).click()
    await page.waitForLoadState()
    return page
  }

  async function settled(page: Page, title: string): Promise<void> {
    for (let looks = 0; looks < 120 && (await page.getByText(title).count()) === 0; looks += 1) {
      await page.waitForTimeout(500)
      await page.goto(page.url())
    }
    expect(await page.getByText(title).count()).toBeGreaterThan(0)
  }

  it('rehearses its base, says otherwise what a section becomes, imports it, and answers for an old address', async () => {
    const base = join(folder, 'spip.sqlite')
    writeSqlite(base, oldSpipSite())
    const page = await become('camille.ferrand')
    await page.goto(at('/import'))
    await page.getByRole('link', { name: 'Un site SPIP entier' }).click()
    const file = { name: 'spip.sqlite', mimeType: 'application/octet-stream', buffer: readFileSync(base) }
    await page.getByLabel('Fichier du site').setInputFiles(file)
    await page.getByLabel('Site qui répondra aux anciennes adresses').selectOption('nievre')
    await page.getByLabel('Territoire des textes qui n’en ont pas').fill('Nièvre')
    await page.getByRole('button', { name: 'Répéter sans rien écrire' }).click()
    await page.waitForURL(/\/import\/spip\/\d+$/)
    await settled(page, 'Répétition terminée : rien n’est écrit')
    const counts = async (id: string) => ((await page.locator(`#${id}`).textContent()) ?? '').replace(/\s+/g, ' ')
    expect(await counts('texts-article')).toMatch(/seraient nouvelles ?58/)
    expect(await counts('subjects')).toContain('Vie de la maison')

    await page.getByLabel('Devient plutôt : Vie de la maison').fill('community-life')
    await page.getByRole('button', { name: 'Répéter avec ces réglages' }).click()
    await settled(page, 'Répétition terminée : rien n’est écrit')
    expect(await page.getByLabel('Devient plutôt : Vie de la maison').inputValue()).toBe('community-life')
    expect(await counts('texts-article')).toMatch(/seraient nouvelles ?59/)
    const { violations } = await new AxeBuilder({ page }).include('main').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

    await page.getByRole('button', { name: 'Importer le site' }).click()
    await settled(page, 'Le site est importé')
    expect(await page.getByRole('link', { name: 'Le rapport de cet import, et de quoi l’annuler' }).count()).toBe(2)
    const visitor = await (await browser.newContext()).newPage()
    await visitor.goto(at('/spip.php?article5', 'nievre'))
    expect(visitor.url()).not.toContain('spip.php')
    expect(await visitor.locator('h1').first().textContent()).toContain('bus')
  })

  it('is not for those who manage one organisation', async () => {
    const page = await become('francoise.dubreuil')
    expect((await page.goto(at('/import/spip')))?.status()).toBe(404)
  })
})
