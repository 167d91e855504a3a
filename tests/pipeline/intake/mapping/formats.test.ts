import { describe, expect, it } from 'vitest'
import { openTable } from '../../../../pipeline/intake/mapping/open-table.ts'
import { UNZIP_LIMITS } from '../../../../pipeline/intake/mapping/unzip.ts'
import { readBytes } from '../../../../pipeline/intake/read-bytes.ts'
import { declaredType } from '../declared-types.ts'
import { bytesOf } from '../reading.ts'
import { makeWorkbook, zipOf } from './make-workbook.ts'
import { readBy, refusedBy } from './reading-mapped.ts'

const job = declaredType('job')
const directory = declaredType('directory')

async function rowsOf(content: string | Uint8Array, reading = {}) {
  const opened = await openTable({ bytes: bytesOf(content), reading })
  if (!opened.ok) return opened.problems.map(({ code }) => code)
  const { table, reading: found, choices } = opened.value
  const rows = [...table.rows(table.columns)].map(({ line, cells, problems }) => [
    line,
    ...(problems.length > 0 ? problems.map(({ code }) => code) : cells),
  ])
  return { columns: table.columns, rows, found, choices, warnings: table.warnings.map(({ code }) => code) }
}

describe('A workbook', () => {
  const cells = [
    ['Référence', 'Code postal', 'SIRET', 'Du', 'Latitude', 'Actif'],
    ['A1', '01400', 19210003000019, '<c s="1"><v>46034</v></c>', 47.097569999999997, '<c t="b"><v>1</v></c>'],
    [
      'A2',
      '',
      '<c><v>1.9210003000019E13</v></c>',
      '<c t="str"><f>HYPERLINK("x")</f><v>=1+1</v></c>',
      '<c t="e"><v>#N/A</v></c>',
      '<c><f>1/0</f></c>',
    ],
  ]

  it('reads the first sheet that holds a table, not the page that explains it, and tells the others', async () => {
    const sheets = {
      'Lisez-moi': [['Document interne']],
      Offres: [
        ['id', 'titre'],
        ['1', 'Soudeur'],
      ],
    }
    expect(await rowsOf(makeWorkbook(sheets))).toMatchObject({
      found: { sheet: 'Offres', heading: 1 },
      warnings: ['other-sheets'],
    })
    expect(await rowsOf(makeWorkbook({ 'Lisez-moi': [['Document interne']] }))).toMatchObject({
      found: { sheet: 'Lisez-moi' },
    })
  })

  it('keeps leading zeros and long numbers, dates as dates, and what formulas gave', async () => {
    const read = await rowsOf(makeWorkbook({ Offres: cells, Notes: [['à part', 'x']] }))
    expect(read).toMatchObject({
      columns: ['Référence', 'Code postal', 'SIRET', 'Du', 'Latitude', 'Actif'],
      found: { format: 'xlsx', sheet: 'Offres', heading: 1 },
      choices: [{ name: 'Offres' }, { name: 'Notes' }],
      warnings: ['other-sheets'],
      rows: [
        [2, 'A1', '01400', '19210003000019', '2026-01-12', '47.09757', 'true'],
        [3, 'A2', '', '19210003000019', '=1+1', '', ''],
      ],
    })
    expect(await rowsOf(makeWorkbook({ Offres: cells }), { sheet: 'Autre' })).toEqual(['unknown-sheet'])
    expect(
      await rowsOf(
        makeWorkbook({
          Offres: cells,
          Notes: [
            ['a', 'b'],
            ['c', 'd'],
          ],
        }),
        { sheet: 'Notes' },
      ),
    ).toMatchObject({ rows: [[2, 'c', 'd']] })
  })

  it('is read by its headings like a CSV where no mapping is given', async () => {
    const file = makeWorkbook({
      A: [
        ['Nom de l’organisme ou du lieu', 'siret'],
        ['Mission locale', 19210003000019],
      ],
    })
    const read = await readBytes(file, { serviceType: directory })
    expect(read.ok && [...read.value.items].map(({ line, raw }) => [line, raw.title, raw.siret])).toEqual([
      [2, 'Mission locale', '19210003000019'],
    ])
  })

  it('finds its headings under a title, and leaves out formats laid on whole rows', async () => {
    const styled =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>Liste au 1er mars</t></is></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>nom</t></is></c><c r="B3" t="inlineStr"><is><t>ville</t></is></c><c r="XFD3" s="1"/></row><row r="4"><c r="A4" t="inlineStr"><is><t>x</t></is></c><c r="B4" t="inlineStr"><is><t>Beaune</t></is></c></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    expect(await rowsOf(makeWorkbook({ A: styled }))).toMatchObject({
      columns: ['nom', 'ville'],
      rows: [[4, 'x', 'Beaune']],
      found: { heading: 3 },
    })
  })

  it('is refused when it is no workbook, or one meant to choke us', { timeout: 60_000 }, async () => {
    const far = (at: string) =>
      makeWorkbook({
        A: `<row r="1"><c r="A1"><v>1</v></c></row><row r="${at.replace(/\D/g, '')}"><c r="${at}"><v>1</v></c></row>`,
      })
    expect(await rowsOf(far('XFD2'))).toEqual(['too-many-columns'])
    expect(await rowsOf(far('A1048576'))).toEqual(['too-many-rows'])
    expect(await rowsOf(far('ALL9000'))).toEqual(['too-many-rows'])
    const bomb = makeWorkbook({ A: [['a']] }, { 'xl/sharedStrings.xml': Buffer.alloc(UNZIP_LIMITS.bytes + 1, 32) })
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await rowsOf(bomb)).toEqual(['zip-bomb'])
    expect(
      await rowsOf(makeWorkbook({ A: [['a']] }, { 'xl/styles.xml': '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>' })),
    ).toEqual(['doctype-refused'])
    const whole = makeWorkbook({
      A: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    })
    expect(await rowsOf(whole.subarray(0, whole.length - 30))).toEqual(['broken-zip'])
    expect(await rowsOf(zipOf({ 'xl/workbook.xml': 'not xml at all' }))).toEqual(['broken-workbook'])
    expect(await rowsOf(zipOf({ 'readme.txt': 'x' }))).toEqual(['binary-file'])
    for (let at = 0; at < whole.length; at += 97) {
      const hurt = Uint8Array.from(whole)
      hurt[at] = (hurt[at] ?? 0) ^ 0x55
      await rowsOf(hurt)
    }
  })
})

