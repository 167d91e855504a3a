import { fold } from '../../model/fold.ts'
import type { Problem } from '../../model/problem.ts'
import { quoted } from '../../model/written/clean.ts'
import type { ValueMap } from './mapping.ts'
import type { Stepped } from './run-steps.ts'

/**
 * Makes a table of values ready to look up many texts, as written or without accents and case. Problem: `unmapped-value` { value } of a
 * text that no pair names, where others are refused.
 */
export function valueMapper(map: ValueMap | undefined): (texts: readonly string[]) => Stepped {
  if (map === undefined) return (texts) => ({ texts, problems: [] })
  const pairs = Object.entries(map.pairs).map(([theirs, ours]) => [theirs, [ours].flat()] as const)
  const exact = new Map(pairs)
  const folded = new Map(pairs.map(([theirs, ours]) => [fold(theirs), ours]))
  return (texts) => {
    const problems: Problem[] = []
    const found = texts.flatMap((text) => {
      const ours = exact.get(text) ?? (text.length > 300 ? undefined : folded.get(fold(text)))
      if (ours !== undefined) return ours
      if (map.others === 'keep') return [text]
      if (map.others === 'refuse') problems.push({ code: 'unmapped-value', params: { value: quoted(text) } })
      return []
    })
    return { texts: found.filter((text) => text !== ''), problems }
  }
}
