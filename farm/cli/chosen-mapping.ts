import { basename } from 'node:path'
import type { Mapping } from '../../pipeline/intake/mapping/mapping.ts'
import { parseMapping } from '../../pipeline/intake/mapping/read-mapping.ts'
import { mappingNamed } from '../batches/mappings.ts'
import type { Farm } from '../open-farm.ts'
import type { SavedMapping } from '../storage/gateways/mapping-store.ts'
import { textOption } from './arguments.ts'
import { type Call, refusal } from './command.ts'
import { readInput } from './input-file.ts'
import { mappingOption } from './pair-options.ts'

/** How the file of a command is read: by a mapping, saved (then with its number) or in a file, else by the pairs of `--map`. */
export interface ChosenMapping {
  readonly mapping: Mapping | Readonly<Record<string, string>>
  readonly saved?: number
  /** The service type it was written for. */
  readonly serviceType?: string | undefined
}

/** Reads `--mapping NAME|FILE.json`, the name being one of that organisation or of one above it. */
export async function chosenMapping(call: Call, farm: Farm, organisation: string): Promise<ChosenMapping> {
  const { mapping: asked } = call.values
  if (typeof asked !== 'string') return { mapping: mappingOption(call) }
  if (/\.json$/i.test(asked)) {
    const read = parseMapping(Buffer.from(await readInput(asked)).toString('utf8'), basename(asked))
    if (!read.ok) throw refusal(read.problems)
    return { mapping: read.value, serviceType: read.value.serviceType }
  }
  const { id: saved, mapping, serviceType } = await named(asked, farm, organisation)
  return { mapping, saved, serviceType }
}

/** The number of the saved mapping `--mapping NAME` tells of; undefined where it tells of none. */
export async function savedMapping(call: Call, farm: Farm, organisation: string): Promise<number | undefined> {
  const name = textOption(call, 'mapping')
  return name === undefined ? undefined : (await named(name, farm, organisation)).id
}

async function named(name: string, farm: Farm, organisation: string): Promise<SavedMapping> {
  const found = await mappingNamed(farm, { name, organisation })
  if (!found.ok) throw refusal(found.problems)
  return found.value
}
