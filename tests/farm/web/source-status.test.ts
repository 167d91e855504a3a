import { expect, it } from 'vitest'
import { NEW_SOURCE } from '../../../farm/storage/gateways/source-store.ts'
import { heldReason, sourceMark } from '../../../farm/web/desk-forms/source-status.ts'
import { wordsIn } from '../../../farm/web/words/words.ts'

it.each([
  [{ state: 'active', failures: 0 }, 'good', 'Lue régulièrement'],
  [{ state: 'active', failures: 1 }, 'wait', 'Dernière lecture manquée'],
  [{ state: 'troubled', failures: 3 }, 'stop', 'En difficulté'],
  [{ state: 'paused', failures: 1 }, 'info', 'En pause'],
] as const)('A source that is %j is told as it is', (of, tone, said) => {
  const mark = sourceMark({ ...NEW_SOURCE, ...of })
  expect([mark.tone, wordsIn('fr')(mark.key)]).toEqual([tone, said])
})

it('A source that gives another format is told by what people call it', () => {
  const problem = { code: 'source-other-format', params: { before: 'feed', now: 'ical' } }
  expect(heldReason(problem, wordsIn('fr'))).toMatch(/flux RSS, Atom ou JSON avant, calendrier iCalendar maintenant/)
})
