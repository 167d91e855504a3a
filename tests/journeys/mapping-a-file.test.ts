import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../browser.ts'
import { servedDesk } from '../farm/web/served-desk.ts'
import { complaintsOfAxe, overflowOf } from '../page-checks.ts'

const CSV = [
  'référence;Intitulé;ROME;CP;Ville;Contrat;Texte;Limite',
  'M-1;Soudeur;H2913;58000;Nevers;CDI;Souder des rails.;12 janvier 2027',
  'M-2;Boulangère;D1102;58000;Nevers;CDI intérimaire;Faire le pain.;31/12/2026',
].join('\n')

describeInBrowser('Mapping a file, in a browser', () => {
  const { become } = browsing(servedDesk({ work: true }))
  let page: Page
  beforeAll(async () => {
    page = await become('nadia.belkacem')
    page.on('dialog', (dialog) => void dialog.accept())
  })

  it('a moderator gives a file, and sees what it holds and what is still wanted', async () => {
    await page.goto('/mappings')
    expect(await page.textContent('main')).toContain('Aucune correspondance')
    await page.getByRole('link', { name: 'Nouvelle correspondance' }).click()
    await page.setInputFiles('input[name=file]', {
      name: 'offres du conseil.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(CSV),
    })
    await page.getByLabel('Genre de fiche').selectOption('job')
    await page.getByRole('button', { name: 'Regarder le fichier' }).click()
    await page.waitForSelector('form#mapping')
    expect(await page.textContent('#told')).toMatch(/point-virgule · titres à la ligne 1 · 8 colonnes · 2 lignes/)
    expect(await page.inputValue('[id="f-title"]')).toBe('Intitulé')
    expect(await page.inputValue('[id="f-occupation"]')).toBe('ROME')
    expect(await page.inputValue('select[name=identity]')).toBe('référence')
    expect(await page.textContent('[id="o-themes"]')).toMatch(/À remplir|obligatoire/)
  })

  it('what is chosen is checked at once, and nothing typed is lost', async () => {
    await page.locator('[id="f-deadline"]').selectOption('Limite')
    await page.locator('[id="c-employer"]').fill('Employeur anonyme')
    await page.locator('[id="c-themes"]').fill('emploi')
    await page.locator('[id="c-themes"]').press('Tab')
    await expect.poll(() => page.textContent('[id="o-deadline"]')).toMatch(/12\s+janvier\s+2027/)
    await expect.poll(() => page.textContent('#sum')).toMatch(/1 ligne sur 2 serait refusée/)
    expect(await page.textContent('[id="v-contract"]')).toContain('CDI intérimaire')
    await page.getByLabel('Notre valeur pour « CDI intérimaire »').selectOption('permanent')
    await expect.poll(() => page.textContent('#sum')).toMatch(/2 premières lignes entreraient/)
    await page.locator('[id="f-title"]').focus()
    await page.getByRole('button', { name: 'Vérifier' }).click()
    await page.waitForLoadState()
    expect(await page.inputValue('[id="c-employer"]')).toBe('Employeur anonyme')
    expect(await page.getByLabel('Notre valeur pour « CDI intérimaire »').inputValue()).toBe('permanent')
  })

  it('it is accessible, and fits a phone', async () => {
    expect(await complaintsOfAxe(page, 'main')).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await overflowOf(page)).toBe(0)
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  it('it is tried on the whole file, kept under a name, and the file is imported by it', async () => {
    await page.getByLabel('Nom de la correspondance').fill('Offres du conseil')
    await page.getByRole('button', { name: 'Essayer sur tout le fichier' }).click()
    await page.waitForSelector('#report')
    expect(await page.textContent('#report')).toMatch(/2\s*seraient nouvelles|seraient nouvelles\s*2/)
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await page.waitForURL(/\/mappings\/\d+\?/)
    expect(await page.textContent('main')).toContain('La correspondance est enregistrée')
    await page.getByRole('button', { name: 'Enregistrer et importer' }).click()
    await page.waitForURL(/\/imports\/\d+/)
    await page.goto('/entries')
    expect(await page.textContent('main')).toContain('Boulangère')
  })

  it('written by hand, its mistakes name their place and are not saved', async () => {
    await page.goto('/mappings')
    await page.getByRole('link', { name: 'Offres du conseil' }).click()
    await page.getByRole('link', { name: 'Écrire en JSON' }).click()
    const text = await page.getByLabel('JSON').inputValue()
    await page.getByLabel('JSON').fill(text.replace('"CDI intérimaire": "permanent"', '"CDI intérimaire": 3'))
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.waitForLoadState()
    expect(await page.textContent('#errors')).toContain('/fields/contract/values/pairs')
    await page.getByLabel('JSON').fill(text)
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.waitForURL(/\/mappings\/\d+\?done=save/)
  })

  it('works without script by its button', async () => {
    const plain = await become('nadia.belkacem', { javaScriptEnabled: false })
    await plain.goto('/mappings/new')
    await plain.setInputFiles('input[name=file]', { name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) })
    await plain.getByLabel('Genre de fiche').selectOption('job')
    await plain.getByRole('button', { name: 'Regarder le fichier' }).click()
    await plain.locator('[id="c-themes"]').fill('emploi')
    await plain.getByRole('button', { name: 'Vérifier' }).click()
    expect(await plain.textContent('[id="o-themes"]')).toContain('Emploi')
  })
})
