import { expect, it, onTestFinished } from 'vitest'
import { harvestSource } from '../../farm/sources/harvest.ts'
import { createSource } from '../../farm/sources/sources.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import { browsing, describeInBrowser } from '../browser.ts'
import { loopbackOnly, serve } from '../farm/sources/local-server.ts'
import { servedDesk } from '../farm/web/served-desk.ts'
import { complaintsOfAxe } from '../page-checks.ts'

function feed(count: number, from = 0): string {
  const items = Array.from({ length: count }, (_, i) => {
    const title = `Nouvelle ${from + i} du canton`
    return `<item><guid>g${from + i}</guid><title>${title}</title><link>https://canton.example/${from + i}</link><description>En bref.</description><content:encoded>Le texte.</content:encoded></item>`
  })
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Le Canton</title>${items.join('')}</channel></rss>`
}

describeInBrowser('Looking after a source, in a browser', () => {
  const desk = servedDesk()
  const { become } = browsing(desk)
  const withoutScript = { javaScriptEnabled: false }

  it('tells that it is held and why, lets what came in, and pauses it, all without script', async () => {
    let body = feed(10)
    const url = await serve((_request, response) => response.end(body))
    const gateway = { ...desk().farm, allowPrivate: loopbackOnly, limits: { pause: 0 } }
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

    const page = await become('nadia.belkacem', withoutScript)
    await page.goto('/')
    await page.getByRole('link', { name: 'Le Canton' }).click()
    await page.waitForURL(/\/sources\/\d+$/)
    const held = page.locator('#held')
    expect(await held.textContent()).toContain('ne donne plus que 2 éléments')
    expect(await held.textContent()).toContain('Nouvelle 90 du canton')
    expect(await page.getByRole('img', { name: /dernières lectures/ }).count()).toBe(1)
    expect(await page.locator('table tbody tr').count()).toBe(3)
    const checked = await become('nadia.belkacem')
    await checked.goto(page.url())
    expect(await complaintsOfAxe(checked)).toEqual([])
    await page.getByRole('button', { name: 'Appliquer tout de même' }).click()
    await page.waitForURL(/done=accept/)
    expect(await page.locator('#held').count()).toBe(0)
    await page.goto('/entries?q=canton')
    expect(await page.locator('main tbody th').allTextContents()).toContainEqual(expect.stringContaining('Nouvelle 90'))
    await page.goto(`/sources/${id}`)
    await page.getByRole('button', { name: 'Mettre en pause' }).click()
    await page.waitForURL(/done=pause/)
    await page.getByRole('button', { name: 'Reprendre' }).waitFor()
    await page.getByLabel('Garder toujours ce rythme').check()
    await page.getByLabel('Lue', { exact: true }).selectOption('1440')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.waitForURL(/done=save/)
    expect(await page.getByLabel('Garder toujours ce rythme').isChecked()).toBe(true)
  })

  it('begins with the address of a site: its feeds are found, and one is chosen; what cannot be read may be saved all the same', async () => {
    const link = '<link rel="alternate" type="application/rss+xml" title="Tout" href="/flux">'
    const url = await serve(({ url: path }, response) => {
      if (path === '/flux')
        response.end(feed(3).replaceAll('<guid>', '<pubDate>Sun, 22 Nov 2026 09:00:00 GMT</pubDate><guid>'))
      else response.writeHead(path === '/' ? 200 : 500).end(`<!doctype html><head>${link}</head>`)
    })
    Object.assign(desk().farm, { allowPrivate: loopbackOnly })
    onTestFinished(() => void Object.assign(desk().farm, { allowPrivate: undefined }))
    const page = await become('nadia.belkacem', withoutScript)
    await page.goto('/sources/new')
    await page.getByLabel('Adresse', { exact: true }).fill(url)
    await page.getByRole('button', { name: 'Ajouter la source' }).click()
    await page.getByRole('radio', { name: 'Le Canton (flux RSS, Atom ou JSON, 3 éléments)' }).waitFor()
    expect(await page.locator('main').textContent()).toContain('Elle mène à un flux')
    await page.getByRole('button', { name: 'Ajouter la source' }).click()
    // What its items lack is asked before they are refused one after the other.
    await page.getByRole('radio', { name: 'Lien seul' }).check()
    expect(await page.locator('#given-rights-error').textContent()).toMatch(/«.Droits.» est exigé/)
    await page.getByLabel('Emploi', { exact: true }).check()
    await page.getByLabel('Lieux donnés aux éléments').fill('Nièvre')
    await page.getByRole('button', { name: 'Ajouter la source' }).click()
    await page.waitForURL(/\/sources\/\d+\?done=save/)
    expect(await page.getByRole('radio', { name: 'Lien seul' }).isChecked()).toBe(true)
    expect(await page.locator('h1').textContent()).toBe('Le Canton')
    expect(await page.getByLabel('Adresse', { exact: true }).inputValue()).toBe(`${url}/flux`)
    await page.getByLabel('Adresse', { exact: true }).fill(`${url}/panne`)
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    expect(await page.locator('#url-error').textContent()).toContain('en panne')
    await page.getByRole('button', { name: 'Enregistrer tout de même' }).click()
    await page.waitForURL(/done=save/)
    expect(await page.getByLabel('Adresse', { exact: true }).inputValue()).toBe(`${url}/panne`)
  })

  it('of a list: tries it, and says of each what it is', async () => {
    const page = await become('nadia.belkacem', withoutScript)
    await page.goto('/sources/opml')
    const list =
      '<opml><body><outline text="Presse"><outline text="Fermée" xmlUrl="http://127.0.0.1:9/rss"/></outline></body></opml>'
    const file = { name: 'liste.opml', mimeType: 'text/x-opml', buffer: Buffer.from(list) }
    await page.getByLabel('Fichier OPML').setInputFiles(file)
    await page.getByRole('button', { name: 'Essayer' }).click()
    expect(await page.locator('main tbody tr').textContent()).toContain('réseau privé')
    expect(await page.getByLabel('Ajouter Fermée').isChecked()).toBe(false)
  })

  it('is not for those who only write', async () => {
    const page = await become('lea.bonnard', withoutScript)
    expect((await page.goto('/sources/opml'))?.status()).toBe(404)
  })
})
