import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import type { RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import { saidOnceProposed } from '../desk/entry-said.ts'
import { rememberedOrganisation, workplaceOf } from '../desk/working-for.ts'
import type { Visit } from '../visit.ts'
import { type SavedForm, saveEntry } from './save-entry.ts'
import { redirectTo, wantsJson } from './sign-in-first.ts'
import { referredTo, typedValues } from './typed-values.ts'

/** Everything the page of an entry's form shows. */
export interface EntryFormPage {
  readonly serviceType: ServiceType
  /** Organisation it is written for. */
  readonly organisation: string
  /** Those one may write it for; a single one is not asked. */
  readonly organisations: readonly string[]
  readonly raw: Readonly<Record<string, RawValue>>
  readonly problems: readonly Problem[]
  /** The entry being changed, with the version the form starts from. */
  readonly entry?: Entry | undefined
  readonly conflict?: { readonly entry: Entry; readonly values: Values } | undefined
  /** Comes back from a refusal: nothing the browser remembers is fresher. */
  readonly sent: boolean
}

/** The form of a new entry: shown, or read and saved; null for a kind that does not exist. */
export async function newEntryPage(
  visit: Visit,
  type: string,
  request: Request,
): Promise<EntryFormPage | Response | null> {
  const serviceType = visit.memory.declarations.serviceTypes.get(type)
  const organisations = organisationsFor(visit.actor, 'contribute', visit.memory)
  const first = homeOf(visit, request, organisations)
  if (!serviceType || first === undefined) return null
  const blank = { serviceType, organisations, organisation: first, raw: {}, problems: [], sent: false }
  if (request.method !== 'POST') return { ...blank, organisation: asked(request, organisations) ?? first }
  const data = await request.formData()
  const wanted = data.get('organisation')
  const organisation = organisations.find((one) => one === wanted) ?? first
  const saved = await saveEntry(visit, { serviceType, organisation, data })
  if (wantsJson(request)) return savedJson(visit, saved)
  return saved.ok ? redirectTo(after(visit, saved)) : { ...blank, ...saved, organisation, sent: true }
}

/** The form of an entry one may change: shown, or read and saved; null where there is no such entry for this person. */
export async function editEntryPage(
  visit: Visit,
  id: number,
  request: Request,
): Promise<EntryFormPage | Response | null> {
  const { farm, actor, memory } = visit
  const entry = Number.isSafeInteger(id) ? await farm.ports.entries.get(id) : undefined
  const serviceType = entry && memory.declarations.serviceTypes.get(entry.serviceType)
  if (!entry || !serviceType || !may(actor, { action: 'edit-entry', entry }, memory).yes) return null
  const { organisation } = entry
  const about = { serviceType, organisation, organisations: [organisation] }
  if (request.method !== 'POST')
    return { ...about, entry, raw: await storedRaw(visit, entry, serviceType), problems: [], sent: false }
  const data = await request.formData()
  const opened = { entry: id, version: Number(data.get('version')) }
  const saved = await saveEntry(visit, { serviceType, organisation, data, opened })
  if (wantsJson(request)) return savedJson(visit, saved)
  return saved.ok
    ? redirectTo(after(visit, saved))
    : { ...about, ...saved, entry: saved.conflict?.entry ?? entry, sent: true }
}

async function storedRaw({ farm, show }: Visit, entry: Entry, serviceType: ServiceType) {
  const revision = await farm.ports.entries.revision(entry.workingRevision)
  const values = revision?.values ?? {}
  const others = await farm.ports.entries.many(referredTo(serviceType, values))
  return typedValues(serviceType, values, { show, titles: new Map(others.map((one) => [one.id, one.title])) })
}

// Where the person works now, when they may write for it.
function homeOf(visit: Visit, request: Request, organisations: readonly string[]): string | undefined {
  const { organisation } = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie')))
  return organisations.find((id) => id === organisation?.id) ?? organisations[0]
}

function asked(request: Request, organisations: readonly string[]): string | undefined {
  const wanted = new URL(request.url).searchParams.get('organisation')
  return organisations.find((one) => one === wanted)
}

function after({ href }: Visit, { entry, intent }: Extract<SavedForm, { ok: true }>): string {
  return intent === 'draft'
    ? href(`/entries/${entry.id}/edit?saved=${entry.version}`)
    : href(`/entries/${entry.id}?said=${saidOnceProposed(entry)}`)
}

function savedJson({ href, words }: Visit, saved: SavedForm): Response {
  if (!saved.ok) return Response.json({ problems: saved.problems.map((one) => words.problem(one)) }, { status: 422 })
  const { id, version } = saved.entry
  return Response.json({ entry: id, version, address: href(`/entries/${id}/edit`) })
}
