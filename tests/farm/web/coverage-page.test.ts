import { describe, expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../../browser.ts'
import { complaintsOfAxe, overflowOf } from '../../page-checks.ts'
import { servedDesk } from './served-desk.ts'

describe('The coverage page', () => {
  const desk = servedDesk()

  it('shows figures that lead to as many entries', async () => {
    const visitor = await desk().become('nadia.belkacem')
    const page = await visitor.get('desk', '/coverage?of=site:nievre')
    expect(page.status).toBe(200)
    const cells = [...page.text.matchAll(/<a class="figures" href="([^"]+)"[^>]*>\s*([\d\s]+?)\s*<\/a>/g)]
    const [, href = '', count = ''] = cells.find(([, , figure]) => Number(figure) > 5) ?? []
    const list = await visitor.get('desk', href.replaceAll('&#38;', '&').replaceAll('&amp;', '&'))
    expect(list.text).toContain(`${count} fiches`)
  })

  it('has a column for each territory that has entries, and names those that have none', async () => {
    const page = await (await desk().become('camille.ferrand')).get('desk', '/coverage')
    const [columns = ''] = /<thead>[\s\S]*?<\/thead>/.exec(page.text) ?? []
    expect(['Bretagne', 'Corse'].map((name) => columns.includes(name))).toEqual([true, false])
    expect(/territoires n’ont aucune fiche[\s\S]*Corse/.test(page.text)).toBe(true)
  })

  it('gives its figures as CSV and JSON', async () => {
    const visitor = await desk().become('nadia.belkacem')
    const csv = await visitor.get('desk', '/coverage/figures.csv?of=site:nievre')
    expect(csv.text.split('\r\n')[0]).toBe('theme,label,territory,name,days_30,days_60,days_90,all,latest')
    const json = JSON.parse((await visitor.get('desk', '/coverage/figures.json?of=site:nievre')).text)
    expect(json).toMatchObject({ of: { kind: 'site', id: 'nievre' }, within: { key: 'departement:58' } })
  })

  it('is nothing to a contributor, nor to a moderator of somewhere else', async () => {
    const contributor = await desk().become('lea.bonnard')
    expect((await contributor.get('desk', '/coverage')).status).toBe(404)
    expect((await contributor.get('desk', '/')).text).not.toContain('href="/coverage"')
    const moderator = await desk().become('nadia.belkacem')
    for (const path of ['', '/entries', '/figures.csv', '/figures.json']) {
      expect((await moderator.get('desk', `/coverage${path}?of=site:bretagne`)).status).toBe(404)
    }
  })

  describeInBrowser('in a browser', () => {
    const { become } = browsing(desk)

    it.each([
      [390, 'dark'],
      [1280, 'light'],
    ] as const)('holds for axe and scrolls inside its own box, %i pixels wide, %s', async (width, colorScheme) => {
      const page = await become('francoise.dubreuil', { viewport: { width, height: 900 }, colorScheme })
      await page.goto('/coverage?of=organisation:nievre')
      expect(await complaintsOfAxe(page)).toEqual([])
      expect(await overflowOf(page)).toBe(0)
    })
  })
})
