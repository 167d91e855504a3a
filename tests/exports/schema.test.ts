import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { writeXsd } from '../../exports/xsd.ts'
import { ANY_KIND } from '../../pipeline/model/any-kind.ts'
import { readValues } from '../../pipeline/model/read-values.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import { writeValues } from '../../pipeline/model/write-values.ts'
import { declaredKind } from './declared-kind.ts'
import { CONTEXT } from './known-words.ts'
import { textOf } from './read-all.ts'
import { sampleEntry, sampleList } from './sample.ts'
import { rawEntry } from './written-values.ts'

const KINDS = readdirSync('instances/service-types').map((file) => declaredKind(file.replace('.json', '')))

describe.each([...KINDS, ANY_KIND].map((kind) => [kind.id, kind] as const))('the schema of %s', (_id, kind) => {
  const check = checker(kind)

  test('takes whatever its entries leave as', async () => {
    const entries = fc.array(rawEntry(kind.fields), { minLength: 1, maxLength: 6 })
    const isValid = fc.asyncProperty(entries, async (written) => {
      const values = written.map((raw) => readValues({ serviceType: kind, raw, context: CONTEXT }).values)
      const list = sampleList({
        serviceType: kind,
        fields: kind.fields,
        schema: `https://emploi.example/schemas/${kind.id}.xsd`,
        entries: values.map((value, at) => sampleEntry(at + 1, { values: writeValues(kind, value) })),
      })
      expect(check(await textOf('xml', list))).toEqual([])
    })
    await fc.assert(isValid, { numRuns: 8 })
  })

  test('refuses an element it does not know, and a document of another kind', async () => {
    const text = await textOf(
      'xml',
      sampleList({ serviceType: kind, fields: kind.fields, entries: [sampleEntry(1, { values: {} })] }),
    )
    expect(check(text)).toEqual([])
    expect(check(text.replace('</entry>', '<nowhere/></entry>'))).not.toEqual([])
    expect(check(text.replace(`service-type="${kind.id}"`, 'service-type="other"'))).not.toEqual([])
  })
})

test('a document names the schema it follows, and a code that is no choice is refused', async () => {
  const job = declaredKind('job')
  const entry = sampleEntry(1, { values: { title: 'Soudeur', contract: 'permanent', deadline: '2027-01-31' } })
  const list = sampleList({
    serviceType: job,
    fields: job.fields,
    schema: 'https://x.example/schemas/job.xsd',
    entries: [entry],
  })
  const text = await textOf('xml', list)
  expect(text).toContain('xsi:schemaLocation="urn:terroir:entries:1 https://x.example/schemas/job.xsd"')
  const check = checker(job)
  expect(check(text)).toEqual([])
  expect(check(text.replace('>permanent<', '>CDI<'))).not.toEqual([])
  expect(check(text.replace('2027-01-31', '31/01/2027'))).not.toEqual([])
})

test('what a title holds stays text', async () => {
  const news = declaredKind('news')
  const title = `]]></title></entry><!DOCTYPE x>${'é'.repeat(10_000)}\u0000\u0008<script>`
  const list = sampleList({ serviceType: news, fields: news.fields, entries: [sampleEntry(1, { values: { title } })] })
  expect(checker(news)(await textOf('xml', list))).toEqual([])
})

function checker(kind: ServiceType): (text: string) => readonly string[] {
  const validator = XsdValidator.fromDoc(XmlDocument.fromString(writeXsd(kind, kind.fields)))
  return (text) => {
    const document = XmlDocument.fromString(text)
    try {
      validator.validate(document)
      return []
    } catch (error) {
      return [String(error)]
    } finally {
      document.dispose()
    }
  }
}
