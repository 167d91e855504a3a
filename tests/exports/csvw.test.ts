import papaparse from 'papaparse'
import { expect, test } from 'vitest'
import { csvwMetadata } from '../../exports/csvw.ts'
import { declaredKind } from './declared-kind.ts'
import { textOf } from './read-all.ts'
import { sampleEntry, sampleList } from './sample.ts'

const job = declaredKind('job')
const list = sampleList({
  serviceType: job,
  fields: job.fields,
  entries: [
    sampleEntry(1, { values: { title: '=cmd|calc', openings: '-3', pay: { amount: '-12.50', currency: 'EUR' } } }),
  ],
})

test('the description of a table names its columns in their order, and what they hold', async () => {
  const metadata = JSON.parse(csvwMetadata(list, { url: 'https://x.example/emploi.csv', variant: 'standard' }))
  const [headings = []] = papaparse.parse<string[]>(await textOf('csv', list)).data
  expect(metadata['@context'][0]).toBe('http://www.w3.org/ns/csvw')
  expect(metadata.url).toBe('https://x.example/emploi.csv')
  const columns: { name: string; titles: string; datatype?: unknown; separator?: string }[] =
    metadata.tableSchema.columns
  expect(columns.map(({ titles }) => titles)).toEqual(headings)
  expect(columns.filter(({ name }) => !/^[A-Za-z0-9%][A-Za-z0-9_.%]*$/.test(name))).toEqual([])
  const told = Object.fromEntries(columns.map((one) => [one.titles, one]))
  expect(told.id?.datatype).toBe('integer')
  expect(told[job.fields.find(({ name }) => name === 'deadline')?.column ?? '']?.datatype).toBe('date')
  expect(told[job.fields.find(({ name }) => name === 'themes')?.column ?? '']?.separator).toBe(' | ')
  expect(metadata.dialect).toMatchObject({ delimiter: ',', header: true })
})

test('a figure of ours stays a figure, a text that would run does not', async () => {
  const [, row] = papaparse.parse<string[]>(await textOf('csv', list)).data
  expect(row).toContain("'=cmd|calc")
  expect(row).toContain('-3')
  expect(row).toContain('-12.50')
})
