import { expect, it } from 'vitest'
import { describeColumns } from '../../../../pipeline/intake/mapping/describe-columns.ts'
import { openTable } from '../../../../pipeline/intake/mapping/open-table.ts'
import { suggestMapping } from '../../../../pipeline/intake/mapping/suggest-mapping.ts'
import { declaredType } from '../declared-types.ts'

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
