import { identityOf } from '../../pipeline/identity.ts'
import type { BatchLine } from '../../pipeline/model/batch.ts'
import type { Entry, Values } from '../../pipeline/model/entry.ts'
import type { Submission } from '../../pipeline/model/submission.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import type { Likened } from './draw-entries.ts'

/** A line of a file that would be a new entry. */
export interface Fresh {
  readonly submission: Submission
  readonly line: number
  readonly values: Values
}

/** That line as what is compared with entries, under a number no entry bears; nothing of a kind that is no more. */
export function likened(
  { submission, values }: Fresh,
  id: number,
  knowledge: Knowledge,
): readonly { readonly entry: Likened; readonly values: Values }[] {
  const { serviceType, organisation, source = null, externalId } = submission
  const kind = knowledge.serviceType(serviceType)
  if (!kind) return []
  const { contentHash: _, ...identity } = identityOf(kind, values, externalId)
  const title = String(values.title ?? '')
  const entry = { id, serviceType, organisation, source, title, state: 'submitted' } as const
  return [{ entry: { ...entry, ...identity }, values }]
}

/** What is told of a line that is like another of its file, or like an entry. */
export function told({ line }: Fresh, like: Fresh | Entry): BatchLine {
  if ('line' in like) {
    const params = { line: like.line, title: String(like.values.title ?? '').slice(0, 200) }
    return { line, outcome: 'likely', problem: { code: 'likely-twice', params } }
  }
  const { id, title, organisation } = like
  // As a text: it is a name, and no figure to be written with spaces.
  const problem = { code: 'likely-duplicate', params: { entry: String(id), title, organisation } }
  return { line, outcome: 'likely', entry: id, problem }
}
