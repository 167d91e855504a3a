import { expect, test } from 'vitest'
import { normaliseTarget } from '../../../farm/cache/page-key.ts'

test.each([
  ['/agenda', '/agenda'],
  ['/agenda?theme=emploi', '/agenda?theme=emploi'],
  ['/agenda?theme=emploi&place=58', '/agenda?place=58&theme=emploi'],
  ['/agenda?b=2&a=3&b=1', '/agenda?a=3&b=2&b=1'],
  ['/agenda?', '/agenda'],
  ['/agenda?&&a=1&', '/agenda?a=1'],
  ['/agenda?a&A=1', '/agenda?A=1&a'],
])('%s is the same page as %s', (spelled, normal) => {
  expect(normaliseTarget(spelled)).toBe(normal)
  expect(normaliseTarget(normal)).toBe(normal)
})
