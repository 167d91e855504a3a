import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { FORMAT_NAMES, FORMATS, formatNamed, writeExport } from '../../exports/formats.ts'
import { bytesOf, textOf } from './read-all.ts'
import { NASTY, sampleEntry, sampleList } from './sample.ts'

describe.each(FORMAT_NAMES)('%s', (name) => {
  test('is listed under its own name', () => {
    expect(FORMATS[name].name).toBe(name)
    expect(formatNamed(name)).toBe(FORMATS[name])
  })

  test('gives the same bytes for the same list, whenever it is asked', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2027, 0, 1) })
    const first = await bytesOf(name, sampleList())
    vi.setSystemTime(Date.UTC(2028, 5, 5))
    const later = await bytesOf(name, sampleList())
    vi.useRealTimers()
    expect(later.equals(first)).toBe(true)
  })

  test('writes an entry before it asks for the whole list', async () => {
    let asked = 0
    const entries = (function* () {
      for (asked = 1; asked <= 5000; asked += 1) yield sampleEntry(asked)
    })()
    for await (const piece of writeExport(name, sampleList({ entries }))) {
      expect(piece.byteLength).toBeLessThan(300_000)
      break
    }
    expect(asked).toBeLessThan(1000)
  })

  test('reads entries that only arrive one after the other', async () => {
    const entries = (async function* () {
      yield sampleEntry(7)
    })()
    expect(await textOf(name, sampleList({ entries }))).toContain('actus/7')
  })
})

test('two formats never share an address', () => {
  expect(new Set(FORMAT_NAMES.map((name) => FORMATS[name].extension)).size).toBe(FORMAT_NAMES.length)
})

test('a name out of an address that is no format is none', () => {
  expect(formatNamed('constructor')).toBeUndefined()
})

test('JSON holds every entry with its values', async () => {
  const { entries, deleted } = JSON.parse(await textOf('json', sampleList()))
  expect(entries).toHaveLength(2)
  expect(entries[0]).toMatchObject({ id: 1, organisation: 'Maison de l’emploi <Nivernais>' })
  expect(entries[0].values).toEqual({ title: NASTY, body: '<p>Un <b>texte</b></p>', tags: ['a|b', 'c\\d'] })
  expect(deleted).toEqual([{ uri: 'tag:emploi.example,2026:entry/9', at: '2026-11-01T00:00:00.000Z' }])
})

test.each(['csv', 'xml', 'json'])(
  '100,000 entries leave as %s and leave nothing in memory',
  { timeout: 60_000 },
  (name) => {
    const child = fileURLToPath(new URL('long-list-child.ts', import.meta.url))
    const [bytes = 0, held = Number.NaN] = execFileSync(process.execPath, [child, name], { encoding: 'utf8' })
      .split(' ')
      .map(Number)
    expect(bytes).toBeGreaterThan(20_000_000)
    expect(held).toBeLessThan(12_000_000)
  },
)
