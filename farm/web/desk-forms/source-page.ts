import { may } from '../../../pipeline/model/may.ts'
import type { Problem, Result } from '../../../pipeline/model/problem.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import { lookAtRepository, type Repository } from '../../sources/look-at-repository.ts'
import {
  applyHeld,
  createSource,
  followAnnounced,
  pauseSource,
  pullNow,
  resumeSource,
  updateSource,
} from '../../sources/sources.ts'
import { type AddressTrial, tryAddress } from '../../sources/try-address.ts'
import { readSource, type Source } from '../../storage/gateways/source-store.ts'
import { rememberedOrganisation, workplaceOf } from '../desk/working-for.ts'
import type { Visit } from '../visit.ts'
import { placeText } from './place-text.ts'
import { redirectTo } from './sign-in-first.ts'
import { lackingProblems, readGiven } from './source/given.ts'

/** A source as its form asks it. */
export interface SourceForm {
  readonly name: string
  readonly url: string
  readonly kind: string
  /** How it is pulled: `feed` or `oai-pmh`; of a repository also what is asked of it. */
  readonly way: string
  readonly prefix: string
  readonly set: string
  readonly deleted: string
  readonly organisation: string
  readonly everyMinutes: number
  /** Keeps to that pace, however rarely it changes. */
  readonly fixed: boolean
  readonly mapping: number | null
  readonly goneAfter: number
  readonly themes: readonly string[]
  /** One place per line. */
  readonly territories: string
  /** Other raw values given to all items that lack them, by field name. */
  readonly given: Readonly<Record<string, string>>
}

/** What the page of a source shows. */
export interface SourcePage {
  /** Absent for a new one. */
  readonly source: Source | undefined
  readonly form: SourceForm
  readonly organisations: readonly string[]
  readonly problems: readonly Problem[]
  /** What the repository said that was just asked. */
  readonly repository?: Repository | undefined
  /** What the address gave that was just tried. */
  readonly trial?: AddressTrial | undefined
  /** It cannot be read now, which does not keep anybody from saving it. */
  readonly unread?: boolean | undefined
  /** What the person just did, as the address says it. */
  readonly done: string | null
}

/** The page of a source, `new` for one to add: shown, saved, paused, resumed, read or let in; null for those who manage none. */
export async function sourcePage(visit: Visit, asked: string, request: Request): Promise<SourcePage | Response | null> {
  const organisations = organisationsFor(visit.actor, 'manage-sources', visit.memory)
  const source = await managedSource(visit, asked)
  if (organisations.length === 0 || (!source && asked !== 'new')) return null
  const page = { source, organisations, problems: [], done: new URL(request.url).searchParams.get('done') }
  if (request.method !== 'POST')
    return { ...page, form: source ? formOf(source, visit.memory) : blankForm(visit, request, organisations) }
  const data = await request.formData()
  const wish = String(data.get('do') ?? 'save')
  const written = wish === 'save' || wish === 'anyway' || wish === 'try' || !source
  const filled = written ? readForm(visit, data, source) : formOf(source, visit.memory)
  if (wish === 'look') return looked(visit, { ...page, form: readForm(visit, data, source) })
  const tried = await triedFirst(visit, { ...page, form: filled }, wish)
  if ('stop' in tried) return tried.stop
  const { form } = tried
  const done = await perform(visit, { source, form, wish })
  if (done.ok) return redirectTo(visit.href(`/sources/${done.value}?done=${wish === 'anyway' ? 'save' : wish}`))
  const still = source && (await readSource(visit.farm.storage, source.id))
  // Its page tells of a reading that failed, at length: it is nothing to correct in a form.
  if (source && READINGS.has(wish) && still?.lastAt !== source.lastAt)
    return redirectTo(visit.href(`/sources/${source.id}?done=failed`))
  return { ...page, source: still ?? source, done: null, form, problems: done.problems, unread: wish === 'anyway' }
}

/**
 * Tries the address of a new source, or a new address of one, before it is saved: what is no feed is better said now than by readings that
 * fail. Answers the form to save, or the page to show instead.
 */
async function triedFirst(
  visit: Visit,
  page: SourcePage,
  wish: string,
): Promise<{ readonly form: SourceForm } | { readonly stop: SourcePage }> {
  const { farm, actor } = visit
  const { form, source } = page
  const another = wish === 'save' && form.url !== source?.url
  if (form.way !== 'feed' || form.url === '' || !(another || wish === 'try')) return { form }
  const { organisation, kind: serviceType, url, mapping } = form
  const defaults = defaultsOf(form, source)
  const trial = await tryAddress(farm, actor, { organisation, serviceType, url, mapping, defaults })
  const shown = { ...page, done: null }
  if (!trial.ok) {
    const unread = !trial.problems.some(({ code }) => REFUSED.has(code))
    return { stop: { ...shown, problems: trial.problems, unread } }
  }
  const named = { ...form, name: form.name || (trial.value.kind === 'readable' ? trial.value.found.title : '') }
  const lacking = trial.value.kind === 'readable' ? trial.value.found.lacking : []
  const clear = trial.value.kind === 'readable' && lacking.length === 0 && wish === 'save'
  if (clear) return { form: named }
  const problems = lackingProblems(visit, { lacking, kind: serviceType })
  return { stop: { ...shown, form: named, trial: trial.value, problems, unread: problems.length > 0 } }
}

const READINGS = new Set(['harvest', 'retry', 'accept'])

