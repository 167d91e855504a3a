import { describe, expect, it } from 'vitest'
import { readIntake } from '../../../pipeline/intake/detect.ts'
import { cpuClock } from '../../cpu-clock.ts'
import { declaredType } from './declared-types.ts'
import { bytesOf, readWhole, refusal } from './reading.ts'

const directory = { serviceType: declaredType('directory') }
const training = { serviceType: declaredType('training') }

function rows(content: string, options = directory) {
  return readWhole(content, options).items.map(({ raw }) => raw)
}

describe('separators', () => {
  it.each([';', ',', '\t', '|'])('recognises %j, quoted cells included', (delimiter) => {
    const content = [
      ['title', 'body', 'email'],
      ['"Mission; locale, 3|4"', '"dit ""oui"""', 'a@example.org'],
    ]
    expect(rows(content.map((row) => row.join(delimiter)).join('\n'))).toEqual([
      { title: 'Mission; locale, 3|4', body: 'dit "oui"', email: 'a@example.org' },
    ])
  })

  it('is not misled by the commas of a text', () => {
    expect(rows('title;website\nun, deux, trois;a.fr\nun, deux, trois;b.fr')[1]).toEqual({
      title: 'un, deux, trois',
      website: 'b.fr',
    })
  })

  it('obeys the sep= line of Excel and counts it', () => {
    const { items } = readWhole('sep=|\ntitle|siret\nA;B|1', directory)
    expect(items).toMatchObject([{ line: 3, raw: { title: 'A;B', siret: '1' } }])
  })

  it('reads a file of a single column', () => {
    expect(rows('title\nUn\nDeux')).toEqual([{ title: 'Un' }, { title: 'Deux' }])
  })
})

describe('lines', () => {
  it('gives each row the line it begins on, cells of several lines and blank lines counted', () => {
    const content = 'title;body\r\n"A\r\nsuite";"x\r\n\r\ny"\r\n\r\nB;z\r\n;\r\n"C";w\r\n'
    const { items } = readWhole(content, directory)
    expect(items.map(({ line, raw }) => [line, raw.title])).toEqual([
      [2, 'A\r\nsuite'],
      [7, 'B'],
      [9, 'C'],
    ])
  })

  it('keeps true line numbers across the windows it reads a large file by', () => {
    const content = `title;body\n${Array.from({ length: 30_000 }, (_, at) => `${at};"ligne une\nligne deux"`).join('\n')}`
    const { items } = readWhole(content, directory)
    expect(items).toHaveLength(30_000)
    for (const [at, item] of items.entries()) {
      if (item.line !== 2 + 2 * at || item.raw.title !== String(at)) throw new Error(`row ${at} has line ${item.line}`)
    }
  })

  it('reads the lone returns of an old Mac', () => {
    expect(readWhole('title\rUn\rDeux', directory).items.map(({ line }) => line)).toEqual([2, 3])
  })

  it('refuses a ragged row alone, with what was expected and found', () => {
    const { items } = readWhole('title;siret;email\nA;1;x\nB;2\nC;3;y;4\nD;5;z;;\n', directory)
    expect(items.map(({ line, problems }) => [line, problems[0]?.code, problems[0]?.params])).toEqual([
      [2, undefined, undefined],
      [3, 'ragged-row', { expected: 3, found: 2 }],
      [4, 'ragged-row', { expected: 3, found: 4 }],
      [5, undefined, undefined],
    ])
  })

  it('says which row opened a quote that nothing closes', () => {
    const { items } = readWhole('title;siret\nA;1\n"B;2\nC;3\n', directory)
    expect(items.map(({ line, problems }) => [line, problems[0]?.code])).toEqual([
      [2, undefined],
      [3, 'unclosed-quote'],
    ])
  })
})

