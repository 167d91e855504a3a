import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Farm } from '../../farm/open-farm.ts'
import { type ServedFarm, serveFarm } from '../../farm/server/serve-farm.ts'
import { harvestSource } from '../../farm/sources/harvest.ts'
import { createSource } from '../../farm/sources/sources.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import { findBrowser, launchBrowser } from '../browser.ts'
import { loopbackOnly, serve } from '../farm/sources/local-server.ts'
import { demoFarm } from '../farms.ts'

const found = await findBrowser()

function feed(count: number, from = 0): string {
  const items = Array.from({ length: count }, (_, i) => {
    const title = `Nouvelle ${from + i} du canton`
    return `<item><guid>g${from + i}</guid><title>${title}</title><link>https://canton.example/${from + i}</link><description>En bref.</description><content:encoded>Le texte.</content:encoded></item>`
  })
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Le Canton</title>${items.join('')}</channel></rss>`
}

describe.skipIf(found.kind === 'none')('Looking after a source, in a browser', { timeout: 120_000 }, () => {
  const open = demoFarm()
  let farm: Farm
  let browser: Browser
  let served: ServedFarm
  const at = (path: string) => `http://desk.localhost:${served.port}${path}`

  beforeAll(async () => {
    if (found.kind === 'none') return
    farm = await open()
    const built = new URL('../../dist', import.meta.url).pathname
    served = await serveFarm(farm, { port: 0, built, work: false })
    browser = await launchBrowser(found)
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
  })

  async function become(login: string): Promise<BrowserContext> {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(at('/sign-in'))
    await page.locator('details.persona summary').click()
    await page.locator(`button[value="${login}"]`).click()
    await page.waitForLoadState()
    await page.close()
    return context
  }

  it('tells that it is held and why, lets what came in, and pauses it, all without script', async () => {
    let body = feed(10)
    const url = await serve((_request, response) => response.end(body))
    const gateway = { ...farm, allowPrivate: loopbackOnly, limits: { pause: 0 } }
    const wishes = { name: 'Le Canton', url: `${url}/rss`, organisation: 'nievre', serviceType: 'news' }
    const defaults = { themes: 'employment', territories: 'departement:58' }
    const created = await createSource(gateway, FARM, { ...wishes, everyMinutes: 60, defaults })
    if (!created.ok) throw new Error(JSON.stringify(created.problems))
    const { id } = created.value
    const harvest = () => harvestSource(gateway, id, { force: true })
    await harvest()
    body = feed(11)
    await harvest()
    body = feed(2, 90)
    expect(await harvest()).toMatchObject({ value: { kind: 'quarantined' } })

    const context = await become('nadia.belkacem')
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(at('/'))
    await page.getByRole('link', { name: 'Le Canton' }).click()
    await page.waitForURL(/\/sources\/\d+$/)
    const held = page.locator('#held')
    expect(await held.textContent()).toContain('ne donne plus que 2 éléments')
    expect(await held.textContent()).toContain('Nouvelle 90 du canton')
    expect(await page.getByRole('img', { name: /dernières lectures/ }).count()).toBe(1)
    expect(await page.locator('table tbody tr').count()).toBe(3)
    const context2 = await browser.newContext({ storageState: await context.storageState() })
    onTestFinished(() => context2.close())
    const checked = await context2.newPage()
    await checked.goto(page.url())
    const { violations } = await new AxeBuilder({ page: checked }).analyze()
    expect(violations.map(({ id: rule, nodes }) => [rule, nodes[0]?.html])).toEqual([])
    await page.getByRole('button', { name: 'Appliquer tout de même' }).click()
    await page.waitForURL(/done=accept/)
    expect(await page.locator('#held').count()).toBe(0)
    await page.goto(at('/entries?q=canton'))
    expect(await page.locator('main tbody th').allTextContents()).toContainEqual(expect.stringContaining('Nouvelle 90'))
    await page.goto(at(`/sources/${id}`))
    await page.getByRole('button', { name: 'Mettre en pause' }).click()
    await page.waitForURL(/done=pause/)
    await page.getByRole('button', { name: 'Reprendre' }).waitFor()
    await page.getByLabel('Garder toujours ce rythme').check()
    await page.getByLabel('Lue', { exact: true }).selectOption('1440')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.waitForURL(/done=save/)
    expect(await page.getByLabel('Garder toujours ce rythme').isChecked()).toBe(true)
  })

  it('of a list: tries it, and says of each what it is', async () => {
    const context = await become('nadia.belkacem')
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(at('/sources/opml'))
    const list =
      '<opml><body><outline text="Presse"><outline text="Fermée" xmlUrl="http://127.0.0.1:9/rss"/></outline></body></opml>'
    const file = { name: 'liste.opml', mimeType: 'text/x-opml', buffer: Buffer.from(list) }
    await page.getByLabel('Fichier OPML').setInputFiles(file)
    await page.getByRole('button', { name: 'Essayer' }).click()
    expect(await page.locator('main tbody tr').textContent()).toContain('réseau privé')
    expect(await page.getByLabel('Ajouter Fermée').isChecked()).toBe(false)
  })

  it('is not for those who only write', async () => {
    const context = await become('lea.bonnard')
    onTestFinished(() => context.close())
    const page = await context.newPage()
    expect((await page.goto(at('/sources/opml')))?.status()).toBe(404)
  })
})
