import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'

/** A phone held upright. */
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } }

/** What axe holds against a page, or against a part of it: each rule with the first element that breaks it. */
export async function complaintsOfAxe(page: Page, part?: string): Promise<readonly string[]> {
  // Our pages hold no frame of another origin: what axe found needs no second page to be put together in.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target} ${nodes[0]?.html}`)
}

/** By how many pixels a page is wider than its window: 0 where nothing has to be scrolled sideways. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))
}

/** Looks at a page again, as someone who waits does, until it holds some words; throws after a minute without them. */
export async function lookUntil(page: Page, words: string | RegExp): Promise<void> {
  for (let looks = 0; looks < 240; looks += 1) {
    if ((await page.getByText(words).count()) > 0) return
    await page.waitForTimeout(250)
    await page.goto(page.url())
  }
  throw new Error(`${page.url()} never said ${words}: ${await page.locator('main').textContent()}`)
}
