import type { Becoming, Seen } from '../../pipeline/arriving.ts'
import { together } from '../../pipeline/changes.ts'
import { ok, type Result } from '../../pipeline/model/problem.ts'
import type { Arrival } from '../../pipeline/model/submission.ts'
import type { Changes } from '../../pipeline/ports.ts'
import type { Weighed } from './batch-report.ts'
import { stepOf, type Working } from './batch-work.ts'
import type { Chunk } from './read-in-turn.ts'
import { submitChunk } from './submit-chunk.ts'
import { takenBackBySource } from './taken-back.ts'

/** A chunk on its way in. */
export interface Bringing {
  /** Ends once it is written, or nothing of it is. Problem: `batch-moved-on`. */
  readonly done: Promise<Result<void>>
  /** Answers once it is decided what it becomes: whether what is known by these signs may be decided before this one is written. */
  readonly letsDecide: (signs: ReadonlySet<string>) => Promise<boolean>
}

interface Bring {
  readonly chunk: Chunk
  readonly seen: Seen
  readonly before: Bringing | undefined
}

interface Signed extends Bring {
  /** Whatever it may be recognised by. */
  readonly signs: ReadonlySet<string>
}

/** Brings a chunk in: it is written after the one `before` it, with how far the batch has come, or not at all. */
export function bringIn(work: Working, asked: Bring): Bringing {
  const { promise: decided, resolve } = Promise.withResolvers<Becoming>()
  const signs = signsOf(asked.chunk)
  const done = bring(work, { ...asked, signs }, resolve)
  const ended = () => resolve({ allNew: false })
  // Its failure is heard once the next chunks are read.
  done.then(ended, ended)
  return { done, letsDecide: deciding(signs, decided) }
}

// Apart, for it holds nothing but its own signs: each would hold the one before it, and all of them the whole file.
function deciding(own: ReadonlySet<string>, decided: Promise<Becoming>): Bringing['letsDecide'] {
  // What is recognised by nothing this one brings, and is not there yet, comes out the same before and after.
  return async (signs) => (await decided).allNew && own.isDisjointFrom(signs)
}

async function bring(work: Working, { chunk, seen, before, signs }: Signed, decided: (becoming: Becoming) => void) {
  const { items, submissions, read } = chunk
  if (items.length === 0) return (await before?.done) ?? ok(undefined)
  const { running, ids, tally, presence } = work
  const { actor, batch, rehearse } = running
  if (before && !(await before.letsDecide(signs))) await before.done
  const kept = submissions.filter((_, i) => !items[i]?.gone)
  const gone = items.filter((item) => item.gone)
  let weighed: Weighed | undefined
  const note = async (arrivals: readonly Arrival[], { allNew }: Becoming): Promise<Result<Partial<Changes>>> => {
    decided({ allNew: allNew && gone.length === 0 })
    const written = await before?.done
    if (written?.ok === false) return written
    const away = await takenBackBySource(work, gone)
    weighed = tally.weigh({ arrivals: [...arrivals, ...away.arrivals], gone: away.samples, items: items.length })
    return ok(together([...(rehearse ? [] : away.changes), { batches: await stepOf(work, weighed) }]))
  }
  const submitting = { actor, batch: batch?.id ?? null, seen, read, rehearse, note }
  const arrived = await submitChunk(ids.ports, kept, submitting)
  if (!arrived.ok) return arrived
  if (weighed) tally.take(weighed)
  presence.meet(arrived.value, kept)
  return ok(undefined)
}

function signsOf({ read }: Chunk): ReadonlySet<string> {
  const signs = new Set<string>()
  for (const { identity } of read.values()) {
    signs.add(identity.fingerprint)
    if (identity.externalId !== null) signs.add(identity.externalId)
    if (identity.canonicalUrl !== null) signs.add(identity.canonicalUrl)
  }
  return signs
}
