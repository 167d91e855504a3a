import { setTimeout as wait } from 'node:timers/promises'
import { type OaiPage, readOaiPage } from '../../pipeline/intake/oai-pmh.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import { type FetchStep, fetchSource } from '../fetching/fetch-source.ts'
import type { Gateway } from './gateway.ts'

/** What asking a repository gave, with each request it took. */
export type Asked = (
  | { readonly kind: 'page'; readonly page: OaiPage; readonly movedTo?: string | undefined }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly retryAfter?: number | undefined }
) & { readonly steps: readonly FetchStep[] }

/** How to ask. */
export interface Asking {
  readonly url: string
  /** The verb and its arguments. */
  readonly arguments: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

const [TRIES, PATIENCE] = [4, 120_000]

/**
 * Asks a repository (OAI-PMH 2.0) and reads its answer. One that is busy and says until when (503 or 429 with `Retry-After`, §3.1.2.2)
 * is asked again then, two minutes later at most. Problems: those of `fetchSource` and `readOaiPage`.
 */
export async function askRepository({ allowPrivate, limits }: Gateway, asking: Asking): Promise<Asked> {
  const { signal } = asking
  const address = withArguments(asking)
  const steps: FetchStep[] = []
  for (let tried = 1; ; tried += 1) {
    const fetched = await fetchSource(address, { allowPrivate, limits, signal })
    steps.push(...fetched.steps)
    if (fetched.kind === 'fetched') {
      const read = readOaiPage(fetched.bytes, fetched.mediaType)
      if (read.ok) return { kind: 'page', page: read.value, steps, movedTo: bare(fetched.movedTo) }
      return { kind: 'failed', problem: read.problems[0] ?? { code: 'not-oai-pmh' }, steps }
    }
    if (fetched.kind === 'not-modified') return { kind: 'failed', problem: { code: 'broken-answer' }, steps }
    const { problem, retryAfter } = fetched
    const busy = retryAfter !== undefined && retryAfter <= PATIENCE && tried < TRIES
    if (!busy) return { kind: 'failed', problem, retryAfter, steps }
    await wait(retryAfter, undefined, { signal }).catch(() => undefined)
    if (signal?.aborted) return { kind: 'failed', problem: { code: 'interrupted' }, steps }
  }
}

function withArguments({ url, arguments: asked }: Asking): string {
  const address = URL.parse(url)
  if (address === null) return url
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value)
  return address.href
}

// It moves as a repository, not as this one request.
function bare(movedTo: string | undefined): string | undefined {
  const address = movedTo === undefined ? null : URL.parse(movedTo)
  if (address === null) return undefined
  for (const name of ['verb', 'metadataPrefix', 'set', 'from', 'resumptionToken']) address.searchParams.delete(name)
  return address.href
}
