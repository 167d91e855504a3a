import { FARM } from '../../pipeline/model/actor.ts'
import { ok, type Result } from '../../pipeline/model/problem.ts'
import type { ImportRequest, ImportRoom } from '../batches/import-request.ts'
import { mappingOf } from '../batches/mappings.ts'
import type { Source } from '../storage/gateways/source-store.ts'

/** What importing content of a source asks for: its defaults, its saved mapping, and its policy where the content is all it has. */
export async function sourceImport(
  room: Pick<ImportRoom, 'storage'>,
  source: Source,
  { content, whole }: { readonly content: ImportRequest['content']; readonly whole: boolean },
): Promise<Result<ImportRequest>> {
  const { name, serviceType, organisation, defaults, id, mapping, goneAfter } = source
  const about = { name, serviceType, organisation, defaults, actor: FARM, source: id }
  const terms = { ...about, ...(whole ? { goneAfter } : {}) }
  if (mapping === null || 'items' in content) return ok({ ...terms, content })
  const read = await mappingOf(room, mapping)
  return read.ok ? ok({ ...terms, mapping, content: { ...content, mapping: read.value } }) : read
}
