import { expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../browser.ts'
import { servedDesk } from '../farm/web/served-desk.ts'
import { person } from '../farms.ts'

describeInBrowser('Building a request, in a browser', () => {
  const desk = servedDesk({ work: true })
  const { at, become } = browsing(desk)

  it('asks for what is near Nevers or within the Yonne, and sees an entry arrive', async () => {
    const page = await become('camille.ferrand')
    await page.goto('/sites/bourgogne-franche-comte/new')
    await page.getByLabel('Nom du service').fill('Autour de Nevers et dans l’Yonne')
    await page.getByLabel('Mot de son adresse').fill('autour')
    await page.getByLabel('Revue de presse').check()
    const add = async (place: string, kind: string) => {
      await page.locator(`[id="${place}.add"]`).selectOption(kind)
      await page.locator(`button[value="add ${place}"]`).click()
    }
    await add('when', 'any')
    await add('when.2', 'near')
    await page.locator('[id="when.2.0.place"]').fill('Nevers (58194)')
    await page.locator('[id="when.2.0.km"]').fill('30')
    await add('when.2', 'territory')
    const places = page.locator('[id="when.2.1"]').getByRole('combobox').first()
    await places.fill('Yonne')
    await page.getByRole('option').filter({ hasText: 'département' }).first().click()
    await page.locator('#request').getByRole('button', { name: 'Relire la demande' }).click()
    const sentence = page.getByText(/à moins de 30 km de Nevers ou dans l’Yonne/)
    await sentence.waitFor()
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.waitForURL(/\/sites\/bourgogne-franche-comte\?/)
    await publish('Une fabrique ouvre à Decize', 'Varennes-Vauzelles (58303)')
    await expect
      .poll(async () => (await (await page.goto(at('bourgogne-franche-comte', '/autour')))?.text()) ?? '', {
        timeout: 20_000,
      })
      .toContain('Une fabrique ouvre à Decize')
  })

  async function publish(title: string, place: string) {
    const raw = {
      title,
      source_name: 'Le Courrier du Morvan',
      source_date: '2026-11-02',
      rights: 'link',
      summary: 'En quelques lignes.',
      themes: ['employment'],
      territories: [place],
    }
    const { farm } = desk()
    const about = { serviceType: 'press-review', organisation: 'nievre', road: 'form', intent: 'propose' } as const
    const [arrival] = await farm.submit([{ ...about, raw }], { actor: await person(farm, 'lea.bonnard') })
    const entry = arrival?.entry ?? expect.fail(JSON.stringify(arrival?.problems))
    const done = await farm.decide({ actor: await person(farm, 'nadia.belkacem'), entry, word: 'approve', reason: '' })
    expect(done).toMatchObject({ ok: true })
  }
})
