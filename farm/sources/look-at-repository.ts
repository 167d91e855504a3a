import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { webAddress } from '../../pipeline/model/written/web-address.ts'
import { askRepository } from './ask-repository.ts'
import type { Gateway } from './gateway.ts'

/** What a repository says of itself to whoever may harvest it. */
export interface Repository {
  readonly name: string
  readonly prefixes: readonly string[]
  /** A few hundred at most: more than that nobody chooses from. */
  readonly sets: readonly { readonly spec: string; readonly name: string }[]
}

const MOST_SETS = 400

/** Asks a repository who it is, in which forms it tells and into which sets it is divided. Problems: `not-allowed`, `not-a-url`, those of `askRepository`. */
export async function lookAtRepository(
  gateway: Gateway,
  actor: Actor,
  asked: { readonly organisation: string; readonly url: string },
): Promise<Result<Repository>> {
  const knowledge = await gateway.ports.knowledge()
  const allowed = may(actor, { action: 'manage-sources', organisation: asked.organisation }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const address = webAddress(asked.url.trim())
  if (!address.ok) return fail({ code: address.code, field: 'url' })
  const ask = (verb: Readonly<Record<string, string>>) => askRepository(gateway, { url: address.href, arguments: verb })
  const identity = await ask({ verb: 'Identify' })
  if (identity.kind === 'failed') return fail(atUrl(identity.problem))
  const formats = await ask({ verb: 'ListMetadataFormats' })
  if (formats.kind === 'failed') return fail(atUrl(formats.problem))
  const sets: Repository['sets'][number][] = []
  for (let token = ''; ; ) {
    const listed = await ask({ verb: 'ListSets', ...(token === '' ? {} : { resumptionToken: token }) })
    // Many have none, and some say so by failing.
    if (listed.kind === 'failed') break
    sets.push(...listed.page.sets)
    if (listed.page.token === '' || listed.page.token === token || sets.length >= MOST_SETS) break
    token = listed.page.token
  }
  return ok({ name: identity.page.name, prefixes: formats.page.prefixes, sets: sets.slice(0, MOST_SETS) })
}

function atUrl(problem: Problem): Problem {
  return { ...problem, field: 'url' }
}
