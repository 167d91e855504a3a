import { setImmediate } from 'node:timers/promises'
import { together } from '../../pipeline/changes.ts'
import { describe } from '../../pipeline/describe.ts'
import type { StoredValue } from '../../pipeline/model/field-types/field-type.ts'
import { isList, storedText } from '../../pipeline/model/written/parts.ts'
import type { Ports } from '../../pipeline/ports.ts'
import { liveValuesAfter } from '../storage/entries/live-entries.ts'
import type { Storage } from '../storage/storage.ts'
import { type Declared, kindsUsing } from './count-themes.ts'

/** What describing entries again works with: the open farm is one. */
export interface DescribingRoom {
  readonly storage: Storage
  readonly ports: Ports
  memory(): Promise<Declared>
}

const CHUNK = 300

/**
 * Writes again what lists filter and what search finds of every published entry that holds one of these terms, of another
 * vocabulary than `themes`, which routing again takes care of; answers how many.
 */
export async function describeAgain(
  room: DescribingRoom,
  asked: { readonly vocabulary: string; readonly codes: readonly string[] },
): Promise<number> {
  const memory = await room.memory()
  let described = 0
  for (let after = 0; asked.codes.length > 0; ) {
    const { found, next } = await nextEntries(room, memory, { ...asked, after })
    const now = room.ports.now()
    const changes = found.flatMap((live) => {
      const serviceType = memory.serviceType(live.entry.serviceType)
      return serviceType ? [describe(live, { serviceType, knowledge: memory, now })] : []
    })
    if (changes.length > 0) await room.ports.commit(together(changes))
    described += changes.length
    if (next === null) return described
    after = next
    // Long work in one process: requests get their turn between chunks.
    await setImmediate()
  }
  return described
}

interface Asked {
  readonly vocabulary: string
  readonly codes: readonly string[]
  readonly after: number
}

async function nextEntries({ storage }: DescribingRoom, memory: Declared, { vocabulary, codes, after }: Asked) {
  const places = kindsUsing(memory, vocabulary)
  const serviceTypes = [...new Set(places.map((one) => one.serviceType))]
  const live = await liveValuesAfter(storage, { serviceTypes, after, limit: CHUNK })
  const fields = [...new Set(places.map((one) => one.field))]
  const told = new Set(codes)
  const found = live.filter(({ values }) => fields.some((field) => held(values[field]).some((one) => told.has(one))))
  return { found, next: nextOf(live.map(({ entry }) => entry.id)) }
}

function nextOf(ids: readonly number[]): number | null {
  return ids.length < CHUNK ? null : (ids.at(-1) ?? null)
}

function held(value: StoredValue | undefined): string[] {
  if (value === undefined || value === null) return []
  return (isList(value) ? value : [value]).map(storedText)
}
