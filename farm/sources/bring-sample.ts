import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { fetchSource } from '../fetching/fetch-source.ts'
import type { Gateway } from './gateway.ts'
import { keepWaiting } from './waiting-file.ts'

/** A file that waits to be looked at. */
export interface WaitingSample {
  /** Digest it waits under. */
  readonly id: string
  readonly name: string
}

/**
 * Fetches a file from an address, as sources are fetched, and keeps it waiting. Problems: `not-allowed` for who may not import there, those
 * of `fetchSource`.
 */
export async function bringSample(
  gateway: Gateway & { readonly files: string },
  actor: Actor,
  asked: { readonly url: string; readonly organisation: string },
): Promise<Result<WaitingSample>> {
  const allowed = may(actor, { action: 'import', organisation: asked.organisation }, await gateway.ports.knowledge())
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  const { allowPrivate = () => false, limits } = gateway
  const fetched = await fetchSource(asked.url.trim(), { allowPrivate, limits })
  if (fetched.kind === 'failed') return fail({ ...fetched.problem, field: 'url' })
  if (fetched.kind === 'not-modified') return fail({ code: 'broken-answer', field: 'url' })
  const name = URL.parse(fetched.finalUrl)
    ?.pathname.split('/')
    .findLast((part) => part !== '')
  return ok({
    id: await keepWaiting(gateway.files, fetched.bytes),
    name: decoded(name ?? fetched.finalUrl).slice(0, 200),
  })
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