// What could not be saved anyway.
const REFUSED = new Set([
  'not-allowed',
  'unknown-service-type',
  'not-a-url',
  'unsafe-url',
  'private-address',
  'unknown-mapping',
])

// Nothing is saved yet: what it offers is chosen from first.
async function looked(visit: Visit, page: SourcePage): Promise<SourcePage> {
  const form = { ...page.form, way: 'oai-pmh' }
  const found = await lookAtRepository(visit.farm, visit.actor, form)
  return found.ok ? { ...page, form, repository: found.value } : { ...page, form, problems: found.problems }
}

async function managedSource({ farm, actor, memory }: Visit, asked: string): Promise<Source | undefined> {
  const source = /^\d{1,15}$/.test(asked) ? await readSource(farm.storage, Number(asked)) : undefined
  return source && may(actor, { action: 'manage-sources', organisation: source.organisation }, memory).yes
    ? source
    : undefined
}

const DEEDS = {
  pause: pauseSource,
  resume: resumeSource,
  harvest: pullNow,
  retry: pullNow,
  accept: applyHeld,
  follow: followAnnounced,
} as const

/** Does what was wished; answers the number of the source. */
async function perform(
  { farm, actor }: Visit,
  { source, form, wish }: { readonly source: Source | undefined; readonly form: SourceForm; readonly wish: string },
): Promise<Result<number>> {
  const deed = Object.entries(DEEDS).find(([name]) => name === wish)?.[1]
  if (source && deed) {
    const done: Result<unknown> = await deed(farm, actor, source.id)
    return done.ok ? { ok: true, value: source.id } : done
  }
  const saved = source
    ? await updateSource(farm, actor, { id: source.id, ...wishesOf(form, source) })
    : await createSource(farm, actor, { organisation: form.organisation, ...wishesOf(form, source) })
  return saved.ok ? { ok: true, value: saved.value.id } : saved
}

function wishesOf(form: SourceForm, source: Source | undefined) {
  const { name, url, kind: serviceType, everyMinutes, fixed, mapping, goneAfter } = form
  const { rhythm: _, prefix: __, set: ___, deleted: ____, ...others } = source?.settings ?? {}
  const { way, prefix, set, deleted } = form
  const settings = way === 'oai-pmh' ? { ...others, prefix, set, deleted } : others
  return {
    ...{ name, url, serviceType, everyMinutes, mapping, goneAfter, kind: way, defaults: defaultsOf(form, source) },
    settings: fixed ? { ...settings, rhythm: 'fixed' } : settings,
  }
}

// Other defaults of the source, written elsewhere, stay.
function defaultsOf({ themes, territories, given }: SourceForm, source: Source | undefined): Record<string, string> {
  const { themes: _, territories: __, ...others } = source?.defaults ?? {}
  const places = territories.split(/\r?\n/).filter((line) => line.trim() !== '')
  const said = { ...others, ...given, themes: themes.join(' | '), territories: places.join(' | ') }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''))
}

function formOf(source: Source, memory: Visit['memory']): SourceForm {
  const { name, url, serviceType: kind, organisation, everyMinutes, defaults, mapping, goneAfter, settings } = source
  const split = (text = '') => text.split('|').map((one) => one.trim())
  const themes = split(defaults.themes).filter((one) => one !== '')
  const territories = split(defaults.territories)
    .map((place) => placeText(place, memory))
    .join('\n')
  const fixed = settings.rhythm === 'fixed'
  const { prefix = 'oai_dc', set = '', deleted = 'withdraw' } = settings
  const asked = { way: source.kind, prefix, set, deleted }
  const { themes: _, territories: __, ...given } = defaults
  return {
    name,
    url,
    kind,
    organisation,
    everyMinutes,
    fixed,
    mapping,
    goneAfter,
    themes,
    territories,
    given,
    ...asked,
  }
}

function readForm({ memory }: Visit, data: FormData, source: Source | undefined): SourceForm {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const number = (name: string) => (/^\d{1,15}$/.test(text(name)) ? Number(text(name)) : null)
  // One of the feeds its page was found to lead to, unless another page has been written since.
  const chosen = text('found') !== '' && text('url') === text('page') ? text('found') : text('url')
  return {
    name: text('name'),
    url: chosen,
    kind: text('serviceType'),
    way: text('way') || (source?.kind ?? 'feed'),
    prefix: text('prefix') || 'oai_dc',
    set: text('set'),
    deleted: text('deleted') === 'keep' ? 'keep' : 'withdraw',
    organisation: source?.organisation ?? text('organisation'),
    everyMinutes: Number(text('everyMinutes')),
    fixed: text('fixed') !== '',
    mapping: number('mapping'),
    goneAfter: number('goneAfter') ?? 0,
    themes: data.getAll('themes').filter((one) => typeof one === 'string'),
    territories: text('territories'),
    given: readGiven(data, memory.serviceType(text('serviceType'))),
  }
}

function blankForm(visit: Visit, request: Request, organisations: readonly string[]): SourceForm {
  const { organisation: here } = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie')))
  const organisation = organisations.find((id) => id === here?.id) ?? organisations[0] ?? ''
  const blank = { name: '', url: '', kind: 'press-review', fixed: false, mapping: null, goneAfter: 0 }
  const asked = { way: 'feed', prefix: 'oai_dc', set: '', deleted: 'withdraw' }
  return { ...blank, ...asked, organisation, everyMinutes: 60, themes: [], territories: '', given: {} }
}
