import type { Condition } from '../model/condition.ts'

/** Whether a standing request asks about distances anywhere, so that points decide. */
export function asksNear(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(asksNear)
  if ('any' in condition) return condition.any.some(asksNear)
  if ('none' in condition) return condition.none.some(asksNear)
  return 'near' in condition
}