describe('Free XML', () => {
  const xml = `<?xml version="1.0"?><x:export xmlns:x="urn:x"><head><n>1</n></head><x:offers>
    <x:offer id="7"><title lang="fr"><![CDATA[Boulanger & pâtissier]]></title><contract code="CDI">ferme</contract><place><town>Beaune</town></place><tag>a</tag><tag>b</tag></x:offer>
    <x:offer id="8"><title>Maçon</title><place><town/></place></x:offer></x:offers></x:export>`

  it('finds the element that is repeated; nested elements and attributes are columns', async () => {
    expect(await rowsOf(xml)).toMatchObject({
      found: { format: 'xml', records: 'export/offers/offer' },
      columns: ['title', 'title/@lang', 'contract', 'contract/@code', 'place/town', 'tag', '@id'],
      rows: [
        [1, 'Boulanger & pâtissier', 'fr', 'ferme', 'CDI', 'Beaune', ['a', 'b'], '7'],
        [2, 'Maçon', [], [], [], [], [], '8'],
      ],
    })
    expect(await rowsOf(xml, { records: 'export/head' })).toMatchObject({ columns: ['n'], rows: [[1, '1']] })
    expect(await rowsOf(xml, { records: 'export/nothing' })).toEqual(['no-records'])
  })

  it('becomes items by its mapping', async () => {
    const json = {
      reading: { records: 'export/offers/offer' },
      identity: '@id',
      fields: {
        title: { from: 'title' },
        contract: { from: 'contract/@code', values: { pairs: { CDI: 'permanent' } } },
        'address.town': { from: 'place/town' },
        themes: { from: 'tag' },
      },
    }
    const { items } = await readBy(xml, json, job)
    expect(items[0]).toEqual({
      line: 1,
      externalId: '7',
      problems: [],
      raw: { title: 'Boulanger & pâtissier', contract: 'permanent', themes: ['a', 'b'], address: { town: 'Beaune' } },
    })
    expect(items[1]?.raw).toEqual({ title: 'Maçon' })
  })

  it('is refused when hostile', { timeout: 60_000 }, async () => {
    const json = { fields: { title: { from: 't' } } }
    const bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a><b><t>&b;</t></b></a>'
    expect(await refusedBy(bomb, json, job)).toMatchObject({ code: 'doctype-refused' })
    expect(await refusedBy(`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`, json, job)).toMatchObject({
      code: 'too-deep',
    })
    expect(await refusedBy('<a><b></a>', json, job)).toMatchObject({ code: 'not-well-formed' })
    expect(await refusedBy('<!doctype html><html><body>panne</body></html>', json, job)).toMatchObject({
      code: 'html-instead-of-feed',
    })
  })
})

describe('A JSON list', () => {
  it('is read object by object, wherever it stands', async () => {
    const json = JSON.stringify({
      total: 2,
      resultats: [
        { id: 1, lieu: { ville: 'Beau}"ne' }, mots: ['a', { b: 'c' }] },
        { id: 2, ok: true },
      ],
    })
    expect(await rowsOf(json)).toMatchObject({
      found: { format: 'json', records: 'resultats' },
      columns: ['id', 'lieu/ville', 'mots', 'mots/b', 'ok'],
      rows: [
        [1, '1', 'Beau}"ne', 'a', 'c', []],
        [2, '2', [], [], [], 'true'],
      ],
    })
    expect(await rowsOf('[{"a":1},{"a":2}]')).toMatchObject({
      columns: ['a'],
      rows: [
        [1, '1'],
        [2, '2'],
      ],
    })
    expect(await rowsOf('{"a":1}\n{"a":2}\n')).toMatchObject({
      rows: [
        [1, '1'],
        [2, '2'],
      ],
    })
  })

  it('tells what is cut or deep', async () => {
    expect(await rowsOf('[{"a":1},{"a":2')).toMatchObject({
      rows: [
        [1, '1'],
        [2, 'not-well-formed'],
      ],
    })
    expect(await rowsOf('{"a":['.repeat(100_000))).toEqual(['too-deep'])
  })
})
