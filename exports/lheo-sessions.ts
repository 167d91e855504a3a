import { periodOf } from '../pipeline/intake/lheo-values.ts'
import { nodesIn, type XmlNode } from '../pipeline/intake/xml-nodes.ts'
import type { RawItem } from '../pipeline/model/field-types/field-type.ts'
import type { Edit } from './lheo-edits.ts'
import { changedAt, nodeOf, withChildren, withText } from './node-changes.ts'

/** The formation with the sessions of its action at the dates they have now: one that moved keeps the rest of what it says. */
export function editSessions(formation: XmlNode, { was, is }: Edit): XmlNode {
  const [before, now] = [was.map(periodKey), is.map(periodKey)]
  const gone = before.filter((key) => !now.includes(key))
  const fresh = now.filter((key) => !before.includes(key))
  return changedAt(formation, ['action'], (found) => {
    const action = found ?? nodeOf('action')
    const sessions = nodesIn(action, 'session').flatMap((session) => {
      if (!gone.includes(keyOf(session))) return [session]
      const next = fresh.shift()
      return next === undefined ? [] : [at(session, next)]
    })
    return withChildren(action, 'session', [...sessions, ...fresh.map((key) => at(nodeOf('session'), key))])
  })
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
