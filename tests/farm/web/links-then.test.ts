import { expect, it } from 'vitest'
import { linksThen } from '../../../farm/web/portal/links-then.ts'

const past = {
  site: { id: 'nievre', hosts: ['emploi.example'] },
  visit: { siteUrl: (slug: string, path: string) => `http://${slug}.localhost:4000${path}` },
  link: (path: string, search = new URLSearchParams()) => {
    const asked = new URLSearchParams([...search, ['date', '2026-10-01T12:00']])
    return `/sites/nievre/as-of${path}?${asked}`
  },
}

it('Links of a text to its own site stay at the moment it is shown at; all others go where they went', () => {
  const kept = (href: string) => linksThen(past, `<a href="${href}">là</a>`)
  const then = (path: string) => `<a href="/sites/nievre/as-of${path}date=2026-10-01T12%3A00">là</a>`
  expect(kept('http://nievre.localhost:4000/agenda/12-forum')).toBe(then('/agenda/12-forum?'))
  expect(kept('https://emploi.example/en/agenda?theme=a&amp;place=b')).toBe(then('/agenda?theme=a&amp;place=b&amp;'))
  expect(kept('/agenda/')).toBe(then('/agenda?'))
  for (const away of ['https://example.org/agenda', 'mailto:a@example.org', 'http://[', 'tel:+33'])
    expect(kept(away)).toBe(`<a href="${away}">là</a>`)
  expect(linksThen(past, '<p>href="/x" se lit</p>')).toContain('se lit')
})
