import { existsSync, readFileSync } from 'node:fs'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { afterAll, describe, expect, test } from 'vitest'
import type { IntakeItem } from '../../pipeline/intake/reader.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { writeValues } from '../../pipeline/model/write-values.ts'
import { cpuClock } from '../cpu-clock.ts'
import { canonical } from './lheo-canonical.ts'
import { DOCUMENT } from './lheo-several.ts'
import { read, training, valuesOf, written } from './lheo-trip.ts'

const SHARED = new URL('../../../shared/', import.meta.url)
const SCHEMA = new URL('standards/lheo/lheo-2.3.xsd', SHARED)
const absent = !existsSync(SCHEMA)
const REAL = [
  'samples/xml/lheo-2.3-onisep-bfc.xml',
  'samples/xml/lheo-2.3-grand-est-iso-8859-1-prefixe.xml',
  'standards/lheo/exemple-officiel-bts-onisep-2.2.xml',
]

describe.skipIf(absent)(absent ? 'LHÉO out (skipped: the schema is not beside this repository)' : 'LHÉO out', () => {
  const schema = absent ? undefined : XmlDocument.fromBuffer(readFileSync(SCHEMA))
  const validator = schema && XsdValidator.fromDoc(schema)
  afterAll(() => {
    validator?.dispose()
    schema?.dispose()
  })

  function faults(text: string): string {
    const document = XmlDocument.fromString(text)
    try {
      validator?.validate(document)
      return ''
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    } finally {
      document.dispose()
    }
  }

  test.each(REAL)('%s leaves with every element, valid, and comes back the same', { timeout: 30_000 }, async (path) => {
    const bytes = readFileSync(new URL(path, SHARED))
    const first = read(bytes)
    const values = first.map(({ raw }) => valuesOf(raw))
    expect(values.flatMap(({ problems }) => problems)).toEqual([])
    const text = await written(values.map((one) => writeValues(training, one.values)).reverse())
    expect(faults(text)).toBe('')
    expect(canonical(text)).toEqual(canonical(bytes))
    const again = read(Buffer.from(text))
    const byId = (items: readonly IntakeItem[]) =>
      new Map(items.map((one) => [one.externalId, valuesOf(one.raw).values]))
    expect(byId(again)).toEqual(byId(first))
  })

  test('a list without any offer is an index of none, as the schema has it, and is read as nothing', async () => {
    const text = await written([])
    expect(faults(text)).toBe('')
    expect(text).toContain('<lheo-index xmlns="http://lheo.gouv.fr/2.3"')
    expect(read(Buffer.from(text))).toEqual([])
  })

  test('extras of the root leave where its schema has them', async () => {
    const text = await written(
      read(Buffer.from(DOCUMENT)).map(({ raw }) => writeValues(training, valuesOf(raw).values)),
    )
    expect(faults(text)).toBe('')
    expect(text).toMatch(/<extras info="lot">.*<\/offres>\s*<extras info="flux">.*<\/lheo>/s)
  })

  test('says what was changed here where LHÉO has its place, and leaves the rest as it came', async () => {
    const bytes = readFileSync(new URL(REAL[2] ?? '', SHARED))
    const [item] = read(bytes)
    const raw = writeValues(training, valuesOf(item?.raw ?? {}).values)
    const changed: Record<string, RawValue> = {
      ...raw,
      title: 'BTS & négociation',
      certifications: ['RNCP38368', 'RS6776'],
      occupations: ['D1402', 'K1207'],
      address: { street: '12 rue des Récollets', postcode: '58000', town: 'Nevers', commune: 'commune:58194' },
      sessions: [{ start: '2027-09', end: '2029-06-30' }],
      hours: '900,5',
      price: { amount: '1250.50', currency: 'EUR' },
      audience: ['students'],
      entry_level: 'level-4',
    }
    const { phone: _, ...without } = changed
    const text = await written([without])
    expect(faults(text)).toBe('')
    for (const piece of [
      '<intitule-formation>BTS &amp; négociation</intitule-formation>',
      '<certification><code-RNCP>38368</code-RNCP></certification><certification><code-RS>6776</code-RS></certification>',
      '<code-ROME>D1402</code-ROME><code-ROME>K1207</code-ROME>',
      '<adresse numero="16"><ligne>12 rue des Récollets</ligne><codepostal>58000</codepostal><ville>Nevers</ville><code-INSEE-commune>58194</code-INSEE-commune><pays>FR</pays></adresse>',
      '<periode><debut>20270900</debut><fin>20290630</fin></periode>',
      '<nombre-heures-total>901</nombre-heures-total>',
      '<prix-total-TTC>1250.50</prix-total-TTC>',
      '<code-niveau-entree>14</code-niveau-entree>',
      '<extra info="ETA_ID LIEU ONISEP">16</extra>',
      '<hebergement>Internat garçons-filles</hebergement>',
    ])
      expect(text).toContain(piece)
    expect(text).not.toContain('02 98 96 48 00')
    const [again] = read(Buffer.from(text))
    const { lheo: _o, hours: _h, ...back } = writeValues(training, valuesOf(again?.raw ?? {}).values)
    const { lheo: _l, hours: _i, ...sent } = without
    expect(back).toEqual(sent)
  })

  test('an entry written in a form, or with hardly anything in it, is a valid offer too', async () => {
    const form = writeValues(
      training,
      valuesOf({
        title: 'Permis poids lourd « C » & FIMO',
        provider: 'Centre de formation routière',
        objective: '<p>Conduire <strong>un camion</strong></p>',
        content: 'x'.repeat(2900).replaceAll('xxxxx', 'mot, '),
        results: 'Permis C',
        prerequisites: 'Avoir 21 ans',
        audience: ['jobseekers', 'everyone'],
        entry_level: 'any',
        teaching_mode: 'blended',
        certifications: 'RNCP1884|RS5555',
        address: { street: `${'très longue rue '.repeat(12)}, bâtiment B`, postcode: '58000', town: 'Nevers' },
        sessions: '2027-03-01/2027-03-31',
        price: '2 500 €',
        email: 'contact@exemple.fr',
        phone: '03 86 00 00 00',
        enrol_url: 'https://exemple.fr/inscription',
        funding_note: 'Financement possible. '.repeat(45),
        themes: 'training',
      }).values,
    )
    const text = await written([
      form,
      { title: 'Seule', address: { street: '', postcode: '', town: '', commune: '' } },
      {},
    ])
    expect(faults(text)).toBe('')
    expect(text).toContain('<SIRET>00000000000000</SIRET>')
    expect(text).toContain('<numero-activite>99999999999</numero-activite>')
    expect(text).toContain('<debut>00000000</debut><fin>99999999</fin>')
    const [back] = read(Buffer.from(text))
    const { lheo: _l, ...again } = writeValues(training, valuesOf(back?.raw ?? {}).values)
    const { address, funding_note: _f, ...sent } = form
    expect(again).toMatchObject(sent)
    expect(again.address).toMatchObject({ postcode: '58000', town: 'Nevers' })
  })

  test('what has no place in LHÉO 2.3, or not as it is written, is kept among the extras', async () => {
    const bytes = readFileSync(new URL(REAL[2] ?? '', SHARED), 'utf8')
      .replace('<code-niveau-sortie>6<', '<code-niveau-sortie>10<')
      .replace('<hebergement>', '<cantine>midi</cantine><hebergement lang="fr">')
      .replace('<fin>20170831</fin>', '<fin>31/08/2017</fin>')
      .replace('<SIRET>19290076900014</SIRET>', '<SIRET>1929</SIRET>')
      .replace('<rythme-formation>Temps plein', `<rythme-formation>${'Temps plein. '.repeat(400)}`)
    const [item] = read(Buffer.from(bytes))
    const text = await written([writeValues(training, valuesOf(item?.raw ?? {}).values)])
    expect(faults(text)).toBe('')
    for (const [name, value] of Object.entries({
      'code-niveau-sortie': '10',
      cantine: 'midi',
      'hebergement@lang': 'fr',
      fin: '31/08/2017',
      SIRET: '1929',
    }))
      expect(text).toContain(`<extra info="${name}">${value}</extra>`)
    const twice = read(Buffer.from(text))[0]
    expect(await written([writeValues(training, valuesOf(twice?.raw ?? {}).values)])).toBe(text)
  })

  test('ids stay single and what they are meant by stays with them', async () => {
    const one = (numero: string) =>
      `<formation numero="${numero}" id="f"><intitule-formation idref="f">A ${numero}</intitule-formation><action numero="1"/></formation>`
    const text = await written([
      { title: 'A 1', lheo: one('1') },
      { title: 'A 2', lheo: one('2') },
    ])
    expect(faults(text)).toBe('')
    expect(text.match(/ id="f"/g)).toHaveLength(1)
  })

  test.each([
    '<formation',
    '<!DOCTYPE a [<!ENTITY b "c">]><formation>&b;</formation>',
    `${'<formation>'.repeat(60_000)}`,
    `<formation>${'<!--'.repeat(100_000)}`,
    `<formation ${'a '.repeat(200_000)}/>`,
    '<action/>',
    '<formation><action><session><periode><debut>x</debut></periode></session></action></formation>',
  ])('an original that is none does no harm: %.40s', async (lheo) => {
    const spent = cpuClock()
    const text = await written([{ title: 'Sûre', lheo }])
    expect(faults(text)).toBe('')
    expect(text).toContain('<intitule-formation>Sûre</intitule-formation>')
    expect(spent()).toBeLessThan(4_000)
  })
})
