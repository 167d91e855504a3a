import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import type {} from './browser-server.ts'
import type { ServedDesk } from './farm/web/served-desk.ts'

// A busy machine takes its time.
const PATIENCE = 60_000

/** A browser in front of a served farm; what is opened is closed after the tests it was opened in. */
export interface TestBrowsing {
  /** Address of a page of a host, named without its domain: `desk`, `nievre`. */
  at(host: string, path: string): string
  /** A page nobody has signed in with; paths without a host are those of the desk. */
  stranger(options?: BrowserContextOptions): Promise<Page>
  /** A page of one of the demo's people, signed in at the desk. */
  become(login: string, options?: BrowserContextOptions): Promise<Page>
}

/** Says tests that need a browser; skipped, saying how to get one, where there is none, and under CI refused. */
export function describeInBrowser(title: string, tests: () => void): void {
  const browser = inject('browser')
  if (browser.kind === 'running') describe(title, { timeout: 240_000 }, tests)
  else if (process.env.CI) throw new Error(browser.why)
  else describe.skip(`${title} (${browser.why})`, tests)
}

/** Sits down before a served farm with the browser of the run. */
export function browsing(desk: () => ServedDesk): TestBrowsing {
  let browser: Browser | undefined
  beforeAll(async () => {
    const running = inject('browser')
    if (running.kind === 'running') browser = await chromium.connect(running.address)
  })
  afterAll(() => browser?.close())
  const at = (host: string, path: string) => `http://${host}.localhost:${desk().port}${path}`

  async function stranger(options: BrowserContextOptions = {}): Promise<Page> {
    if (!browser) throw new Error('there is a browser within tests only')
    const context = await browser.newContext({ baseURL: at('desk', ''), ...options })
    context.setDefaultTimeout(PATIENCE)
    return context.newPage()
  }

  return {
    at,
    stranger,
    async become(login, options) {
      const page = await stranger(options)
      const visitor = await desk().become(login)
      for (const pair of visitor.cookie('desk').split('; ')) {
        const [name = '', value = ''] = pair.split(/=(.*)/)
        await page.context().addCookies([{ name, value, url: at('desk', '') }])
      }
      return page
    },
  }
}
