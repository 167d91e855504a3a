import { may } from '../../../pipeline/model/may.ts'
import type { Problem, Result } from '../../../pipeline/model/problem.ts'
import { organisationsFor } from '../../organisations/reach.ts'
import { harvestSource } from '../../sources/harvest.ts'
import { createSource, pauseSource, resumeSource, updateSource } from '../../sources/sources.ts'
import { readSource, type Source } from '../../storage/source-store.ts'
import { rememberedOrganisation, workplaceOf } from '../desk/working-for.ts'
import type { Visit } from '../visit.ts'
import { redirectTo } from './sign-in-first.ts'

/** A source as its form asks it. */
export interface SourceForm {
  readonly name: string
  readonly url: string
  readonly kind: string
  readonly organisation: string
  readonly everyMinutes: number
  readonly themes: readonly string[]
  /** One place per line. */
  readonly territories: string
}

/** What the page of a source shows. */
export interface SourcePage {
  /** Absent for a new one. */
  readonly source: Source | undefined
  readonly form: SourceForm
  readonly organisations: readonly string[]
  readonly problems: readonly Problem[]
}

/** The page of a source, `new` for one to add: shown, saved, paused, resumed or read at once; null for those who manage none. */
export async function sourcePage(visit: Visit, asked: string, request: Request): Promise<SourcePage | Response | null> {
  const organisations = organisationsFor(visit.actor, 'manage-sources', visit.memory)
  const source = await managedSource(visit, asked)
  if (organisations.length === 0 || (!source && asked !== 'new')) return null
  const page = { source, organisations, problems: [] }
  if (request.method !== 'POST')
    return { ...page, form: source ? formOf(source) : blankForm(visit, request, organisations) }
  const data = await request.formData()
  const form = readForm(data, source)
  const done = await perform(visit, { source, form, wish: String(data.get('do') ?? 'save') })
  if (!done.ok) return { ...page, form, problems: done.problems }
  return redirectTo(visit.href(`/sources?done=${data.get('do') === 'harvest' ? 'harvest' : 'save'}`))
}

async function managedSource({ farm, actor, memory }: Visit, asked: string): Promise<Source | undefined> {
  const source = /^\d{1,15}$/.test(asked) ? await readSource(farm.storage, Number(asked)) : undefined
  return source && may(actor, { action: 'manage-sources', organisation: source.organisation }, memory).yes
    ? source
    : undefined
}

function perform(
  { farm, actor }: Visit,
  { source, form, wish }: { readonly source: Source | undefined; readonly form: SourceForm; readonly wish: string },
): Promise<Result<unknown>> {
  if (source && wish === 'pause') return pauseSource(farm, actor, source.id)
  if (source && wish === 'resume') return resumeSource(farm, actor, source.id)
  if (source && wish === 'harvest') return harvestSource(farm, source.id, { force: true })
  const { name, url, kind: serviceType, organisation, everyMinutes } = form
  const wishes = { name, url, serviceType, everyMinutes, defaults: defaultsOf(form, source) }
  return source
    ? updateSource(farm, actor, { id: source.id, ...wishes })
    : createSource(farm, actor, { organisation, ...wishes })
}

// Other defaults of the source, written elsewhere, stay.
function defaultsOf({ themes, territories }: SourceForm, source: Source | undefined): Record<string, string> {
  const { themes: _, territories: __, ...others } = source?.defaults ?? {}
  const places = territories.split(/\r?\n/).filter((line) => line.trim() !== '')
  return {
    ...others,
    ...(themes.length > 0 ? { themes: themes.join(' | ') } : {}),
    ...(places.length > 0 ? { territories: places.join(' | ') } : {}),
  }
}

function formOf({ name, url, serviceType: kind, organisation, everyMinutes, defaults }: Source): SourceForm {
  const split = (text = '') => text.split('|').map((one) => one.trim())
  const themes = split(defaults.themes).filter((one) => one !== '')
  return { name, url, kind, organisation, everyMinutes, themes, territories: split(defaults.territories).join('\n') }
}

function readForm(data: FormData, source: Source | undefined): SourceForm {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  return {
    name: text('name'),
    url: text('url'),
    kind: text('serviceType'),
    organisation: source?.organisation ?? text('organisation'),
    everyMinutes: Number(text('everyMinutes')),
    themes: data.getAll('themes').filter((one) => typeof one === 'string'),
    territories: text('territories'),
  }
}

function blankForm(visit: Visit, request: Request, organisations: readonly string[]): SourceForm {
  const { organisation: here } = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie')))
  const organisation = organisations.find((id) => id === here?.id) ?? organisations[0] ?? ''
  return { name: '', url: '', kind: 'press-review', organisation, everyMinutes: 60, themes: [], territories: '' }
}
