import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../browser.ts'
import { oldSpipSite, writeSqlite } from '../farm/spip/old-spip-site.ts'
import { servedDesk } from '../farm/web/served-desk.ts'
import { complaintsOfAxe, lookUntil, overflowOf } from '../page-checks.ts'

describeInBrowser('Taking a SPIP site in, in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'terroir-old-site-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const { at, become, stranger } = browsing(servedDesk({ work: true }))

  it('rehearses its base, says otherwise what a section becomes, imports it, and answers for an old address', async () => {
    const base = join(folder, 'spip.sqlite')
    writeSqlite(base, oldSpipSite())
    const page = await become('camille.ferrand')
    await page.goto('/import')
    await page.getByRole('link', { name: 'Un site SPIP entier' }).click()
    const file = { name: 'spip.sqlite', mimeType: 'application/octet-stream', buffer: readFileSync(base) }
    await page.getByLabel('Fichier du site').setInputFiles(file)
    await page.getByLabel('Site qui répondra aux anciennes adresses').selectOption('nievre')
    await page.getByLabel('Territoire des textes qui n’en ont pas').fill('Nièvre')
    await page.getByRole('button', { name: 'Répéter sans rien écrire' }).click()
    await page.waitForURL(/\/import\/spip\/\d+$/)
    await lookUntil(page, 'Répétition terminée : rien n’est écrit')
    const counts = async (id: string) => ((await page.locator(`#${id}`).textContent()) ?? '').replace(/\s+/g, ' ')
    expect(await counts('texts-article')).toMatch(/seraient nouvelles ?58/)
    expect(await counts('subjects')).toContain('Vie de la maison')

    await page.getByLabel('Devient plutôt : Vie de la maison').fill('community-life')
    await page.getByRole('button', { name: 'Répéter avec ces réglages' }).click()
    await lookUntil(page, 'Répétition terminée : rien n’est écrit')
    expect(await page.getByLabel('Devient plutôt : Vie de la maison').inputValue()).toBe('community-life')
    expect(await counts('texts-article')).toMatch(/seraient nouvelles ?59/)
    expect(await complaintsOfAxe(page, 'main')).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await overflowOf(page)).toBe(0)

    await page.getByRole('button', { name: 'Importer le site' }).click()
    await lookUntil(page, 'Le site est importé')
    expect(await page.getByRole('link', { name: 'Le rapport de cet import, et de quoi l’annuler' }).count()).toBe(2)
    const visitor = await stranger()
    await visitor.goto(at('nievre', '/spip.php?article5'))
    expect(visitor.url()).not.toContain('spip.php')
    expect(await visitor.locator('h1').first().textContent()).toContain('bus')
  })

  it('is not for those who manage one organisation', async () => {
    const page = await become('francoise.dubreuil')
    expect((await page.goto('/import/spip'))?.status()).toBe(404)
  })
})
