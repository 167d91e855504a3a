import { expect, it } from 'vitest'
import { statusOf } from '../../../farm/sources/last-status.ts'
import { NEW_SOURCE } from '../../../farm/storage/gateways/source-store.ts'
import { heldReason, sourceMark, sourceStatus } from '../../../farm/web/desk-forms/source-status.ts'
import { wordsIn } from '../../../farm/web/words/words.ts'
import { declaredType } from '../../pipeline/intake/declared-types.ts'

it.each([
  [{ state: 'active', failures: 0 }, 'good', 'Lue régulièrement'],
  [{ state: 'active', failures: 1 }, 'wait', 'Dernière lecture manquée'],
  [{ state: 'troubled', failures: 3 }, 'stop', 'En difficulté'],
  [{ state: 'paused', failures: 1 }, 'info', 'En pause'],
] as const)('A source that is %j is told as it is', (of, tone, said) => {
  const mark = sourceMark({ ...NEW_SOURCE, ...of })
  expect([mark.tone, wordsIn('fr')(mark.key)]).toEqual([tone, said])
})

it.each([
  [{ code: 'too-many-redirects', params: { max: 5 } }, /plus de 5\)/],
  [{ code: 'unknown-compression', params: { value: 'gzip, gzip' } }, /« gzip, gzip »/],
  [{ code: 'oai-error', params: { code: 'badVerb', message: 'Illegal verb' } }, /Illegal verb \(badVerb\)/],
  [{ code: 'page-not-found', params: { status: 404 } }, /page \(404\)/],
  [
    { code: 'html-instead-of-feed', params: { feed: 'https://a.example/rss' } },
    /annonce un : https:\/\/a.example\/rss/,
  ],
  [{ code: 'empty-answer' }, /rien répondu/],
])('A source that failed says so with its figures: %j', (problem, said) => {
  const status = sourceStatus({ failures: 1, lastStatus: statusOf(problem) }, wordsIn('fr'))
  expect(status.replace(/\s/g, ' ')).toMatch(said)
})

it('A source that gives another format, or other fields, is told by what people call them', () => {
  const problem = { code: 'source-other-format', params: { before: 'feed', now: 'ical' } }
  const lost = { code: 'source-lost-fields', params: { fields: 'source_url, x1' } }
  expect(heldReason(lost, wordsIn('fr'), declaredType('press-review'))).toContain('Lien vers l’article, x1')
  expect(heldReason(problem, wordsIn('fr'))).toMatch(/flux RSS, Atom ou JSON avant, calendrier iCalendar maintenant/)
})
