import { expect, test } from 'vitest'
import { factsOf, factText } from '../../../../farm/web/present/facts.ts'
import { standingOf } from '../../../../farm/web/present/standing.ts'
import { stretchText } from '../../../../farm/web/present/stretch-text.ts'
import type { Values } from '../../../../pipeline/model/entry.ts'
import { declaredType } from '../../../pipeline/intake/declared-types.ts'
import { context as show } from '../../../pipeline/model/small-world.ts'

const event = declaredType('event')
const plain = (text: string | undefined) => text?.replaceAll(/\s/g, ' ')
const told = (kind: string, names: readonly string[], values: Values) =>
  factsOf(names, { serviceType: declaredType(kind), values, show }).map((fact) => [fact.label, plain(factText(fact))])

test('what begins and ends is one fact, with its weekday where it lasts a day', () => {
  const morning = { start: '2026-11-26T09:00', end: '2026-11-26T12:30' }
  expect(told('event', ['start', 'end'], morning)).toEqual([['Quand', 'jeudi 26 novembre 2026, de 9 h à 12 h 30']])
  const fair = { start: '2026-11-26T09:00', end: '2026-11-28T00:00' }
  expect(told('event', ['start', 'end'], fair)).toEqual([['Quand', 'du 26 novembre 2026 à 9 h au 28 novembre 2026']])
  expect(told('event', ['start', 'end'], { start: '2026-11-26T09:00' })).toEqual([['Début', '26 novembre 2026 à 9 h']])
  expect(told('event', ['start'], morning)).toEqual([['Début', '26 novembre 2026 à 9 h']])
  expect(plain(stretchText('2026-11', '2026-11', 'fr')?.text)).toBe('novembre 2026')
  expect(stretchText('2026-11-26T09:00', '2026-11-26T12:30', 'en')?.text).toBe(
    'Thursday 26 November 2026, 09:00 to 12:30',
  )
})

test('a figure says its unit, whether a field beside it holds it or its label does', () => {
  expect(told('indicator', ['value', 'unit'], { value: 7.2, unit: '%' })).toEqual([['Valeur', '7,2 %']])
  expect(told('training', ['hours'], { hours: 560 })).toEqual([['Durée', '560 heures']])
})

test('only what does not happen as planned is said of an event, and in words', () => {
  const standing = (status: string) => standingOf(event, { status }, 'fr')
  expect(standing('confirmed')).toEqual({ field: 'status', off: false })
  expect(standing('cancelled')).toEqual({ field: 'status', off: true, badge: { label: 'Annulé', tone: 'stop' } })
  expect(standing('postponed')).toMatchObject({ off: false, badge: { label: 'Reporté', tone: 'wait' } })
  expect(standingOf(event, {}, 'fr')).toBeUndefined()
  expect(standingOf(declaredType('training'), { status: 'cancelled' }, 'fr')).toBeUndefined()
})
