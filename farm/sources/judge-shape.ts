import type { Problem } from '../../pipeline/model/problem.ts'
import type { Shape } from '../storage/tables/learnt.ts'
import type { Look } from './look-at.ts'

/**
 * Why what a source gives now must not be applied unseen; nothing where it is what it used to be. Only what is `whole` can have lost
 * anything. Problems: `source-lost-items`
 * { before, now }, `source-other-items` { share }, `source-other-format`, `source-other-language`, `source-other-host` { before, now },
 * `source-lost-fields` { fields }.
 */
export function judgeShape(
  before: Shape | null,
  { look, whole }: { readonly look: Look; readonly whole: boolean },
): readonly Problem[] {
  if (before === null || before.items === 0) return []
  const now = look.shape
  const lost = whole ? lostItems(before, now) : []
  if (now.items === 0) return lost
  return [
    ...lost,
    ...(whole ? otherItems(before, now) : []),
    ...other('source-other-format', before.format, now.format),
    ...other('source-other-language', before.language, now.language),
    ...(sameHost(before.host, now.host) ? [] : other('source-other-host', before.host, now.host)),
    ...lostFields(before, look),
  ]
}

// Of a handful, any may go on any day.
const FEW = 5
const MANY = 20

function lostItems(before: Shape, now: Shape): Problem[] {
  const lost = before.items >= FEW && now.items < before.items * 0.4
  return lost ? [{ code: 'source-lost-items', params: { before: before.items, now: now.items } }] : []
}

// A feed gives its news, and may have nothing but news; a whole catalogue is never all new.
function otherItems(before: Shape, now: Shape): Problem[] {
  if (now.format === 'feed' || before.items < MANY || now.items < MANY) return []
  const known = new Set(before.ids)
  const smallest = [...new Set([...before.ids, ...now.ids])].sort((a, b) => a - b).slice(0, before.ids.length)
  const both = smallest.filter((id) => known.has(id) && now.ids.includes(id)).length
  const share = both / Math.max(1, smallest.length)
  return share < 0.2 ? [{ code: 'source-other-items', params: { share: Math.round(share * 100) } }] : []
}

function other(code: string, before: string | null, now: string | null): Problem[] {
  return before !== null && now !== null && before !== now ? [{ code, params: { before, now } }] : []
}

function sameHost(before: string | null, now: string | null): boolean {
  return before?.split('.').slice(-2).join('.') === now?.split('.').slice(-2).join('.')
}

// What a feed may or may not say of an item, and what is only kept where the farm knows it.
const PASSING = new Set(['themes', 'territories', 'language', 'source_author', 'image'])

function lostFields(before: Shape, { shape, present }: Look): Problem[] {
  if (before.items < FEW || shape.items < FEW) return []
  const lost = before.fields.filter((name) => !present.has(name) && !PASSING.has(name))
  return lost.length > 0 ? [{ code: 'source-lost-fields', params: { fields: lost.join(', ') } }] : []
}
