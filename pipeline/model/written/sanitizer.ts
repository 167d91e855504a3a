import { createRequire } from 'node:module'
import type sanitizeHtml from 'sanitize-html'

const require = createRequire(import.meta.url)
let loaded: typeof sanitizeHtml | undefined

/** `sanitize-html`, loaded by the first text that has tags: 6 MB that showing pages does without. */
export function sanitize(html: string, options: sanitizeHtml.IOptions): string {
  loaded ??= loadSanitizer()
  return loaded(html, options)
}

function loadSanitizer(): typeof sanitizeHtml {
  return require('sanitize-html')
}
