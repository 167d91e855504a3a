/** Reads an http(s) address; `unsafe-url` for any other scheme or one carrying a password, `not-a-url` for what is no address. */
export function webAddress(
  text: string,
): { readonly ok: true; readonly href: string } | { readonly ok: false; readonly code: 'not-a-url' | 'unsafe-url' } {
  if (text.length > 2000) return { ok: false, code: 'not-a-url' }
  if (NORMAL.test(text)) return { ok: true, href: text }
  const web = WEB.test(text)
  if (!web && SCHEME.test(text)) return { ok: false, code: 'unsafe-url' }
  if (!web && NO_ADDRESS.test(text)) return { ok: false, code: 'not-a-url' }
  const parsed = URL.parse(web ? text : `https://${text.replace(/^\/\//, '')}`)
  if (parsed === null || !parsed.hostname.replace(/\.$/, '').includes('.')) return { ok: false, code: 'not-a-url' }
  if (parsed.username !== '' || parsed.password !== '') return { ok: false, code: 'unsafe-url' }
  return { ok: true, href: parsed.href }
}

/** Reads what a file field points to: the id of a stored file, or an https address (http is raised to https); null for anything else. */
export function fileAddress(text: string): string | null {
  if (FILE_ID.test(text)) return text
  const found = /^https?:\/\//i.test(text) ? webAddress(text) : undefined
  return found?.ok === true ? found.href.replace(/^http:/, 'https:') : null
}

// In its normal form already: nothing in it is escaped, folded or climbed.
const NORMAL = /^https?:\/\/(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:\/[A-Za-z0-9_~-]+)+$/
const WEB = /^https?:\/\//i
const SCHEME = /^[a-z][a-z0-9+.-]*:(?!\d)/i
const NO_ADDRESS = /[\s@]|^[#?]|^\/(?!\/)/
const FILE_ID = /^[A-Za-z0-9_-]{1,100}$/
