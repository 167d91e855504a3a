import type { Condition } from '../model/condition.ts'
import { isCountedFromToday } from './asked-day.ts'

/** Whether a standing request may answer otherwise tomorrow although nothing changed: it counts days, from today or since publication. */
export function isTimely(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(isTimely)
  if ('any' in condition) return condition.any.some(isTimely)
  if ('none' in condition) return condition.none.some(isTimely)
  if ('published' in condition) {
    const { within_days, before_days, at_least, at_most } = condition.published
    return within_days !== undefined || before_days !== undefined || [at_least, at_most].some(isMoving)
  }
  return 'field' in condition && [condition.at_least, condition.at_most].some(isMoving)
}

function isMoving(bound: number | string | undefined): boolean {
  return typeof bound === 'string' && isCountedFromToday(bound)
}
