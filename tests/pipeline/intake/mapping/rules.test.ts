import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateReader } from '../../../../pipeline/intake/mapping/date-pattern.ts'
import type { Step } from '../../../../pipeline/intake/mapping/mapping.ts'
import { parseMapping, readMapping } from '../../../../pipeline/intake/mapping/read-mapping.ts'
import { stepRunner } from '../../../../pipeline/intake/mapping/run-steps.ts'
import { declaredType } from '../declared-types.ts'
import { mappingOf, readBy } from './reading-mapped.ts'

const job = declaredType('job')
const run = (texts: readonly string[], ...steps: readonly Step[]) => stepRunner(steps)(texts).texts

describe('The steps of a mapping', () => {
  it.each([
    ['auto', '12 janvier 2026', '2026-01-12'],
    ['auto', '1er août 2026', '2026-08-01'],
    ['d MMMM yyyy', 'lundi 12 janvier 2026', '2026-01-12'],
    ['d MMMM yyyy', '3 févr. 2026', '2026-02-03'],
    ['dd/MM/yyyy', '11/12/2025 10:41:41', '2025-12-11'],
    ['MM/dd/yyyy', '11/12/2025', '2025-11-12'],
    ['yyyyMMdd', '20250115', '2025-01-15'],
    ['dd-MM-yyyy HH:mm', '22-05-2025 00:11:19', '2025-05-22T00:11'],
    ['yyyy-MM-dd', '2024-01-04T09:00:00', '2024-01-04'],
    ['excel', '45291', '2023-12-31'],
    ['unix', '1700000000', '2023-11-14T22:13'],
  ])('reads dates written %s: %s', (pattern, text, expected) => {
    expect(dateReader(pattern)(text)).toBe(expected)
  })

  it('says which text is not the date it should be', () => {
    const { texts, problems } = stepRunner([{ do: 'date', pattern: 'dd/MM/yyyy' }])([
      'bientôt',
      '31/02/2026',
      '01/03/2026',
    ])
    expect(texts).toEqual(['2026-03-01'])
    expect(problems.map(({ code, params }) => [code, params?.value])).toEqual([
      ['date-pattern', 'bientôt'],
      ['date-pattern', '31/02/2026'],
    ])
  })

  it('splits, takes, joins, replaces, pads, shortens', () => {
    expect(run(['a | b |  | c'], { do: 'split', by: '|' })).toEqual(['a', 'b', 'c'])
    expect(run(['07 - ANNONAY'], { do: 'split', by: ' - ' }, { do: 'take', nth: -1 })).toEqual(['ANNONAY'])
    expect(run(['x', 'y'], { do: 'join', with: ', ' })).toEqual(['x, y'])
    expect(run(['a.b.c'], { do: 'replace', text: '.', with: '$&' })).toEqual(['a$&b$&c'])
    expect(run(['8090'], { do: 'pad', length: 5, with: '0' })).toEqual(['08090'])
    expect(run(['un deux trois quatre'], { do: 'shorten', max: 12 })[0]).toBe('un deux…')
    expect(run(['2026-01-30'], { do: 'add-days', days: 3 })).toEqual(['2026-02-02'])
  })

  it('reads numbers as the French write them, and takes markup away', () => {
    expect(run(['1 250,50 €'], { do: 'number' })).toEqual(['1250.5'])
    expect(run(['47,09857'], { do: 'number' })).toEqual(['47.09857'])
    expect(run(['à négocier'], { do: 'number' })).toEqual(['à négocier'])
    expect(run(['<p>Un&nbsp;<b>deux</b></p><script>x()</script>'], { do: 'strip-html' })[0]).not.toMatch(/[<>]|x\(\)/)
  })

  it('writes names in capitals as names are written', () => {
    const title = (text: string) => run([text], { do: 'case', to: 'title' })[0]
    expect(title('SAINT-AMAND-EN-PUISAYE')).toBe('Saint-Amand-en-Puisaye')
    expect(title("LYCEE DE L'ÎLE")).toBe("Lycee de l'Île")
    expect(run(['CDI À PAU'], { do: 'case', to: 'sentence' })).toEqual(['Cdi à pau'])
  })
})

const schema = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(new URL('../../../../instances/schemas/mapping.schema.json', import.meta.url), 'utf8')),
)

const text = fc.string({ maxLength: 12 })
const filled = fc.string({ minLength: 1, maxLength: 8 })
const step = fc.oneof(
  filled.map((by) => ({ do: 'split', by })),
  fc.integer({ min: 1, max: 9 }).map((nth) => ({ do: 'take', nth })),
  text.map((one) => ({ do: 'join', with: one })),
  fc.constantFrom('auto', 'dd/MM/yyyy', 'excel').map((pattern) => ({ do: 'date', pattern })),
  fc.constantFrom('upper', 'lower', 'title', 'sentence').map((to) => ({ do: 'case', to })),
  fc.constantFrom('number', 'strip-html').map((one) => ({ do: one })),
  fc.tuple(filled, text).map(([one, other]) => ({ do: 'replace', text: one, with: other })),
  fc.integer({ min: 1, max: 100 }).map((length) => ({ do: 'pad', length, with: '0' })),
  fc.integer({ min: -60, max: 60 }).map((days) => ({ do: 'add-days', days })),
  fc.constantFrom('(\\d+)', 'a|b').map((pattern) => ({ do: 'extract', pattern })),
)
const rule = fc.record(
  {
    from: fc.array(text, { maxLength: 3 }),
    constant: text,
    join: text,
    steps: fc.array(step, { maxLength: 4 }),
    values: fc.record({
      pairs: fc.dictionary(filled, fc.oneof(text, fc.array(text, { maxLength: 3 }))),
      others: fc.constantFrom('keep', 'drop', 'refuse'),
    }),
  },
  { requiredKeys: [] },
)
const names = job.fields.flatMap(({ name }) => [name]).concat('address.town', 'address.postcode', 'nowhere')
const mappings = fc.record(
  {
    serviceType: fc.constant('job'),
    reading: fc.record(
      { encoding: text, delimiter: fc.constantFrom(';', ','), heading: fc.integer({ min: 1, max: 4 }) },
      { requiredKeys: [] },
    ),
    identity: fc.array(text, { maxLength: 2 }),
    fields: fc.dictionary(fc.constantFrom(...names), rule),
  },
  { requiredKeys: ['fields'] },
)

