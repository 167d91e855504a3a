import { personOf } from '../../../pipeline/model/actor.ts'
import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import type { RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { submitOne } from '../../../pipeline/submit.ts'
import { keepFile } from '../../library/files.ts'
import type { Visit } from '../visit.ts'
import { type ChosenFile, readEntryForm, withKept } from './read-entry-form.ts'

/** A form sent for an entry, new or opened. */
export interface SentForm {
  readonly serviceType: ServiceType
  readonly organisation: string
  readonly data: FormData
  /** The entry it changes, and the version the person started from. */
  readonly opened?: { readonly entry: number; readonly version: number } | undefined
}

/** What became of a sent form; where it was not saved, everything typed comes back with what stood in the way. */
export type SavedForm =
  | { readonly ok: true; readonly entry: Entry; readonly intent: 'draft' | 'propose' }
  | {
      readonly ok: false
      readonly raw: Readonly<Record<string, RawValue>>
      readonly problems: readonly Problem[]
      /** The entry as someone else left it meanwhile. */
      readonly conflict?: { readonly entry: Entry; readonly values: Values } | undefined
    }

/** Keeps the files of a form, then submits what was typed. */
export async function saveEntry(visit: Visit, sent: SentForm): Promise<SavedForm> {
  const { farm, actor, memory } = visit
  const { serviceType, organisation, data, opened } = sent
  const form = readEntryForm(serviceType, data, memory.thesaurus)
  const files = await keepChosen(visit, form.chosen, organisation)
  const raw = withKept(form.raw, files.kept)
  if (files.problems.length > 0) return { ok: false, raw, problems: files.problems }
  const intent = data.get('intent') === 'propose' ? 'propose' : 'draft'
  const about = { serviceType: serviceType.id, organisation, road: 'form', raw, intent } as const
  const duplicateSeen = data.has('duplicate-seen') && !opened
  const saved = await submitOne(farm.ports, { ...about, ...opened, duplicateSeen }, actor)
  const id = saved.arrival.entry
  const entry = id === undefined ? undefined : await farm.ports.entries.get(id)
  if (saved.ok && entry) return { ok: true, entry, intent }
  const problems = saved.arrival.problems
  if (!entry || !problems.some((one) => one.code === 'stale-version')) return { ok: false, raw, problems }
  const revision = await farm.ports.entries.revision(entry.workingRevision)
  return { ok: false, raw, problems, conflict: { entry, values: revision?.values ?? {} } }
}

type Kept = ChosenFile & { readonly id: string; readonly name: string }

async function keepChosen(
  { farm, actor }: Visit,
  chosen: readonly ChosenFile[],
  organisation: string,
): Promise<{ readonly kept: readonly Kept[]; readonly problems: readonly Problem[] }> {
  const kept: Kept[] = []
  const problems: Problem[] = []
  for (const one of chosen) {
    const bytes = new Uint8Array(await one.file.arrayBuffer())
    const wanted = one.field.type === 'image' ? 'image' : 'document'
    const result = await keepFile(farm, { name: one.file.name, bytes, wanted, organisation, person: personOf(actor) })
    if (result.ok) kept.push({ ...one, id: result.value.id, name: result.value.name })
    else problems.push(...result.problems.map((problem) => ({ ...problem, field: one.field.name })))
  }
  return { kept, problems }
}
