import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServedFarm, serveFarm } from '../../farm/server/serve-farm.ts'
import { findBrowser, launchBrowser } from '../browser.ts'
import { demoFarm } from '../farms.ts'

const found = await findBrowser()

const HEADING = 'title;source_name;source_date;summary;rights;themes;territories'

function press(title: string, date: string): string {
  return `${title};Le Journal;${date};Six postes.;Lien seul;Emploi;Nevers (58)`
}

describe.skipIf(found.kind === 'none')(
  'Importing at the desk, in a browser without script',
  { timeout: 240_000 },
  () => {
    const open = demoFarm()
    let browser: Browser
    let served: ServedFarm
    const at = (path: string) => `http://desk.localhost:${served.port}${path}`

    beforeAll(async () => {
      if (found.kind === 'none') return
      served = await serveFarm(await open(), { port: 0, built: new URL('../../dist', import.meta.url).pathname })
      browser = await launchBrowser(found)
    }, 120_000)
    afterAll(async () => {
      await browser?.close()
      await served?.stop()
    })

    async function nadia(): Promise<BrowserContext> {
      const context = await browser.newContext({ javaScriptEnabled: false })
      context.setDefaultTimeout(60_000)
      const page = await context.newPage()
      await page.goto(at('/sign-in'))
      await page.locator('details.persona summary').click()
      await page.locator('button[value="nadia.belkacem"]').click()
      await page.waitForLoadState()
      await page.close()
      return context
    }

    async function send(page: Page, buffer: Buffer, name = 'presse.csv'): Promise<void> {
      await page.goto(at('/import'))
      await page.getByLabel('Fichier').setInputFiles({ name, mimeType: 'text/csv', buffer })
      await page.getByLabel('Sorte de fiche').selectOption('press-review')
      await page.getByRole('button', { name: 'Essayer' }).click()
      await page.waitForURL(/\/imports\/\d+$/)
      // A loaded machine may still be at it.
      for (let looks = 0; looks < 60 && (await page.getByText('Où en est-ce ?').count()) > 0; looks += 1) {
        await page.waitForTimeout(500)
        await page.reload()
      }
    }

    async function settled(page: Page, words: string | RegExp): Promise<void> {
      await page.waitForURL(/done=1/)
      for (let looks = 0; looks < 60 && (await page.getByText(words).count()) === 0; looks += 1) {
        await page.waitForTimeout(500)
        await page.reload()
      }
      expect(await page.getByText(words).count()).toBeGreaterThan(0)
    }

    const figures = async (page: Page) => ((await page.locator('dl.counts').textContent()) ?? '').replace(/\s+/g, ' ')
    const titles = async (page: Page, query: string) => {
      await page.goto(at(`/entries?q=${query}`))
      return page.locator('main tbody th').allTextContents()
    }

    it('rehearses a file, applies it, gives the failing lines to correct and send again, and undoes it', async () => {
      const context = await nadia()
      const page = await context.newPage()
      const lines = [
        HEADING,
        press('La tannerie embauche', '12/03/2026'),
        press('La tannerie sans date', 'jamais'),
        press('=La tannerie hostile', 'hier'),
      ]
      await send(page, Buffer.from(lines.join('\n')))
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('presse.csv')
      expect(await page.getByText('Rien n’est encore écrit.').count()).toBe(1)
      expect(await figures(page)).toMatch(/seraient nouvelles ?1/)
      const problems = await page.locator('main tbody tr').allTextContents()
      expect(problems).toHaveLength(2)
      expect(problems[0]).toContain('Date de parution')
      expect(await titles(page, 'tannerie')).toEqual([])
      await page.goBack()
      await page.getByRole('button', { name: 'Importer une fiche' }).click()
      await settled(page, 'Annuler cet import')
      const batch = new URL(page.url()).pathname
      expect(await titles(page, 'tannerie')).toEqual([expect.stringContaining('La tannerie embauche')])

      await page.goto(at(batch))
      const downloading = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Télécharger les 2 lignes refusées' }).click()
      const download = await downloading
      expect(download.suggestedFilename()).toBe('presse-a-corriger.csv')
      const failing = readFileSync(await download.path(), 'utf8')
      const [heading, first, second] = failing.split('\r\n')
      expect(heading).toBe(`\uFEFFproblèmes;${HEADING}`)
      expect(first).toContain('La tannerie sans date;Le Journal;jamais')
      // What a spreadsheet would run is guarded, and read back as it was.
      expect(second).toContain("'=La tannerie hostile")

      await send(
        page,
        Buffer.from(failing.replace('jamais', '13/03/2026').replace(';hier;', ';14/03/2026;')),
        'presse-a-corriger.csv',
      )
      expect(await page.locator('main tbody tr').allTextContents()).toEqual([])
      await page.getByRole('button', { name: 'Importer 2 fiches' }).click()
      await settled(page, 'Annuler cet import')
      const corrected = new URL(page.url()).pathname
      expect((await titles(page, 'tannerie')).sort()).toEqual([
        expect.stringContaining('=La tannerie hostile'),
        expect.stringContaining('La tannerie embauche'),
        expect.stringContaining('La tannerie sans date'),
      ])

      for (const [path, count] of [
        [corrected, '2 fiches'],
        [batch, 'une fiche'],
      ]) {
        await page.goto(at(path ?? ''))
        await page.getByText('Annuler cet import').click()
        await page.getByRole('button', { name: `Annuler, pour ${count}` }).click()
        await settled(page, /Import annulé par Nadia/)
        expect(await page.getByText('Ce qu’il avait apporté a été retiré').count()).toBe(1)
      }
      expect(await titles(page, 'tannerie')).toEqual([])
      await context.close()
    })

    it('shows each field that would change, old and new, lets go of a rehearsal, and says what cannot be read', async () => {
      const context = await nadia()
      const page = await context.newPage()
      const file = (title: string) => Buffer.from([`id;${HEADING}`, `p1;${press(title, '12/03/2026')}`].join('\n'))
      await send(page, file('La scierie recrute'))
      await page.getByRole('button', { name: 'Importer une fiche' }).click()
      await settled(page, 'Annuler cet import')
      await send(page, file('La scierie recrute encore'))
      expect(await page.locator('details.samples').textContent()).toMatch(/Titre[\s\S]*encore/)
      const rehearsed = page.url()
      await page.getByRole('button', { name: 'Ne pas importer' }).click()
      await page.waitForURL(/\/imports$/)
      const gone = await page.goto(rehearsed)
      expect(gone?.status()).toBe(404)
      await send(page, Buffer.from('%PDF-1.7'))
      expect(await page.getByText('Ce fichier n’a pas pu être lu').count()).toBe(1)
      await page.goto(at('/import'))
      await page.getByLabel('Ou son adresse sur le web').fill('http://127.0.0.1:1/presse.csv')
      await page.getByLabel('Sorte de fiche').selectOption('press-review')
      await page.getByRole('button', { name: 'Essayer' }).click()
      await page.getByRole('alert').waitFor()
      expect(page.url()).toBe(at('/import'))
      await context.close()
    })
  },
)
