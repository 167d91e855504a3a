import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { browsing, describeInBrowser } from '../browser.ts'
import { servedDesk } from '../farm/web/served-desk.ts'
import { complaintsOfAxe, overflowOf, PHONE } from '../page-checks.ts'

/** Sites that each carry themselves otherwise, and pages of each kind. */
const PAGES = [
  ...['nievre/', 'alternance/', 'kiosque/', 'haut-nivernais/'],
  ...['nievre/agenda', 'nievre/recherche?q=boulanger', 'nievre/nulle-part'],
]

/** One service of each row, whose first entry is read. */
const ENTRIES = ['nievre/offres-d-emploi', 'kiosque/emploi']

describeInBrowser('Portals, for everyone', () => {
  const { at: of, stranger } = browsing(servedDesk())
  let page: Page
  beforeAll(async () => {
    page = await stranger({ ...PHONE, isMobile: true, hasTouch: true })
  })

  function at(place: string): string {
    const [site = '', ...path] = place.split('/')
    return of(site, `/${path.join('/')}`)
  }

  it.each(PAGES)('%s reads on a phone, by day and by night, and is touched with a thumb', async (place) => {
    await page.goto(at(place))
    await holds(place)
  })

  it.each(ENTRIES)('an entry of %s likewise', async (place) => {
    await page.goto(at(place))
    await page.goto(new URL((await page.locator('.row-title a').first().getAttribute('href')) ?? '', page.url()).href)
    await holds(place)
    expect(await page.locator('main article h1').count()).toBe(1)
  })

  it('an event called off says so and is struck through; one that takes place says nothing of it', async () => {
    await page.goto(at('metiers-agricoles/agenda'))
    // The words of the filter name every state there is.
    const told = (state: string) => page.getByText(state, { exact: true }).and(page.locator(':not(.word)')).count()
    expect(await told('Reporté')).toBeGreaterThan(0)
    expect(await told('Maintenu')).toBe(0)
  })

  it('weighs less than a hundred kilobytes with its styles, fonts and pictures, on a second visit to the front', async () => {
    for (const place of ['nievre/', 'nievre/offres-d-emploi']) {
      await (await stranger()).goto(at(place))
      const visit = await stranger()
      const wire = await visit.context().newCDPSession(visit)
      await wire.send('Network.enable')
      let bytes = 0
      wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
        bytes += encodedDataLength
      })
      await visit.goto(at(place), { waitUntil: 'networkidle' })
      expect(bytes, place).toBeGreaterThan(20_000)
      expect(bytes, place).toBeLessThan(100_000)
    }
  })

  it('prints in ink what stands white on a colour', async () => {
    await page.goto(at('alternance/'))
    await page.emulateMedia({ media: 'print' })
    const inks = await page.evaluate(() =>
      [...document.querySelectorAll('.masthead .name, main h1, main time .day')].map(
        (one) => getComputedStyle(one).color,
      ),
    )
    await page.emulateMedia({ media: 'screen' })
    expect(inks.length).toBeGreaterThan(2)
    expect(new Set(inks)).toEqual(new Set(['rgb(0, 0, 0)']))
  })

  async function holds(place: string): Promise<void> {
    // What stands on the colours of a site stands on its home page; by night everything is tried.
    const schemes = place.endsWith('/') ? (['dark', 'light'] as const) : (['dark'] as const)
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      expect(await complaintsOfAxe(page), `${place} ${colorScheme}`).toEqual([])
    }
    expect(await overflowOf(page), place).toBe(0)
    expect(await page.evaluate(headings), place).toEqual([])
    expect(await page.evaluate(smallTargets), place).toEqual([])
  }
})

/** Headings that skip a level, or a first heading that is not the only one of its level. */
function headings(): string[] {
  const all = [...document.querySelectorAll('h1, h2, h3, h4')]
  const level = (one: Element | undefined) => Number(one?.tagName.slice(1) ?? 0)
  const skipped = all.filter((one, i) => i > 0 && level(one) > level(all[i - 1]) + 1)
  return [...skipped, ...all.filter((one) => level(one) === 1).slice(1)].map((one) => one.textContent ?? '')
}

/** Controls and links lower than a thumb, but for those within a text and titles whose whole row answers. */
function smallTargets(): string[] {
  const shown = [
    ...document.querySelectorAll('a, button, input:not([type="hidden"]), select, summary, textarea'),
  ].filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 1)
  const within = (one: Element) =>
    one.closest('p:not(.more), dd, .row-title, .prose, .skip, h2, main ul:not([class]) li')
  return shown
    .filter((one) => !within(one) && one.getBoundingClientRect().height < 43.5)
    .map((one) => `${one.tagName} ${one.textContent?.trim().slice(0, 40)}`)
}
