import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { webAddress } from '../../../../pipeline/model/written/web-address.ts'

describe('An address that needs no work', () => {
  const label = fc.stringMatching(/^[a-z0-9]{1,8}(?:-[a-z0-9]{1,4})?$/)
  const segment = fc.stringMatching(/^[A-Za-z0-9_~.%-]{1,10}$/)

  it('is stored as WHATWG would write it, whether it was looked at closely or not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('http', 'https'),
        fc.array(label, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('fr', 'example', 'x1', '1', 'COM'),
        fc.array(segment, { maxLength: 3 }),
        (scheme, labels, top, path) => {
          const text = `${scheme}://${[...labels, top].join('.')}${path.map((one) => `/${one}`).join('')}`
          const found = webAddress(text)
          const parsed = URL.parse(text)
          expect(found.ok ? found.href : null).toBe(parsed?.hostname.includes('.') ? parsed.href : null)
        },
      ),
    )
  })
})
