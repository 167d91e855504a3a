import type { TestProject } from 'vitest/node'
import { NO_BROWSER, startBrowser } from './start-browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser of this run listens, or why there is none. */
    browser: TestBrowser
  }
}

/** The one browser of a run, or the reason why there is none. */
export type TestBrowser =
  | { readonly kind: 'running'; readonly address: string }
  | { readonly kind: 'none'; readonly why: string }

/** Starts one browser for the whole run; each test opens contexts of its own in it, which share nothing. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = await startBrowser()
  project.provide(
    'browser',
    started ? { kind: 'running', address: started.wsEndpoint() } : { kind: 'none', why: NO_BROWSER },
  )
  return async () => started?.close()
}
