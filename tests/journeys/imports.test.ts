import { buffer as wholeOf } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../browser.ts'
import { servedDesk } from '../farm/web/served-desk.ts'
import { lookUntil } from '../page-checks.ts'

const HEADING = 'title;source_name;source_date;summary;rights;themes;territories'

function press(title: string, date: string): string {
  return `${title};Le Journal;${date};Six postes.;Lien seul;Emploi;Nevers (58)`
}

describeInBrowser('Importing at the desk, in a browser without script', () => {
  const { at, become } = browsing(servedDesk({ work: true }))
  const nadia = () => become('nadia.belkacem', { javaScriptEnabled: false })

  async function send(page: Page, buffer: Buffer, name = 'presse.csv'): Promise<void> {
    await page.goto('/import')
    await page.getByLabel('Fichier').setInputFiles({ name, mimeType: 'text/csv', buffer })
    await page.getByLabel('Genre de fiche').selectOption('press-review')
    await page.getByRole('button', { name: 'Essayer' }).click()
    await page.waitForURL(/\/imports\/\d+$/)
    await lookUntil(page, /Rien n’est encore écrit|Ce fichier n’a pas pu être lu/)
  }

  async function settled(page: Page, words: string | RegExp): Promise<void> {
    await page.waitForURL(/done=1/)
    await lookUntil(page, words)
  }

  const figures = async (page: Page) => ((await page.locator('dl.counts').textContent()) ?? '').replace(/\s+/g, ' ')
  const titles = async (page: Page, query: string) => {
    await page.goto(`/entries?q=${query}`)
    return page.locator('main tbody th').allTextContents()
  }

  it('rehearses a file, applies it, gives the failing lines to correct and send again, and undoes it', async () => {
    const page = await nadia()
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

    await page.goto(batch)
    const again = page.getByRole('link', { name: 'Importer le fichier corrigé' })
    expect(await again.getAttribute('href')).toMatch(/kind=press-review&organisation=nievre$/)
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Télécharger les 2 lignes refusées' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('presse-a-corriger.csv')
    const failing = (await wholeOf(await download.createReadStream())).toString('utf8')
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
      await page.goto(path ?? '')
      await page.getByText('Annuler cet import').click()
      await page.getByRole('button', { name: `Annuler, pour ${count}` }).click()
      await settled(page, /Import annulé par Nadia/)
      expect(await page.getByText('Ce qu’il avait apporté a été retiré').count()).toBe(1)
    }
    expect(await titles(page, 'tannerie')).toEqual([])
  })

  it('leads from a file that says too little to one value for all its lines, or to its mapping', async () => {
    const page = await nadia()
    const lines = Array.from({ length: 9 }, (_, i) => `Le port ${i};Le Journal;1${i}/03/2026;Six postes.;Emploi;x`)
    await send(page, Buffer.from(['title;source_name;source_date;summary;themes;Service', ...lines].join('\n')))
    expect(await page.getByText('Aucune ligne ne peut entrer telle quelle').count()).toBe(1)
    const brief = await page.getByRole('table', { name: 'En bref' }).textContent()
    expect(brief).toMatch(/9\s*Droits\s*À remplir/)
    expect(brief).not.toContain('Service')
    await page.getByLabel('Valeur fixe : Droits').selectOption({ label: 'Lien seul' })
    await page.getByLabel('Valeur fixe : Territoires').fill('Nevers (58)')
    await page.getByRole('button', { name: 'Essayer avec ces valeurs' }).click()
    await settled(page, 'Importer 9 fiches')
    expect(await page.getByText(/Donné aux lignes qui ne le disent pas/).textContent()).toContain('Nevers')
    await page.getByRole('button', { name: 'Importer 9 fiches' }).click()
    await settled(page, 'Annuler cet import')
    await page.getByRole('link', { name: 'Voir les fiches de cet import' }).click()
    expect(await page.locator('main tbody th').count()).toBe(9)
    await page.goBack()
    expect(await page.getByText('Une colonne du fichier n’est pas reprise').count()).toBe(1)
    await page.getByRole('button', { name: 'Faire une correspondance avec ce fichier' }).click()
    await page.waitForURL(/\/mappings\/new/)
    expect(await page.inputValue('[id="f-title"]')).toBe('title')
    expect(await page.inputValue('select[name=kind]')).toBe('press-review')
  })

  it('shows each field that would change, old and new, lets go of a rehearsal, and says what cannot be read', async () => {
    const page = await nadia()
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
    await page.goto('/import')
    await page.getByLabel('Ou son adresse sur le web').fill('http://127.0.0.1:1/presse.csv')
    await page.getByLabel('Genre de fiche').selectOption('press-review')
    await page.getByRole('button', { name: 'Essayer' }).click()
    await page.getByRole('alert').waitFor()
    expect(page.url()).toBe(at('desk', '/import'))
  })
})
