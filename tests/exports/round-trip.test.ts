import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FormatName } from '../../exports/formats.ts'
import { readIntake } from '../../pipeline/intake/detect.ts'
import { declareServiceType } from '../../pipeline/model/declare.ts'
import type { Values } from '../../pipeline/model/entry.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { readValues } from '../../pipeline/model/read-values.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import { writeValues } from '../../pipeline/model/write-values.ts'
import { CONTEXT } from './known-words.ts'
import { bytesOf } from './read-all.ts'
import { sampleEntry, sampleList } from './sample.ts'
import { rawEntry } from './written-values.ts'

const FOLDER = 'instances/service-types'

describe.each(readdirSync(FOLDER).map((file) => file.replace('.json', '')))('an entry of %s', (id) => {
  const serviceType = declared(id)

  test.each(['csv', 'csv-excel', 'xml'] as const)('leaves as %s and comes back with every value', async (format) => {
    const met = new Set<string>()
    const entries = fc.array(rawEntry(serviceType.fields), { minLength: 1, maxLength: 8 })
    const comesBack = fc.asyncProperty(entries, async (written) => {
      const values = written.map((raw) => valuesOf(serviceType, raw))
      for (const name of values.flatMap(Object.keys)) met.add(name)
      const { items, warnings } = await throughFile({ format, serviceType, values })
      expect(warnings).toEqual([])
      expect(items.map(({ externalId }) => externalId)).toEqual(values.map((_, index) => String(index + 1)))
      expect(items.flatMap(({ problems }) => problems)).toEqual([])
      expect(items.map(({ raw }) => valuesOf(serviceType, raw))).toEqual(values)
    })
    await fc.assert(comesBack, { numRuns: 20 })
    expect(serviceType.fields.map(({ name }) => name).filter((name) => !met.has(name))).toEqual([])
  })
})

function declared(id: string): ServiceType {
  const declaration = declareServiceType(JSON.parse(readFileSync(`${FOLDER}/${id}.json`, 'utf8')), `${id}.json`)
  if (!declaration.ok) throw new Error(JSON.stringify(declaration.problems))
  return declaration.value
}

function valuesOf(serviceType: ServiceType, raw: Readonly<Record<string, RawValue>>): Values {
  const { values, problems } = readValues({ serviceType, raw, context: CONTEXT })
  // What is missing is missing on both sides; anything else would be a value that silently stays behind.
  expect(problems.filter(({ code }) => code !== 'required')).toEqual([])
  return values
}

async function throughFile(trip: { format: FormatName; serviceType: ServiceType; values: readonly Values[] }) {
  const { format, serviceType, values } = trip
  const entries = values.map((value, index) => sampleEntry(index + 1, { values: writeValues(serviceType, value) }))
  const bytes = await bytesOf(format, sampleList({ serviceType, fields: serviceType.fields, entries }))
  const intake = readIntake(bytes, { serviceType })
  if (!intake.ok) throw new Error(JSON.stringify(intake.problems))
  return { items: [...intake.value.items], warnings: intake.value.warnings }
}
