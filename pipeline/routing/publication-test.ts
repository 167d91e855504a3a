import type { PublicationTest } from '../model/condition.ts'
import { parisDay } from '../model/paris.ts'
import { askedDay } from './asked-day.ts'
import type { Finding } from './finding.ts'
import type { Routable } from './routable.ts'

const DAY = 86_400_000

/** Whether an entry was published when the request asks; before its publication it counts as published now. */
export function publicationFinding({ publishedAt, now }: Routable, asked: PublicationTest): Finding {
  const at = publishedAt ?? now
  const day = parisDay(at)
  const age = Math.floor((now - at) / DAY)
  const tests: Finding[] = []
  const add = (test: NonNullable<Finding['test']>, limit: string, held: boolean) => {
    const by = held ? { by: { has: day, asked: limit } } : {}
    tests.push({ condition: 'published', has: [day], held, test, asked: [limit], ...by })
  }
  const { within_days, before_days, at_least, at_most } = asked
  if (within_days !== undefined) add('within_days', String(within_days), age <= within_days)
  if (before_days !== undefined) add('before_days', String(before_days), age >= before_days)
  if (at_least !== undefined) {
    const from = askedDay(at_least, now)
    add('at_least', from ?? at_least, from !== undefined && day >= from)
  }
  if (at_most !== undefined) {
    const until = askedDay(at_most, now)
    add('at_most', until ?? at_most, until !== undefined && day <= until)
  }
  const [only] = tests
  return tests.length === 1 && only ? only : { held: tests.every((one) => one.held), condition: 'all', parts: tests }
}