describe('The JSON of a mapping', () => {
  it('is read again as it was written, and follows the schema', () => {
    fc.assert(
      fc.property(mappings, (json) => {
        const first = readMapping(json, 'x')
        if (!first.ok) throw new Error(JSON.stringify(first.problems))
        expect(schema(JSON.parse(JSON.stringify(first.value)))).toBe(true)
        expect(schema(json)).toBe(true)
        expect(readMapping(JSON.parse(JSON.stringify(first.value)), 'x')).toEqual(first)
      }),
      { numRuns: 200 },
    )
  })

  it('is refused by both where it is wrong, and the place is told', () => {
    const wrong: readonly unknown[] = [
      null,
      [],
      {},
      { fields: [] },
      { fields: {}, more: 1 },
      { fields: { title: 'intitule' } },
      { fields: { title: { from: 3 } } },
      { fields: { title: { steps: [{ do: 'dance' }] } } },
      { fields: { title: { steps: [{ do: 'take', nth: 0 }] } } },
      { fields: { title: { steps: [{ do: 'split' }] } } },
      { fields: { title: { values: { pairs: { a: 1 } } } } },
      { fields: {}, reading: { heading: 0 } },
    ]
    for (const json of wrong) expect([readMapping(json, 'x').ok, schema(json)]).toEqual([false, false])
    const bad = readMapping({ fields: { title: { steps: [{ do: 'extract', pattern: '(' }] } } }, 'offres.json')
    expect(bad.ok ? [] : bad.problems).toMatchObject([
      { code: 'bad-declaration-pattern', params: { file: 'offres.json', place: '/fields/title/steps/0/pattern' } },
    ])
    expect(parseMapping('{ "fields": ', 'x')).toMatchObject({ ok: false, problems: [{ code: 'bad-declaration-json' }] })
  })

  it('never throws, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        readMapping(json, 'x')
        readMapping({ fields: json, reading: json, identity: json }, 'x')
        readMapping({ fields: { title: json } }, 'x')
      }),
      { numRuns: 300 },
    )
  })
})

describe('A mapping on any rows', () => {
  it('never throws', { timeout: 30_000 }, async () => {
    const files = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc
        .array(fc.array(text, { maxLength: 5 }), { maxLength: 8 })
        .map((rows) => rows.map((cells) => cells.join(';')).join('\n')),
      fc.jsonValue().map((value) => JSON.stringify([value, { a: value }])),
      fc
        .string({ unit: fc.constantFrom('<', '>', '/', 'a', 'b', ' ', '"', '=', '&'), maxLength: 80 })
        .map((one) => `<r>${one}</r>`),
    )
    await fc.assert(
      fc.asyncProperty(files, mappings, async (file, json) => {
        await readBy(file, json, job).catch((error: unknown) => {
          if (!(error instanceof Error && error.message.startsWith('refused'))) throw error
        })
      }),
      { numRuns: 200 },
    )
  })

  it('tells line and field of what is wrong, and keeps the rest', async () => {
    const csv =
      'Liste des offres\n\nid;poste;contrat;paru\n1;Boulanger;CDI;12 janvier 2026\n2;Maçon;Stage;demain\n3;Soudeur;cdd;1/2/2026\n'
    const json = {
      identity: 'id',
      fields: {
        title: { from: 'poste' },
        contract: { from: 'contrat', values: { pairs: { cdi: 'permanent', CDD: 'fixed-term' }, others: 'refuse' } },
        deadline: { from: 'paru', steps: [{ do: 'date', pattern: 'auto' }] },
        themes: { constant: 'emploi | formation' },
      },
    }
    const { items } = await readBy(csv, json, job)
    expect(items.map(({ line, externalId, raw }) => [line, externalId, raw.contract, raw.deadline])).toEqual([
      [4, '1', 'permanent', '2026-01-12'],
      [5, '2', undefined, undefined],
      [6, '3', 'fixed-term', '2026-02-01'],
    ])
    expect(items[1]?.problems).toEqual([
      { code: 'unmapped-value', field: 'contract', line: 5, params: { value: 'Stage' } },
      { code: 'date-pattern', field: 'deadline', line: 5, params: { value: 'demain', pattern: 'auto' } },
    ])
    expect(mappingOf(json).fields.title?.from).toEqual(['poste'])
  })
})
