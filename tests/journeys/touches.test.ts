import { expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../browser.ts'
import { correctSheet, publishSheet } from '../farm/sites/published.ts'
import { servedDesk } from '../farm/web/served-desk.ts'
import { person } from '../farms.ts'

describeInBrowser('Looking after a section, in a browser', () => {
  const desk = servedDesk({ work: true })
  const { at, become } = browsing(desk)

  it('pins and retitles, takes in what was corrected elsewhere, settles what clashed, and loses it all with the entry', async () => {
    const { farm } = desk()
    const entry = await publishSheet(farm, 'La scierie rouvre à Decize')
    const section = (await farm.memory()).sites
      .subscriptions('nievre')
      .find((one) => JSON.stringify(one.when).includes('press-review'))
    // The whole desk works without script.
    const page = await become('thomas.jacquet', { javaScriptEnabled: false })
    const list = `/sites/nievre/${section?.id}/entries`
    const portal = async () => {
      await page.goto(at('nievre', `/${section?.slug}`))
      return page.locator('main ul.rows > li').first().textContent()
    }
    await page.goto(list)
    await page
      .getByRole('button', { name: /^Épingler/ })
      .last()
      .click()
    await page.goto(list)
    await page.getByRole('button', { name: 'Épingler La scierie rouvre à Decize' }).click()
    await page.getByRole('status').getByText('en tête de la rubrique').waitFor()
    expect(await portal()).toContain('La scierie rouvre à Decize')
    await page.goto(list)
    await page.getByRole('link', { name: 'Retoucher La scierie rouvre à Decize' }).click()
    await page.locator('input[name=title]').fill('Decize : la scierie repart')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByRole('status').getByText('vos mots').waitFor()
    expect(await portal()).toContain('Decize : la scierie repart')
    expect(await (await page.goto(at('nievre', `/${section?.slug}.rss`)))?.text()).toContain(
      'Decize : la scierie repart',
    )

    await correctSheet(farm, entry, 'La scierie rouvre à Decize', 'Un résumé corrigé par son auteur, plus précis.')
    const corrected = await portal()
    expect(corrected).toContain('Decize : la scierie repart')
    expect(corrected).toContain('Un résumé corrigé par son auteur')
    await page.goto('/clashes')
    await page.getByText('Rien à trancher').waitFor()

    await correctSheet(
      farm,
      entry,
      'La scierie de Decize rouvre lundi',
      'Un résumé corrigé par son auteur, plus précis.',
    )
    expect(await portal()).toContain('Decize : la scierie repart')
    await page.goto('/')
    await page.locator('main').getByRole('link', { name: 'La scierie de Decize rouvre lundi' }).click()
    const columns = await page.locator('.clash dd').allTextContents()
    expect(columns.map((one) => one.replace(/\s+/g, ' '))).toEqual([
      expect.stringContaining('La scierie rouvre à Decize'),
      expect.stringContaining('lundi'),
      expect.stringContaining('repart'),
    ])
    await page.getByRole('button', { name: /^Prendre la correction/ }).click()
    await page.getByRole('status').getByText('La correction paraît').waitFor()
    expect(await portal()).toContain('La scierie de Decize rouvre lundi')

    await farm.withdraw({ entry, actor: await person(farm, 'nadia.belkacem'), reason: 'Démentie' })
    expect(await portal()).not.toContain('scierie de Decize')
    await page.goto(`${list}?view=touched`)
    expect(await page.locator('main').textContent()).not.toContain('scierie de Decize')
  })
})
