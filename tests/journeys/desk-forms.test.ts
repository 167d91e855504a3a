import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../browser.ts'
import { servedDesk } from '../farm/web/served-desk.ts'

describeInBrowser('Writing and managing at the desk, in a browser', () => {
  const { at, become } = browsing(servedDesk({ work: true }))

  const title = (page: Page) => page.getByLabel('Titre de l’événement')
  const draft = (page: Page) => page.getByRole('button', { name: 'Enregistrer le brouillon' }).click()

  it('keeps what was typed through a reload, a refusal and somebody else’s change', async () => {
    const page = await become('lea.bonnard')
    await page.goto('/new/event')
    await title(page).fill('Portes ouvertes de la recyclerie')
    await page.locator('#f-body').fill('Visite et atelier.')
    await page.waitForTimeout(1_000)
    await page.reload()
    await expect.poll(() => title(page).inputValue()).toBe('Portes ouvertes de la recyclerie')
    expect(await page.locator('#f-body').textContent()).toBe('Visite et atelier.')
    await page.getByRole('button', { name: 'Proposer' }).click()
    await page.getByRole('alert').getByText('Lieu').waitFor()
    expect(await title(page).inputValue()).toBe('Portes ouvertes de la recyclerie')
    await draft(page)
    await page.waitForURL(/\/entries\/\d+\/edit\?saved=/)
    const other = await page.context().newPage()
    await other.goto(page.url())
    await title(other).fill('Portes ouvertes, samedi')
    await draft(other)
    await other.waitForURL(/saved=2/)
    await title(page).fill('Portes ouvertes, dimanche')
    await draft(page)
    await page.getByText('Quelqu’un a modifié cette fiche').waitFor()
    expect(await page.locator('main tbody tr').first().textContent()).toContain('samedi')
    expect(await title(page).inputValue()).toBe('Portes ouvertes, dimanche')
    await draft(page)
    await page.waitForURL(/saved=3/)
    expect(await title(page).inputValue()).toBe('Portes ouvertes, dimanche')
  })

  it('opens a site in one form; what was published already stands on it', async () => {
    const page = await become('francoise.dubreuil')
    await page.goto('/sites/new')
    await page.getByLabel('Nom du site').fill('Emploi en Morvan')
    expect(await page.getByLabel('Adresse').inputValue()).toBe('emploi-en-morvan')
    await page.getByLabel('Agenda', { exact: true }).check()
    await page.getByRole('button', { name: 'Créer le site' }).click()
    await page.waitForURL(/\/sites\/emploi-en-morvan\?created=1/)
    await page.goto(at('emploi-en-morvan', '/agenda'))
    expect(await page.locator('main').textContent()).toMatch(/Nevers|Clamecy|Cosne/)
    await page.goto('/sites/emploi-en-morvan')
    await page.getByRole('link', { name: 'Agenda', exact: true }).click()
    await page.getByRole('button', { name: 'Retirer Nièvre (58)' }).click()
    await page.getByRole('combobox', { name: 'Lieux' }).fill('Clamecy')
    await page
      .getByRole('option', { name: /Nièvre/ })
      .first()
      .click()
    await page.getByLabel('Les fiches sont').selectOption({ label: 'Dans ces lieux' })
    await page.getByRole('button', { name: 'Essayer' }).click()
    expect(await page.locator('#rehearsed').textContent()).toContain('Emploi en Morvan')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.waitForURL(/\/sites\/emploi-en-morvan\?/)
    const listed = async () => {
      await page.goto(at('emploi-en-morvan', '/agenda'))
      return page.locator('ul.rows').textContent()
    }
    await expect.poll(listed, { timeout: 20_000 }).not.toMatch(/Nevers|Cosne/)
  })
})
