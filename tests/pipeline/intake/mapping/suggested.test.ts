import { describe, expect, it } from 'vitest'
import { describeColumns } from '../../../../pipeline/intake/mapping/describe-columns.ts'
import { openTable } from '../../../../pipeline/intake/mapping/open-table.ts'
import { suggestMapping } from '../../../../pipeline/intake/mapping/suggest-mapping.ts'
import { declaredType } from '../declared-types.ts'
import { bytesOf } from '../reading.ts'

const BADLY_DATED = [
  'Réf.;Intitulé de l’évènement;Début;Fin;Lieu de début',
  'E-1;Forum;12 janvier 2027 à 9h30;12 janvier 2027;Nevers',
  'E-2;Atelier;bientôt;;Decize',
  'E-3;Café;courant mars;;Nevers',
  'E-4;Salon;31 février 2027;;Nevers',
].join('\n')

it('A column called as a date is suggested as that date, however badly it is written: what is wrong with it is then shown', async () => {
  const opened = await openTable({ bytes: Buffer.from(BADLY_DATED), reading: {} })
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
  const { fields } = suggestMapping(describeColumns(opened.value.table), declaredType('event'), opened.value.reading)
  const from = Object.fromEntries(Object.entries(fields).map(([to, rule]) => [to, 'from' in rule && rule.from]))
  expect(from).toMatchObject({ title: ['Intitulé de l’évènement'], start: ['Début'], end: ['Fin'] })
})

describe('A file that is looked at', () => {
  const csv =
    'REFERENCE;INTITULE;CODE POSTAL;VILLE;Mots clés;courriel\nA;SOUDEUR;8090;SAINT-LAURENT;fer | feu;a@b.fr\nB;MACON;10120;TROYES;;c@d.fr\n'

  it('says of each column what it holds', async () => {
    const opened = await openTable({ bytes: bytesOf(csv), reading: {} })
    if (!opened.ok) throw new Error('refused')
    const [reference, title, postcode, town, tags, mail] = describeColumns(opened.value.table)
    expect(reference).toMatchObject({ filled: 2, rows: 2, distinct: 2, samples: ['A', 'B'] })
    expect([title?.capitals, postcode?.lostZeros, town?.capitals, tags?.separator, mail?.kind]).toEqual([
      true,
      true,
      true,
      '|',
      'email',
    ])
  })

  it('suggests the fields, their steps and the identity', async () => {
    const opened = await openTable({ bytes: bytesOf(csv), reading: {} })
    if (!opened.ok) throw new Error('refused')
    const suggested = suggestMapping(describeColumns(opened.value.table), declaredType('job'), {})
    expect(suggested.identity).toEqual(['REFERENCE'])
    expect(suggested.fields).toMatchObject({
      title: { from: ['INTITULE'], steps: [{ do: 'case', to: 'title' }] },
      'address.postcode': { from: ['CODE POSTAL'], steps: [{ do: 'pad', length: 5, with: '0' }] },
      'address.town': { from: ['VILLE'] },
      themes: { from: ['Mots clés'], steps: [{ do: 'split', by: '|' }] },
      apply_email: { from: ['courriel'] },
    })
  })
})
