import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../browser.ts'
import { servedDesk } from '../farm/web/served-desk.ts'
import { complaintsOfAxe, overflowOf, PHONE } from '../page-checks.ts'

/** Pages of the desk that hold a table. */
const TABLES = ['/entries', '/sites', '/sites/nievre', '/sources', '/themes', '/territories', '/imports']

/** One page of each family. */
const FAMILIES = [
  ...['/', '/queue?step=moderate', '/confirm', '/duplicates', '/new/event', '/import', '/import/spip', '/mappings/new'],
  ...['/sources/new', '/sources/opml', '/partners', '/keys', '/api/v1', '/sites/nievre/as-of', '/territories/vintage'],
]

describeInBrowser('The desk, for everyone', () => {
  const { become } = browsing(servedDesk())

  it('reads its tables as labelled rows on a phone, which are still tables to who listens', async () => {
    const page = await become('camille.ferrand', PHONE)
    for (const path of TABLES) {
      await page.goto(path)
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.scroller')].map((e) => e.scrollWidth - e.clientWidth),
      )
      expect(Math.max(...wide), path).toBeLessThanOrEqual(0)
    }
    await page.goto('/entries')
    expect(await page.getByRole('table').getByRole('columnheader').count()).toBe(6)
    const row = page.getByRole('row').nth(1)
    expect(await row.getByRole('rowheader').count()).toBe(1)
    const words = await row
      .getByRole('cell')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-label')))
    expect(words).toEqual(['Genre', 'État', 'Organisme', 'Par', 'Modifiée'])
  })

  it('starts at its answer: a refused form at what is to be mended, a done thing at what was done', async () => {
    const page = await become('francoise.dubreuil')
    const focused = () => page.evaluate(() => document.activeElement?.closest('.notice')?.textContent ?? '')
    await page.goto('/partners')
    await page.getByRole('button', { name: 'Ajouter' }).click()
    await expect.poll(focused).toMatch(/à corriger/)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toMatch(/^#/)
    await page.keyboard.press('Enter')
    const field = page.locator(':focus')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    const described = (await field.getAttribute('aria-describedby')) ?? ''
    expect(described).toMatch(/-error/)
    await field.fill('Observatoire régional')
    await page.getByLabel('Contact').fill('Rémi Perrin, remi.perrin@observatoire.example')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/partners\/\d+/)
    await expect.poll(focused).not.toBe('')
  })

  it('lets keys of one letter be turned off, for good on that machine', async () => {
    const page = await become('nadia.belkacem')
    await page.goto('/queue?step=moderate')
    await page.locator('details.keys summary').click()
    await page.getByLabel('Touches d’une lettre actives sur ce poste').uncheck()
    await page.reload()
    const before = page.url()
    await page.locator('body').press('j')
    await page.locator('body').press('x')
    expect(page.url()).toBe(before)
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('TEXTAREA')
    await page.locator('details.keys summary').click()
    await page.getByLabel('Touches d’une lettre actives sur ce poste').check()
    await page.locator('body').press('x')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  })

  describe('holds for axe, on a phone in the dark, and asks for nothing that is not there:', () => {
    let page: Page
    const missing: string[] = []
    beforeAll(async () => {
      page = await become('camille.ferrand', { ...PHONE, colorScheme: 'dark' })
      page.on('response', (response) => {
        if (response.status() >= 400) missing.push(response.url())
      })
    })

    it.each(FAMILIES)('%s', async (path) => {
      await page.goto(path)
      expect(await complaintsOfAxe(page)).toEqual([])
      expect(await overflowOf(page)).toBe(0)
      expect(missing).toEqual([])
    })
  })
})
