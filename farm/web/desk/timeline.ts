import { may } from '../../../pipeline/model/may.ts'
import type { FarmEvent } from '../../../pipeline/ports.ts'
import { momentText } from '../present/dates.ts'
import type { Visit } from '../visit.ts'

/** Something that happened to an entry, in words. */
export interface TimelineItem {
  /** ISO 8601. */
  readonly iso: string
  readonly when: string
  readonly text: string
  readonly reason: string | undefined
  /** Sites concerned, those this person may read. */
  readonly sites: readonly string[]
}

/** The history of an entry in words, in the order of its events. */
export function timelineOf(
  visit: Visit,
  events: readonly FarmEvent[],
  names: ReadonlyMap<number, string>,
): TimelineItem[] {
  const { words, language } = visit
  return events.map((event) => ({
    iso: new Date(event.at).toISOString(),
    when: momentText(event.at, language),
    text: words(`desk.event.${happened(event)}`, {
      person: names.get(event.person ?? 0) ?? words('desk.event.the-farm'),
    }),
    reason: typeof event.data.reason === 'string' && event.data.reason !== '' ? event.data.reason : undefined,
    sites: siteNames(visit, event),
  }))
}

// What a batch took back or brought again is told as such.
function happened({ kind, data }: FarmEvent): string {
  if (data.taken === 'gone' || data.taken === 'undone' || data.taken === 'folded') return data.taken
  if (data.unfolded === true) return 'unfolded'
  return data.back === true ? 'back' : kind
}

function siteNames({ memory, actor }: Visit, { site, data }: FarmEvent): string[] {
  const ids = site === null ? (Array.isArray(data.sites) ? data.sites.map(String) : []) : [site]
  return ids
    .flatMap((id) => memory.sites.get(id) ?? [])
    .filter((one) => may(actor, { action: 'read-site', site: one }, memory).yes)
    .map((one) => one.name)
}
