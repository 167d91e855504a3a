import { periodOf } from '../pipeline/intake/lheo-values.ts'
import { nodesIn, type XmlNode } from '../pipeline/intake/xml-nodes.ts'
import type { RawItem } from '../pipeline/model/field-types/field-type.ts'
import type { Edit } from './field-edit.ts'
import { changedAt, nodeOf, withChildren, withText } from './node-changes.ts'

/**
 * The formation with the sessions of its action at the dates they have now: those that moved keep the rest of what they say. What
 * stands in one place of the list before and after is one session; else it is the one whose date is nearest.
 */
export function editSessions(formation: XmlNode, { was, is }: Edit): XmlNode {
  const { moved, added } = movesOf(was.map(periodKey), is.map(periodKey))
  return changedAt(formation, ['action'], (found) => {
    const action = found ?? nodeOf('action')
    const sessions = nodesIn(action, 'session').flatMap((session) => {
      const key = keyOf(session)
      if (!moved.has(key)) return [session]
      const next = moved.get(key)
      return next === undefined ? [] : [at(session, next)]
    })
    return withChildren(action, 'session', [...sessions, ...added.map((key) => at(nodeOf('session'), key))])
  })
}

/** Where the dates that are no more went, undefined for nowhere, and those that are new. */
function movesOf(before: readonly string[], now: readonly string[]) {
  const gone = before.filter((key) => !now.includes(key))
  const fresh = now.filter((key) => !before.includes(key))
  const there = gone.map((key) => now[before.indexOf(key)] ?? '')
  const inPlace = before.length === now.length && there.every((key) => fresh.includes(key))
  const moved = new Map<string, string | undefined>(gone.map((key, index) => [key, inPlace ? there[index] : undefined]))
  const added: string[] = []
  for (const key of inPlace ? [] : fresh) {
    const left = gone.filter((one) => moved.get(one) === undefined)
    const [nearest] = left.sort((one, other) => distance(one, key) - distance(other, key))
    if (nearest === undefined) added.push(key)
    else moved.set(nearest, key)
  }
  return { moved, added }
}

function distance(one: string, other: string): number {
  return Math.abs(Number(one.slice(0, 8)) - Number(other.slice(0, 8)))
}

/** Both dates as LHÉO writes them, `00` for what is unknown. */
function periodKey(item: RawItem): string {
  const [start = '', end = ''] = typeof item === 'string' ? item.split('/') : [item.start, item.end]
  return `${digits(start)}/${end === '' ? '99999999' : digits(end)}`
}

function keyOf(session: XmlNode): string {
  const period = periodOf(session)
  return period === undefined ? '' : `${period.start}/${period.end ?? '99999999'}`
}

function digits(date: string): string {
  return date.replaceAll('-', '').slice(0, 8).padEnd(8, '0')
}

function at(session: XmlNode, key: string): XmlNode {
  const [start = '', end = ''] = key.split('/')
  const begun = changedAt(session, ['periode', 'debut'], withText('debut', start))
  return changedAt(begun, ['periode', 'fin'], withText('fin', end))
}
