import { expect, test } from 'vitest'
import { createEpochs } from '../../../farm/cache/epochs.ts'

test('a bump moves its tag above what was rendered before, and no other tag', () => {
  const epochs = createEpochs()
  const begun = epochs.now()
  epochs.bump('site:nievre')
  expect(epochs.current('site:nievre')).toBeGreaterThan(begun)
  expect(epochs.current('site:yonne')).toBeLessThanOrEqual(begun)
  expect(epochs.current('site:nievre')).toBeLessThanOrEqual(epochs.now())
})

test('a bump of everything moves tags never heard of', () => {
  const epochs = createEpochs()
  const begun = epochs.now()
  epochs.bumpAll()
  expect(epochs.current('entry:1')).toBeGreaterThan(begun)
})

test('forgetting tags to save memory never makes a stale page fresh', () => {
  const epochs = createEpochs({ maxTags: 3 })
  const begun = epochs.now()
  for (const n of [1, 2, 3, 4, 5]) epochs.bump(`entry:${n}`)
  for (const n of [1, 2, 3, 4, 5]) expect(epochs.current(`entry:${n}`)).toBeGreaterThan(begun)
})

test('the refresh hook may announce what another process committed', () => {
  let version = 1
  let seen = 1
  const epochs = createEpochs({
    refresh: (own) => {
      if (version !== seen) own.bumpAll()
      seen = version
    },
  })
  const begun = epochs.now()
  epochs.refresh()
  expect(epochs.current('site:nievre')).toBeLessThanOrEqual(begun)
  version = 2
  epochs.refresh()
  expect(epochs.current('site:nievre')).toBeGreaterThan(begun)
})
