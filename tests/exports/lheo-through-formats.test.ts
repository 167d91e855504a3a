import { expect, test } from 'vitest'
import { FORMATS, fieldsLeaving } from '../../exports/formats.ts'
import { readIntake } from '../../pipeline/intake/detect.ts'
import { writeValues } from '../../pipeline/model/write-values.ts'
import { canonical } from './lheo-canonical.ts'
import { DOCUMENT } from './lheo-several.ts'
import { read, training, valuesOf, written } from './lheo-trip.ts'
import { bytesOf } from './read-all.ts'
import { sampleEntry, sampleList } from './sample.ts'

const offers = read(Buffer.from(DOCUMENT)).map(({ raw }) => writeValues(training, valuesOf(raw).values))

function leaving(format: 'csv' | 'csv-excel' | 'xml' | 'json') {
  const entries = offers.map((values, index) => sampleEntry(index + 1, { serviceType: training, values }))
  const fields = fieldsLeaving(training, FORMATS[format])
  return bytesOf(format, sampleList({ serviceType: training, fields, entries }))
}

async function throughFarm(format: 'csv' | 'csv-excel' | 'xml') {
  const intake = readIntake(await leaving(format), { serviceType: training })
  if (!intake.ok) throw new Error(JSON.stringify(intake.problems))
  return [...intake.value.items].map(({ raw }) => writeValues(training, valuesOf(raw).values))
}

test.each(['csv', 'csv-excel', 'xml'] as const)(
  'every session of a training goes from farm to farm as %s',
  async (format) => {
    const back = await throughFarm(format)
    expect(back.map(({ sessions }) => sessions)).toEqual(offers.map(({ sessions }) => sessions))
  },
)

test('JSON tells every session', async () => {
  const told: unknown = JSON.parse(String(await leaving('json')))
  expect(told).toMatchObject({ entries: offers.map(({ sessions }) => ({ values: { sessions } })) })
})

test('an offer that went from farm to farm as XML leaves as LHÉO with every element it came with; tables leave it out', async () => {
  expect(canonical(await written(await throughFarm('xml')))).toEqual(canonical(DOCUMENT))
  for (const format of ['csv', 'csv-excel', 'json'] as const)
    expect(String(await leaving(format))).not.toContain('<formation')
})
