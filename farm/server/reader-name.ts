/** What readers are called that name no product, and what browsers are called together. */
export const UNNAMED_READER = 'unnamed'
/** See `UNNAMED_READER`. */
export const BROWSER_READER = 'browser'

/**
 * Names the reader of a feed by the product part of its `User-Agent` (RFC 9110 §10.1.5), `FreshRSS/1.2`: no more than forty letters
 * and a version of two figures, so that neither a hostile nor an updated reader makes many names. Browsers are one.
 */
export function readerName(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent === '') return UNNAMED_READER
  const compatible = COMPATIBLE.exec(userAgent)?.[1]
  if (compatible !== undefined) return productOf(compatible)
  if (userAgent.startsWith('Mozilla/') || userAgent.startsWith('Opera/')) return BROWSER_READER
  return productOf(userAgent)
}

// Robots that pass for browsers say who they are within: `Mozilla/5.0 (compatible; Feedly/1.0; +http://…)`.
const COMPATIBLE = /^Mozilla\/[\d.]{1,6} \(compatible; ([\w.+-]{1,60}(?:\/[\d.]{1,12})?)/
const PRODUCT = /^([A-Za-z0-9][\w.+-]{0,39})[\w.+-]{0,200}(?:\/v?(\d{1,5}(?:\.\d{1,5})?))?/

function productOf(text: string): string {
  const [found, name, version] = PRODUCT.exec(text) ?? []
  if (found === undefined || name === undefined) return UNNAMED_READER
  return version === undefined ? name : `${name}/${version}`
}
