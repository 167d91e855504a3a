import { expect, it } from 'vitest'
import { sentEntry } from '../../../farm/web/api/raw-members.ts'
import { wordsIn } from '../../../farm/web/words/words.ts'

it('A member of a request that is not expected is named beside what is, in both languages', () => {
  const sent = sentEntry({ serviceType: 'job', organisation: 'nievre', values: 7 })
  const said = (language: 'fr' | 'en') =>
    sent.ok
      ? []
      : sent.problems.map((one) =>
          wordsIn(language)
            .problem(one)
            .replace(/[\u00a0\u202f]/g, ' '),
        )
  expect(said('fr')).toEqual([
    '« organisation » ne convient pas ; attendu : serviceType, externalId, values.',
    '« values » ne convient pas ; attendu : { field: value }.',
  ])
  expect(said('en')).toEqual([
    '“organisation” does not fit; expected: serviceType, externalId, values.',
    '“values” does not fit; expected: { field: value }.',
  ])
})
