import { describe, expect, it } from 'vitest'
import { readerName } from '../../../farm/server/reader-name.ts'

const NAMES: readonly [agent: string | undefined, name: string][] = [
  ['FreshRSS/1.24.3 (Linux; https://freshrss.org)', 'FreshRSS/1.24'],
  ['Miniflux', 'Miniflux'],
  ['curl/8.5.0', 'curl/8.5'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'browser'],
  ['Mozilla/5.0 (compatible; Feedly/1.0; +http://www.feedly.com)', 'Feedly/1.0'],
  ['Opera/9.80 (Windows NT 6.1)', 'browser'],
  ['Tiny Tiny RSS/22.10', 'Tiny'],
  [undefined, 'unnamed'],
  ['', 'unnamed'],
  ['=cmd|calc', 'unnamed'],
  ['<script>alert(1)</script>', 'unnamed'],
  ['\u{1F47D}/1.0', 'unnamed'],
]

describe('The name of a reader', () => {
  it.each(NAMES)('%s is %s', (agent, name) => {
    expect(readerName(agent)).toBe(name)
  })

  it('stays short, whatever a reader calls itself', () => {
    expect(readerName(`${'a'.repeat(5_000)}/1.2`).length).toBeLessThanOrEqual(40)
    expect(readerName(`reader/${'9'.repeat(5_000)}`).length).toBeLessThanOrEqual(60)
  })
})
