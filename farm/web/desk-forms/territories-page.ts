import { may } from '../../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import type { Territory } from '../../../pipeline/model/territory.ts'
import type { Rehearsal, Rehearsing } from '../../routing/rehearse.ts'
import { countPoints } from '../../storage/knowledge/point-store.ts'
import { readChanges, type StoredChange } from '../../storage/knowledge/territory-change-store.ts'
import {
  countTerritories,
  heldVintage,
  perimeterMembers,
  territoriesOfLevel,
} from '../../storage/knowledge/territory-store.ts'
import { changePerimeter, type PerimeterChange, rehearsePerimeter } from '../../territories/change-perimeter.ts'
import { placesNamed, problemOfPlace } from '../../territories/places-named.ts'
import { rehearseRemoval, removePerimeter } from '../../territories/remove-perimeter.ts'
import { isUse, type PerimeterUse, usesOfPerimeter } from '../../territories/uses-of-perimeter.ts'
import type { Visit } from '../visit.ts'
import { followAwhile } from './follow-awhile.ts'
import { placeText } from './place-text.ts'
import { rehearsalFile } from './rehearsal-file.ts'
import { redirectTo } from './sign-in-first.ts'

/** What the page of territories shows. */
export interface TerritoriesPage {
  readonly vintage: number | null
  readonly communes: number
  readonly points: Awaited<ReturnType<typeof countPoints>>
  readonly changes: readonly StoredChange[]
  readonly perimeters: readonly { readonly perimeter: Territory; readonly members: number }[]
}

/** Whether a person looks after the farm's geography. */
export function mayManageTerritories({ actor, memory }: Visit): boolean {
  return may(actor, { action: 'operate-farm' }, memory).yes
}

/** The geography as it stands: vintage, points, changes, perimeters. */
export async function territoriesPage({ farm: { storage } }: Visit): Promise<TerritoriesPage> {
  const perimeters = await territoriesOfLevel(storage, 'perimeter')
  const members = await Promise.all(
    perimeters.map(({ key }) => perimeterMembers(storage.read, storage.tables, key).then((all) => all.length)),
  )
  return {
    vintage: await heldVintage(storage),
    communes: await countTerritories(storage, 'commune'),
    points: await countPoints(storage),
    changes: await readChanges(storage),
    perimeters: perimeters.map((perimeter, i) => ({ perimeter, members: members[i] ?? 0 })),
  }
}

/** A perimeter as its form asks it. */
export interface PerimeterForm {
  readonly code: string
  readonly name: string
  /** One place per line, as typed. */
  readonly members: string
  /** What stands in its place once it is gone, as typed. */
  readonly instead: string
}

/** What the page of one perimeter shows. */
export interface PerimeterPage {
  /** Absent for a new one. */
  readonly perimeter: Territory | undefined
  readonly form: PerimeterForm
  readonly problems: readonly Problem[]
  readonly rehearsed: Rehearsal | undefined
  /** The removal was rehearsed, not a change. */
  readonly removing: boolean
  /** What uses it: another territory must take its place there. */
  readonly uses: readonly PerimeterUse[]
}

/** The page of one perimeter, `new` for one to make: shown, tried or saved; null where there is none. */
export async function perimeterPage(
  visit: Visit,
  code: string,
  request: Request,
): Promise<PerimeterPage | Response | null> {
  const { farm, memory } = visit
  const found = memory.gazetteer.get(`perimeter:${code}`)
  // The code of one that is gone leads to what took its place.
  const perimeter = found?.key === `perimeter:${code}` ? found : undefined
  if (!mayManageTerritories(visit) || (!perimeter && code !== 'new')) return null
  const uses = perimeter ? await usesOfPerimeter(farm, perimeter.key) : []
  const blank = { perimeter, problems: [], rehearsed: undefined, removing: false, uses }
  if (request.method !== 'POST') return { ...blank, form: await heldForm(visit, perimeter) }
  const data = await request.formData()
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const removing = perimeter !== undefined && (data.has('instead') || text('do') === 'remove')
  const form = removing
    ? { ...(await heldForm(visit, perimeter)), instead: text('instead') }
    : { code: perimeter?.code ?? text('code'), name: text('name'), members: text('members'), instead: '' }
  const answered = await (removing ? remove : answer)(visit, form, text('do'))
  const shown = { ...blank, form, removing }
  if (!answered.ok) return { ...shown, problems: answered.problems }
  return answered.value instanceof Response ? answered.value : { ...shown, rehearsed: answered.value }
}

async function heldForm({ farm, memory }: Visit, perimeter: Territory | undefined): Promise<PerimeterForm> {
  if (!perimeter) return { code: '', name: '', members: '', instead: '' }
  const { code, name, key } = perimeter
  const members = await perimeterMembers(farm.storage.read, farm.storage.tables, key)
  const lines = members.map((one) => placeText(one.key, memory)).sort(new Intl.Collator('fr').compare)
  return { code, name, members: lines.join('\n'), instead: '' }
}

async function answer(visit: Visit, form: PerimeterForm, does: string): Promise<Result<Rehearsal | Response>> {
  const { farm, actor } = visit
  const members = placesNamed(form.members.split(/\r?\n/), visit.memory.gazetteer)
  if (!members.ok) return members
  const change: PerimeterChange = { actor, perimeter: { ...form, members: members.value } }
  const rehearse = (hearing?: Pick<Rehearsing, 'onMove'>) => rehearsePerimeter(farm, change, hearing)
  if (does === 'try') return rehearse()
  if (does === 'file') return rehearsalFile(visit, rehearse)
  const saved = await changePerimeter(farm, change)
  if (!saved.ok) return saved
  await followAwhile(farm, saved.value)
  return ok(redirectTo(visit.href(`/territories?saved=1${saved.value === null ? '' : `&job=${saved.value}`}`)))
}

async function remove(
  visit: Visit,
  { code, instead }: PerimeterForm,
  does: string,
): Promise<Result<Rehearsal | Response>> {
  const { farm, actor, memory, href } = visit
  const place = instead === '' ? undefined : memory.gazetteer.resolve(instead)
  const problem = place && place.kind !== 'found' ? problemOfPlace(place, instead) : undefined
  if (problem) return fail({ ...problem, field: 'instead' })
  const removal = { actor, code, instead: place?.kind === 'found' ? place.territory.key : undefined }
  const rehearse = (hearing?: Pick<Rehearsing, 'onMove'>) => rehearseRemoval(farm, removal, hearing)
  if (does === 'try') return wanting(await rehearse())
  if (does === 'file') return rehearsalFile(visit, rehearse)
  const done = wanting(await removePerimeter(farm, removal))
  if (!done.ok) return done
  const { describing, routing } = done.value
  await followAwhile(farm, describing)
  await followAwhile(farm, routing)
  return ok(redirectTo(href(`/territories?removed=1&job=${routing ?? describing}`)))
}

// The page names the uses already: what it lacks is what takes its place there.
function wanting<T>(answer: Result<T>): Result<T> {
  const used = !answer.ok && answer.problems.some(({ code }) => isUse(code))
  return used ? fail({ code: 'required', field: 'instead' }) : answer
}
