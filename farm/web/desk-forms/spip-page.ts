import { may } from '../../../pipeline/model/may.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import { finishJob } from '../../jobs/finish-job.ts'
import {
  askSpip,
  goOnWithSpip,
  readSpipImport,
  type SpipImport,
  type SpipWishes,
  waitingSpipFiles,
} from '../../spip/imports.ts'
import type { Visit } from '../visit.ts'
import { PATIENCE } from './import-page.ts'
import { readUpload } from './read-upload.ts'
import { redirectTo } from './sign-in-first.ts'
import { uploadLimits } from './upload-limits.ts'

/** What the page that asks for a SPIP site shows. */
export interface SpipPage {
  readonly wishes: SpipWishes
  /** Files that wait in the folder of the farm. */
  readonly waiting: readonly string[]
  /** Largest file that can be sent, in megabytes. */
  readonly max: number
  readonly problems: readonly Problem[]
}

/** Whether this person may take a SPIP site in. */
export function mayTakeSpip({ actor, memory }: Pick<Visit, 'actor' | 'memory'>): boolean {
  return may(actor, { action: 'operate-farm' }, memory).yes
}

/** The page that asks for a SPIP site: what was asked is rehearsed, and the answer is its own page; null for those who may not. */
export async function spipPage(visit: Visit, request: Request): Promise<SpipPage | Response | null> {
  if (!mayTakeSpip(visit)) return null
  const { farm, actor, href } = visit
  const blank = { wishes: firstWishes(visit), waiting: await waitingSpipFiles(farm), max: uploadLimits(visit).max }
  if (request.method !== 'POST') return { ...blank, problems: [] }
  const upload = await readUpload(visit, request)
  if (!upload.ok) return { ...blank, problems: upload.problems }
  const { data, file: sent, close } = upload.value
  const wishes = wishesIn(visit, data, blank.wishes)
  const file = sent && sent.bytes.length > 0 ? sent : { name: String(data.get('waiting') ?? '') }
  const asked = await askSpip(farm, actor, { file, wishes }).finally(close)
  if (!asked.ok) return { ...blank, wishes, problems: asked.problems }
  await finishJob(farm, asked.value.job, { patience: PATIENCE })
  return redirectTo(href(`/import/spip/${asked.value.id}`))
}

/** The page of one SPIP site: rehearsed again, or applied; null where there is none for this person. */
export async function spipImportPage(
  visit: Visit,
  request: Request,
  asked: string | undefined,
): Promise<{ readonly found: SpipImport; readonly problems: readonly Problem[] } | Response | null> {
  const { farm, actor, href } = visit
  const id = Number(/^\d{1,15}$/.exec(asked ?? '')?.[0] ?? 0)
  const read = await readSpipImport(farm, actor, id)
  if (!read.ok) return null
  const found = read.value
  if (request.method !== 'POST') return { found, problems: [] }
  const data = await request.formData()
  const next =
    data.get('do') === 'apply'
      ? ({ id, step: 'apply' } as const)
      : ({ id, step: 'rehearse', wishes: wishesIn(visit, data, found.wishes) } as const)
  const gone = await goOnWithSpip(farm, actor, next)
  if (!gone.ok) return { found, problems: gone.problems }
  await finishJob(farm, gone.value.job, { patience: PATIENCE })
  return redirectTo(href(`/import/spip/${id}`))
}

function firstWishes(visit: Visit): SpipWishes {
  const [site] = sitesByName(visit)
  const kinds = { article: 'news', breve: 'news', source: 'press-review' }
  const where = { organisation: site?.organisation ?? '', site: site?.id ?? '' }
  return { ...where, origin: originOf(visit, where.site), kinds, mapping: { rubriques: {}, mots: {} }, defaults: {} }
}

/** The sites of the farm by their names. */
export function sitesByName({ memory }: Pick<Visit, 'memory'>) {
  return [...memory.sites.all()].sort((one, other) => one.name.localeCompare(other.name, 'fr'))
}

// Where the site answers: its own host, else its place under the domain of the farm.
function originOf({ memory, siteUrl }: Visit, site: string): string {
  const host = memory.sites.get(site)?.hosts[0]
  return host === undefined ? new URL(siteUrl(site, '/')).origin : `https://${host}`
}

function wishesIn(visit: Visit, data: FormData, before: SpipWishes): SpipWishes {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const site = data.has('site') ? text('site') : before.site
  const link = text('link')
  return {
    site,
    organisation: visit.memory.sites.get(site)?.organisation ?? before.organisation,
    origin: originOf(visit, site),
    prefix: text('prefix') || undefined,
    kinds: {
      article: text('article') || before.kinds.article,
      breve: text('breve') || before.kinds.breve,
      source: text('source') || before.kinds.source,
      ...(link === '' ? {} : { link }),
    },
    mapping: { rubriques: meanings(data, 'rubrique.'), mots: meanings(data, 'mot.') },
    defaults: Object.fromEntries(
      ['themes', 'territories'].map((name) => [name, text(name)]).filter(([, said]) => said !== ''),
    ),
  }
}

// A dash says that it stands for nothing, on purpose.
function meanings(data: FormData, prefix: string): Readonly<Record<string, readonly string[]>> {
  const said = [...data.entries()].flatMap(([name, value]) => {
    const written = typeof value === 'string' && name.startsWith(prefix) ? value.trim() : ''
    if (written === '') return []
    const meant = /^[-–—]$/.test(written) ? [] : written.split('|').map((one) => one.trim())
    return [[name.slice(prefix.length), meant.filter((one) => one !== '')] as const]
  })
  return Object.fromEntries(said)
}
