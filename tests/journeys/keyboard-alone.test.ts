import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../browser.ts'
import { servedDesk } from '../farm/web/served-desk.ts'

const TITLE = 'À Imphy, la fonderie rouvre et embauche'
const CORRECTED = 'À Imphy, la fonderie rouvre et forme'

/** Nobody touches a mouse: everything is reached by Tab, and done by Enter, Space, arrows and letters. */
describeInBrowser('The main job, with the keyboard alone', () => {
  const { at, stranger } = browsing(servedDesk({ work: true }))
  let page: Page
  let entry: string
  beforeAll(async () => {
    page = await stranger()
    page.on('dialog', (dialog) => void dialog.accept())
  })

  it('writes a sheet', async () => {
    await become('lea.bonnard')
    await page.goto(at('desk', '/new/press-review'))
    await type(page.getByLabel('Titre de l’article'), TITLE)
    await type(page.getByLabel('Titre de presse'), 'Le Courrier des Mariniers')
    // The same whether the day or the month comes first.
    await type(page.getByLabel('Date de parution'), '11112026')
    await type(page.getByLabel('Résumé rédigé'), 'Fermée depuis trois ans, elle rallume son four.')
    await press(page.getByLabel('Lien seul'), 'Space')
    await press(page.getByLabel('Emploi', { exact: true }), 'Space')
    await type(page.getByRole('combobox', { name: 'Territoires concernés' }), 'Imphy')
    await page.getByRole('option', { name: /Imphy/ }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await press(page.getByRole('button', { name: 'Proposer' }), 'Enter')
    await page.waitForURL(/\/entries\/\d+/)
    entry = /\/entries\/(\d+)/.exec(page.url())?.[1] ?? ''
    expect(await page.locator('h1').textContent()).toContain(TITLE)
  })

  it('approves it by its letter, and finds it on a portal', async () => {
    await approve()
    await page.goto(at('nievre', '/'))
    await type(page.locator('#home-q'), 'fonderie Imphy')
    await page.keyboard.press('Enter')
    await page.waitForURL(/recherche/)
    await press(page.getByRole('link', { name: TITLE }), 'Enter')
    await page.waitForURL(/revue-de-presse/)
    expect(await page.locator('h1').textContent()).toContain(TITLE)
  })

  it('corrects it', async () => {
    await become('lea.bonnard')
    await page.goto(at('desk', `/entries/${entry}/edit`))
    await reach(page.getByLabel('Titre de l’article'))
    await page.keyboard.press('Control+a')
    await page.keyboard.type(CORRECTED)
    await press(page.getByRole('button', { name: 'Proposer' }), 'Enter')
    await page.waitForURL(/\/entries\/\d+(?!.*edit)/)
    await approve()
    await page.goto(at('nievre', `/revue-de-presse/${entry}`))
    expect(await page.locator('h1').textContent()).toContain(CORRECTED)
  })

  it('withdraws it', async () => {
    await become('nadia.belkacem')
    await page.goto(at('desk', `/entries/${entry}`))
    await press(page.getByRole('link', { name: 'Retirer' }), 'Enter')
    await type(page.locator('#withdraw').getByRole('textbox'), 'Démenti par le journal')
    await press(page.getByRole('button', { name: 'Retirer de tous les sites' }), 'Enter')
    await page.waitForLoadState()
    await expect.poll(async () => (await page.goto(at('nievre', `/revue-de-presse/${entry}`)))?.status()).toBe(410)
  })

  async function approve(): Promise<void> {
    await become('nadia.belkacem')
    await page.goto(at('desk', `/queue?entry=${entry}`))
    await Promise.all([page.waitForNavigation(), page.keyboard.press('a')])
    await page.waitForLoadState()
  }

  async function become(login: string): Promise<void> {
    await page.goto(at('desk', '/sign-in'))
    await press(page.locator('details.persona summary'), 'Enter')
    await Promise.all([page.waitForNavigation(), press(page.locator(`button[value="${login}"]`), 'Enter')])
    await page.waitForLoadState()
  }

  async function reach(target: Locator): Promise<void> {
    for (let steps = 0; steps < 400; steps += 1) {
      if (await target.evaluate((one) => one === document.activeElement)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`the keyboard does not reach ${target}`)
  }

  async function press(target: Locator, key: string): Promise<void> {
    await reach(target)
    await page.keyboard.press(key)
  }

  async function type(target: Locator, text: string): Promise<void> {
    await reach(target)
    await page.keyboard.type(text)
  }
})
