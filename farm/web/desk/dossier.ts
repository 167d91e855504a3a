import type { Entry, Revision } from '../../../pipeline/model/entry.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { type Remark, screen } from '../../../pipeline/moderation/screen.ts'
import { entryHistory, personNames } from '../../storage/entries/desk-store.ts'
import { likelyDuplicates } from '../../storage/entries/duplicate-store.ts'
import { entryRevisions, type RevisionHead } from '../../storage/entries/revision-store.ts'
import type { Visit } from '../visit.ts'
import { changesBetween, type FieldChange } from './changes.ts'
import { type Destinations, destinationsOf } from './destinations.ts'
import { type TimelineItem, timelineOf } from './timeline.ts'

/** Everything one person of the staff may see of one entry. */
export interface Dossier {
  readonly entry: Entry
  readonly serviceType: ServiceType
  readonly working: Revision
  readonly author: string | undefined
  /** What the working revision changes in the live one; empty before publication. */
  readonly changes: readonly FieldChange[]
  readonly remarks: readonly Remark[]
  /** Likely duplicates, those this person may read. */
  readonly duplicates: readonly Entry[]
  readonly destinations: Destinations
  readonly timeline: readonly TimelineItem[]
  readonly revisions: readonly (RevisionHead & { readonly by: string | undefined })[]
}

/** Opens an entry's dossier: `forbidden` when this person may not read it, `unknown` when there is none. */
export async function openDossier(visit: Visit, id: number): Promise<Dossier | 'forbidden' | 'unknown'> {
  const { farm, memory, actor } = visit
  const entry = await farm.ports.entries.get(id)
  const serviceType = entry && memory.serviceType(entry.serviceType)
  if (!entry || !serviceType) return 'unknown'
  if (!may(actor, { action: 'read-entry', entry }, memory).yes) return 'forbidden'
  const [working, live, history, duplicates, revisions] = await Promise.all([
    farm.ports.entries.revision(entry.workingRevision),
    entry.liveRevision === null ? undefined : farm.ports.entries.revision(entry.liveRevision),
    entryHistory(farm.storage, id),
    likelyDuplicates(farm.storage, id),
    entryRevisions(farm.storage, id),
  ])
  if (!working) return 'unknown'
  const people = [entry.author, ...history.map((one) => one.person), ...revisions.map((one) => one.author)]
  const names = await personNames(
    farm.storage,
    people.filter((person) => person !== null),
  )
  const { values } = working
  return {
    entry,
    serviceType,
    working,
    author: names.get(entry.author ?? 0),
    changes:
      live && live.id !== working.id ? changesBetween(visit, { serviceType, before: live.values, after: values }) : [],
    remarks: screen({ ...entry, title: String(values.title ?? entry.title) }, values, farm.now()),
    duplicates: duplicates.filter((one) => may(actor, { action: 'read-entry', entry: one }, memory).yes),
    destinations: destinationsOf(visit, { entry, values, serviceType }),
    timeline: timelineOf(visit, history, names),
    revisions: revisions.map((one) => ({ ...one, by: names.get(one.author ?? 0) })),
  }
}
