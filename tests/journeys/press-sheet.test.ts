import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../browser.ts'
import { servedDesk } from '../farm/web/served-desk.ts'

const PUBLISH = /^Publier( la correction)?\s*a?$/
const TITLE = 'À Imphy, la fonderie rouvre et cherche quarante personnes'
const CORRECTED = 'À Imphy, la fonderie rouvre et cherche cinquante personnes'
const section = (site: string) => (site === 'kiosque' ? 'emploi' : 'revue-de-presse')

/** The département's portal, the region's, and one theme portal. */
const PORTALS = ['nievre', 'bourgogne-franche-comte', 'kiosque']

describeInBrowser('The main job, in a browser', () => {
  const desk = servedDesk({ work: true })
  const { at, stranger } = browsing(desk)
  let page: Page
  beforeAll(async () => {
    page = await stranger()
    page.on('dialog', (dialog) => void dialog.accept())
  })

  it('a contributor enters a press-review sheet about a commune of the Nièvre, and sees who would receive it', async () => {
    await become('lea.bonnard')
    await page.goto('/new/press-review')
    await page.getByLabel('Titre de l’article').fill(TITLE)
    await page.getByLabel('Titre de presse').fill('Le Courrier des Mariniers')
    await page.getByLabel('Date de parution').fill('2026-11-20')
    await page
      .getByLabel('Résumé rédigé')
      .fill('Fermée depuis trois ans, la fonderie rallume son four ; les embauches commencent en janvier.')
    await page.getByLabel('Lien seul').check()
    await page.getByLabel('Emploi', { exact: true }).check()
    await page.getByRole('combobox', { name: 'Territoires concernés' }).fill('Imphy')
    await page.getByRole('option', { name: /Imphy/ }).first().click()
    await page.getByRole('button', { name: 'Proposer' }).click()
    await page.waitForURL(/\/entries\/\d+/)
    await expect.poll(() => page.textContent('main')).toContain(TITLE)
    expect(await page.getByRole('status').allTextContents()).toContainEqual(expect.stringContaining('est proposée'))
    for (const site of PORTALS) expect(await titlesOn(site)).not.toContain(TITLE)
  })

  it('a moderator approves it, and it stands on three portals, in their search, RSS, CSV and XML', async () => {
    const entry = /\/entries\/(\d+)/.exec(page.url())?.[1]
    await become('nadia.belkacem')
    await page.goto(`/queue?entry=${entry}`)
    await page.getByRole('button', { name: PUBLISH }).click()
    await page.waitForLoadState()
    await expectEverywhere(TITLE, true)
  })

  it('a correction waits while the old one stays, then every place follows', async () => {
    const entry = await entryNumber(TITLE)
    await become('lea.bonnard')
    await page.goto(`/entries/${entry}/edit`)
    await page.getByLabel('Titre de l’article').fill(CORRECTED)
    await page.getByRole('button', { name: 'Proposer' }).click()
    await page.waitForURL(/\/entries\/\d+\?/)
    expect(await page.getByRole('status').allTextContents()).toContainEqual(expect.stringContaining('y reste'))
    await expectEverywhere(TITLE, true)
    await become('nadia.belkacem')
    await page.goto(`/queue?entry=${entry}`)
    await page.getByRole('button', { name: PUBLISH }).click()
    await page.waitForLoadState()
    await expectEverywhere(CORRECTED, true)
    await expectEverywhere(TITLE, false)
  })

  it('a withdrawal leaves every list, feed and file, and the page says 410', async () => {
    const entry = await entryNumber(CORRECTED)
    const address = at('nievre', `/revue-de-presse/${entry}`)
    expect((await page.goto(address))?.status()).toBe(200)
    await become('nadia.belkacem')
    await page.goto(`/entries/${entry}`)
    await page.getByRole('link', { name: 'Retirer' }).click()
    await page.locator('#withdraw').getByRole('textbox').fill('Article démenti par le journal')
    await page.getByRole('button', { name: 'Retirer de tous les sites' }).click()
    await page.waitForLoadState()
    await expectEverywhere(CORRECTED, false)
    expect((await page.goto(address))?.status()).toBe(410)
    expect(await told('nievre', '/revue-de-presse.atom')).toContain(`entry:${entry}" when=`)
  })

  // By the bar a visitor of the demo sees, which the other journeys do without.
  async function become(login: string): Promise<void> {
    await page.goto('/sign-in')
    await page.locator('details.persona summary').click()
    await page.locator(`button[value="${login}"]`).click()
    await page.waitForLoadState()
  }

  async function told(site: string, path: string): Promise<string> {
    return (await desk().visitor().get(site, path)).text
  }

  async function titlesOn(site: string): Promise<string> {
    return told(site, `/${section(site)}`)
  }

  async function entryNumber(title: string): Promise<string> {
    const list = await told('nievre', '/revue-de-presse.csv')
    return (
      list
        .split(/\r?\n/)
        .find((line) => line.includes(title))
        ?.split(',')[0]
        ?.replaceAll('"', '') ?? ''
    )
  }

  async function expectEverywhere(title: string, there: boolean): Promise<void> {
    const query = encodeURIComponent(title.split(' ').slice(2).join(' '))
    for (const site of PORTALS) {
      for (const path of [
        `/${section(site)}`,
        `/recherche?q=${query}`,
        ...['rss', 'csv', 'xml'].map((format) => `/${section(site)}.${format}`),
      ]) {
        const text = await told(site, path)
        expect(text.includes(title), `${site}${path} ${there ? 'holds' : 'no longer holds'} the sheet`).toBe(there)
      }
    }
  }
})