describe('columns', () => {
  it('are found by column, name, French or English label, whatever the accents, case and punctuation', () => {
    const content = ' INTITULE DE LA FORMATION ;Training provider;objective;Résultats-attendus\nSoudure;CFA;o;r'
    expect(rows(content, training)).toEqual([{ title: 'Soudure', provider: 'CFA', objective: 'o', results: 'r' }])
  })

  it('may hold the parts of a composite value', () => {
    const content = 'title;address.street;Adresse.town;address.postcode\nA;3 rue Basse;Nevers;58000\nB;;;'
    expect(rows(content)).toEqual([
      { title: 'A', address: { street: '3 rue Basse', town: 'Nevers', postcode: '58000' } },
      { title: 'B', address: '' },
    ])
  })

  it('keep the parts of several values aligned', () => {
    const content = 'title;attachments.file;attachments.name\nA;https://a.fr/1 | https://a.fr/2; | plan'
    expect(rows(content, training)[0]?.attachments).toEqual([
      { file: 'https://a.fr/1', name: '' },
      { file: 'https://a.fr/2', name: 'plan' },
    ])
  })

  it('leave the several values of a cell as one text, split later', () => {
    expect(rows('title;themes\nA; emploi | formation ')).toEqual([{ title: 'A', themes: 'emploi | formation' }])
  })

  it('follow a saved mapping first, which may also ignore a column or name a part', () => {
    const mapping = { 'Nom du lieu': 'title', Commune: 'address.town', title: '', Réf: 'id' }
    const { items, codes } = readWhole('title;Nom du lieu;Commune;Réf\nx;Mairie;Nevers;7', { ...directory, mapping })
    expect(items[0]).toMatchObject({ raw: { title: 'Mairie', address: { town: 'Nevers' } }, externalId: '7' })
    expect(codes).not.toContain('unknown-column')
  })

  it('warn when unknown, and when a required one is missing, without refusing anything', () => {
    const { items, warnings } = readWhole('title;Couleur préférée\nA;bleu', directory)
    expect(items[0]?.raw).toEqual({ title: 'A' })
    expect(warnings).toContainEqual({ code: 'unknown-column', params: { name: 'Couleur préférée' } })
    expect(warnings).toContainEqual({ code: 'missing-column', field: 'category', params: { name: 'category' } })
  })

  it('refuse the whole file when one comes twice, or two mean the same field', () => {
    expect(refusal('title;siret;Title\nA;1;B', directory)).toMatchObject({
      code: 'duplicate-column',
      params: { name: 'Title' },
    })
    expect(refusal('title;Nom de l’organisme ou du lieu\nA;B', directory)?.code).toBe('duplicate-column')
    expect(refusal('couleur;couleur\nA;B', directory)?.code).toBe('duplicate-column')
  })

  it.each(['id', 'Identifiant'])('named %s give the identity of the item', (name) => {
    const { items } = readWhole(`${name};title\n A-1 ;Mairie\n;Poste`, directory)
    expect(items.map(({ externalId }) => externalId)).toEqual(['A-1', undefined])
  })
})

it('takes away the quote that kept a spreadsheet from running a cell, and no other', () => {
  expect(rows("title;siret;email\n'=SUM(A1);'+33 6;'Ndrangheta'\n")).toEqual([
    { title: '=SUM(A1)', siret: '+33 6', email: "'Ndrangheta'" },
  ])
})

it('gives the same items each time it is asked', () => {
  const read = readIntake(bytesOf('title\nA\nB'), directory)
  if (!read.ok) throw new Error('refused')
  expect([...read.value.items].map(({ line }) => line)).toEqual([2, 3])
  expect([...read.value.items].map(({ line }) => line)).toEqual([2, 3])
})

it('reads 50,000 rows of 20 columns without growing out of proportion', () => {
  const names = training.serviceType.fields.slice(0, 20).map(({ column }) => column)
  const row = names.map((_, at) => `valeur ${at} de la cellule é`).join(';')
  const bytes = bytesOf(`${names.join(';')}\n${`${row}\n`.repeat(50_000)}`)
  const spent = cpuClock()
  expect(readWhole(bytes, training).items).toHaveLength(50_000)
  // Speed is measured by the bench; this only catches what grows out of proportion.
  expect(spent()).toBeLessThan(30_000)
})
