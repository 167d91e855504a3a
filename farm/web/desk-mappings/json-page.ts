import { parseMapping } from '../../../pipeline/intake/mapping/read-mapping.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import { openMapping, updateMapping } from '../../batches/mappings.ts'
import type { SavedMapping } from '../../storage/gateways/mapping-store.ts'
import { redirectTo } from '../desk-forms/sign-in-first.ts'
import type { Visit } from '../visit.ts'

/** A mapping as the text of its JSON. */
export interface MappingJsonPage {
  readonly saved: SavedMapping
  readonly version: number
  readonly text: string
  readonly problems: readonly Problem[]
}

/** The page where a mapping is written by hand; null for who may not see it. */
export async function mappingJsonPage(
  visit: Visit,
  asked: string,
  request: Request,
): Promise<MappingJsonPage | Response | null> {
  const { farm, actor } = visit
  const found = /^\d{1,15}$/.test(asked) ? await openMapping(farm, actor, Number(asked)) : undefined
  if (!found?.ok) return null
  const saved = found.value
  const blank = { saved, version: saved.version, text: JSON.stringify(saved.mapping, null, 2), problems: [] }
  if (request.method !== 'POST') return blank
  const data = await request.formData()
  const text = String(data.get('json') ?? '').slice(0, 2_000_000)
  const page = { ...blank, version: Number(data.get('version')) || 0, text }
  const read = parseMapping(text, saved.name)
  if (!read.ok) return { ...page, problems: read.problems }
  const { serviceType = saved.serviceType } = read.value
  const { id } = saved
  const done = await updateMapping(farm, actor, { id, version: page.version, serviceType, mapping: read.value })
  return done.ok ? redirectTo(visit.href(`/mappings/${id}?done=save`)) : { ...page, problems: done.problems }
}
