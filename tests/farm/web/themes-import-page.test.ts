import { describe, expect, it } from 'vitest'
import { keepWaiting } from '../../../farm/sources/waiting-file.ts'
import { servedDesk } from './served-desk.ts'

describe('The import page of themes', () => {
  const desk = servedDesk()
  const page = '/themes/occupations/import'

  it('reads the columns of a table as it is told to, and imports by the same', async () => {
    const camille = await desk().become('camille.ferrand')
    await camille.post('desk', '/themes', { id: 'occupations', label: 'Métiers' })
    const { farm } = desk()
    const sheets = await keepWaiting(
      farm.files,
      Buffer.from('code_rome,libelle,domaine\nA1101,Conduite d’engins,A11\n'),
    )
    const refused = await camille.post('desk', page, { waiting: sheets, do: 'try' })
    expect([refused.status, /«\sA11\s» n’est ni dans le fichier/.test(refused.text)]).toEqual([422, true])
    const columns = { 'column:code_rome': 'code', 'column:libelle': 'label_fr', 'column:domaine': '' }
    const tried = await camille.post('desk', page, { waiting: sheets, do: 'try', ...columns })
    expect([tried.status, /<input type="hidden" name="column:domaine" value/.test(tried.text)]).toEqual([200, true])
    expect((await farm.memory()).thesaurus.get('occupations', 'A1101')).toBeUndefined()
    expect((await camille.post('desk', page, { waiting: sheets, ...columns })).status).toBe(303)
    const names = await keepWaiting(farm.files, Buffer.from('code_rome,libelle\nA1101,Tractoriste\nA1101,Débardeur\n'))
    const synonyms = { 'column:code_rome': 'code', 'column:libelle': 'synonyms' }
    expect((await camille.post('desk', page, { waiting: names, ...synonyms })).status).toBe(303)
    const { thesaurus } = await farm.memory()
    expect(thesaurus.get('occupations', 'A1101')).toMatchObject({ synonyms: ['Tractoriste', 'Débardeur'] })
    expect(thesaurus.resolve('occupations', 'tractoriste')).toMatchObject({ code: 'A1101' })
  })

  it('is nothing to others', async () => {
    const nadia = await desk().become('nadia.belkacem')
    expect((await nadia.get('desk', '/themes/themes/import')).status).toBe(404)
  })
})
