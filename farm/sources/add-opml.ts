import { canonicalUrl } from '../../pipeline/identity.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import { ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { listSources } from '../storage/gateways/source-store.ts'
import type { SourceWishes } from './check-source.ts'
import type { Gateway } from './gateway.ts'
import { createSource } from './sources.ts'

/** What adding a list of feeds did. */
export interface AddedFeeds {
  /** Numbers of the new sources. */
  readonly added: readonly number[]
  /** Those that were sources already. */
  readonly known: number
  /** Those that could not be added, with their place in the list as line. */
  readonly problems: readonly Problem[]
}

/** Adds feeds as sources of one body, none twice however its address is written; one that cannot be added never holds back the others. */
export async function addFeeds(
  gateway: Gateway,
  actor: Actor,
  feeds: readonly SourceWishes[],
): Promise<Result<AddedFeeds>> {
  const bodies = [...new Set(feeds.map(({ organisation }) => organisation))]
  const own = await listSources(gateway.storage, bodies)
  const seen = new Set(own.map((one) => `${one.organisation} ${canonicalUrl(one.url)}`))
  const added: number[] = []
  const problems: Problem[] = []
  let known = 0
  for (const [place, wishes] of feeds.entries()) {
    const key = `${wishes.organisation} ${canonicalUrl(wishes.url)}`
    if (seen.has(key)) {
      known += 1
      continue
    }
    const created = await createSource(gateway, actor, wishes)
    if (created.ok) {
      seen.add(key)
      added.push(created.value.id)
    } else problems.push(...created.problems.map((problem) => ({ ...problem, line: place + 1 })))
  }
  return added.length === 0 && known === 0 && problems.length > 0
    ? { ok: false, problems }
    : ok({ added, known, problems })
}
