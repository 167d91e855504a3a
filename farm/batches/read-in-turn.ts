import { setImmediate } from 'node:timers/promises'
import type { IntakeItem } from '../../pipeline/intake/reader.ts'
import type { Submission } from '../../pipeline/model/submission.ts'
import { type Reading, readAhead } from '../../pipeline/reading.ts'
import type { Running } from './batch-work.ts'
import { fillDefaults } from './fill-defaults.ts'
import type { ImportRoom } from './import-request.ts'

/** Some items that are written together, with what was read of them. */
export interface Chunk {
  readonly items: readonly IntakeItem[]
  readonly submissions: readonly Submission[]
  readonly read: ReadonlyMap<Submission, Reading>
}

/** Items that are written together at most. */
export const CHUNK = 800
const AT_ONCE = 200

/**
 * Reads the items of a batch, chunk by chunk, a few lines at a time: meanwhile the chunk before is written, and whoever else asks
 * something of this process gets their turn.
 */
export async function* readInTurn({ ports }: ImportRoom, running: Running): AsyncGenerator<Chunk> {
  let chunk = emptyChunk()
  for (const item of running.content.items) {
    const submission = submissionOf(item, running)
    chunk.items.push(item)
    chunk.submissions.push(submission)
    if (chunk.items.length % AT_ONCE !== 0) continue
    await readLast(ports, chunk)
    if (chunk.items.length < CHUNK) continue
    yield chunk
    chunk = emptyChunk()
  }
  if (chunk.items.length === 0) return
  await readLast(ports, chunk)
  yield chunk
}

/** What of a chunk has not been treated yet, once so many of it were. */
export function leftOf({ items, submissions, read }: Chunk, treated: number): Chunk {
  return { items: items.slice(treated), submissions: submissions.slice(treated), read }
}

interface Filling extends Chunk {
  readonly items: IntakeItem[]
  readonly submissions: Submission[]
  readonly read: Map<Submission, Reading>
}

function emptyChunk(): Filling {
  return { items: [], submissions: [], read: new Map() }
}

async function readLast(ports: ImportRoom['ports'], { submissions, read }: Filling): Promise<void> {
  const knowledge = await ports.knowledge()
  for (const [submission, reading] of readAhead(submissions.slice(read.size), knowledge, ports.now()))
    read.set(submission, reading)
  await setImmediate()
}

function submissionOf(item: IntakeItem, { serviceType, organisation, source, defaults, content }: Running): Submission {
  const { line, externalId, problems, intent = 'propose' } = item
  const raw = defaults === undefined ? item.raw : fillDefaults(item.raw, defaults)
  return { serviceType, organisation, road: content.road, raw, problems, line, externalId, source, intent }
}
