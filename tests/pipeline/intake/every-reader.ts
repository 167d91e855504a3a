import { readIntake } from '../../../pipeline/intake/detect.ts'
import { feedManner } from '../../../pipeline/intake/feed-manner.ts'
import { openTable } from '../../../pipeline/intake/mapping/open-table.ts'
import { readOaiPage } from '../../../pipeline/intake/oai-pmh.ts'
import { oaiItems } from '../../../pipeline/intake/oai-record.ts'
import { readOpml } from '../../../pipeline/intake/opml.ts'
import { dumpRows } from '../../../pipeline/intake/spip/sql-dump.ts'
import { spipTable } from '../../../pipeline/intake/spip/tables.ts'
import { startWarnings } from '../../../pipeline/intake/warnings.ts'
import type { RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import { readValues } from '../../../pipeline/model/read-values.ts'
import { CONTEXT } from '../../exports/known-words.ts'
import { declaredType } from './declared-types.ts'

/** What reading some bytes to their end gave. */
export interface Drained {
  /** Why they were refused as a whole, or what is wrong with their lines. */
  readonly codes: readonly string[]
  /** Stored values of what was taken, as one text. */
  readonly values: string
  readonly items: number
}

/** Reads bytes to their end, whatever they are. */
export type Reader = (bytes: Uint8Array) => Promise<Drained>

/** Every reader of what outsiders send, by the format it is made for. */
export const READERS: Readonly<Record<string, Reader>> = {
  csv: asKind('training'),
  feed: asKind('press-review'),
  'farm xml': asKind('news'),
  lheo: asKind('training'),
  ical: asKind('event'),
  vcard: asKind('directory'),
  'mapped table': drainTable,
  opml: async (bytes) => {
    const read = readOpml(bytes)
    return read.ok ? drained([], JSON.stringify(read.value), read.value.length) : refused(read.problems)
  },
  oai: drainOai,
  'sql dump': async (bytes) => {
    let items = 0
    for (const _ of dumpRows([bytes], (name) => spipTable(name) !== undefined)) items += 1
    return drained([], '', items)
  },
  'manner of a feed': async (bytes) => {
    const { hub, self } = feedManner(bytes, { baseUrl: BASE })
    return drained([], JSON.stringify([hub, self]), 1)
  },
}

const BASE = 'https://www.example.org/flux/feed.xml'

function asKind(id: string): Reader {
  const serviceType = declaredType(id)
  return async (bytes) => {
    const read = readIntake(bytes, { serviceType, baseUrl: BASE, knowsTerm: () => false, knowsTown: () => false })
    if (!read.ok) return refused(read.problems)
    const [codes, values]: [Problem[], string[]] = [[], []]
    for (const { raw, problems, line } of read.value.items) {
      if (line < 1) throw new Error('a line before the first')
      codes.push(...problems)
      const { lheo: _, ...told } = raw
      values.push(stored(told, id))
    }
    return drained([...codes, ...read.value.warnings], values.join('\n'), values.length)
  }
}

function stored(raw: Readonly<Record<string, RawValue>>, id: string): string {
  return JSON.stringify(readValues({ serviceType: declaredType(id), raw, context: CONTEXT }).values)
}

async function drainTable(bytes: Uint8Array): Promise<Drained> {
  const opened = await openTable({ bytes, reading: {} })
  if (!opened.ok) return refused(opened.problems)
  const { table } = opened.value
  const problems: Problem[] = []
  let items = 0
  for (const row of table.rows(table.columns)) {
    items += 1
    problems.push(...row.problems)
  }
  return drained([...problems, ...table.warnings], '', items)
}

async function drainOai(bytes: Uint8Array): Promise<Drained> {
  const page = readOaiPage(bytes)
  if (!page.ok) return refused(page.problems)
  const options = { serviceType: declaredType('training'), knowsTerm: () => false, knowsTown: () => false }
  const reading = { options, warnings: startWarnings(), gazetteer: CONTEXT.gazetteer }
  const items = page.value.records.flatMap((record, at) => [...oaiItems(record, at + 1, reading)])
  const values = items.map(({ raw: { lheo: _, ...raw } }) => stored(raw, 'training'))
  return drained(
    items.flatMap(({ problems }) => problems),
    values.join('\n'),
    items.length,
  )
}

function refused(problems: readonly Problem[]): Drained {
  return drained(problems, '', 0)
}

function drained(problems: readonly Problem[], values: string, items: number): Drained {
  return { codes: [...new Set(problems.map(({ code }) => code))], values, items }
}
