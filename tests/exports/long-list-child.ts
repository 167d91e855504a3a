import type { ExportedEntry } from '../../exports/exported.ts'
import { formatNamed, writeExport } from '../../exports/formats.ts'
import { memoryInUse } from '../memory-in-use.ts'
import { sampleEntry, sampleList } from './sample.ts'

/** Writes 100,000 entries in the format its argument names, and prints the bytes that left and those it held more at the end than near the beginning. */
const format = formatNamed(process.argv[2] ?? '')
if (!format) throw new Error('which format?')
const entry = sampleEntry(1)
let used = 0
let bytes = 0
for await (const piece of writeExport(format.name, sampleList({ entries: many() }))) bytes += piece.byteLength
process.stdout.write(`${bytes} ${used}`)

function* many(): Generator<ExportedEntry> {
  for (let id = 1; id <= 100_000; id += 1) {
    if (id === 10_000) used = memoryInUse()
    yield { ...entry, id }
  }
  used = memoryInUse() - used
}
