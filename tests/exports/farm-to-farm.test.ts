import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readIntake } from '../../pipeline/intake/detect.ts'
import { declareServiceType } from '../../pipeline/model/declare.ts'
import { codesOf } from './known-words.ts'
import { bytesOf } from './read-all.ts'
import { sampleEntry, sampleList } from './sample.ts'

test.each(['rss', 'atom', 'json-feed'] as const)(
  'another farm reads our %s: identity, title, source and themes',
  async (format) => {
    const declared = declareServiceType(
      JSON.parse(readFileSync('instances/service-types/news.json', 'utf8')),
      'news.json',
    )
    if (!declared.ok) throw new Error(JSON.stringify(declared.problems))
    const [theme = ''] = codesOf('themes')
    const entry = sampleEntry(1, { title: 'Forum & co', themes: [{ code: theme, label: theme }] })
    const bytes = await bytesOf(format, sampleList({ entries: [entry] }))
    const read = readIntake(bytes, { serviceType: declared.value, knowsTerm: (_, text) => text === theme })
    const [item] = read.ok ? read.value.items : []
    expect(item?.externalId).toBe('tag:emploi.example,2026:entry/1')
    expect(item?.raw).toMatchObject({ title: 'Forum & co', source_url: entry.link, themes: [theme] })
  },
)
