import { describe, expect, it } from 'vitest'
import { keepWaiting } from '../../../farm/sources/waiting-file.ts'
import { servedDesk } from './served-desk.ts'

describe('The pages of themes', () => {
  const desk = servedDesk()
  const page = '/themes/occupations/import'

  it('read the columns of a table as they are told to, and import by the same', async () => {
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

  it('show what a change would move from site to site before it is saved, and give every move as a file', async () => {
    const camille = await desk().become('camille.ferrand')
    const before = (await desk().farm.memory()).thesaurus
    const [under] = before.narrower('themes', before.resolve('themes', 'Agriculture')?.code ?? '')
    const move = { do: 'move', code: under?.code ?? '', target: '' }
    const shown = await camille.post('desk', '/themes/themes', move)
    expect([shown.status, /partiraient par exemple/.test(shown.text)]).toEqual([200, true])
    const file = await camille.post('desk', '/themes/themes', { ...move, as: 'file' })
    const moves = file.text.trim().split('\r\n')
    expect(moves[0]).toContain('way;site;site_name;section;entry;title')
    expect(moves.slice(1).filter((one) => one.startsWith('goes;')).length).toBeGreaterThan(0)
    const sheet = await keepWaiting(desk().farm.files, Buffer.from(`code,broader\n${move.code},\n`))
    const tried = await camille.post('desk', '/themes/themes/import', { waiting: sheet, do: 'try' })
    expect(tried.text).toContain('partiraient par exemple')
    const imported = await camille.post('desk', '/themes/themes/import', { waiting: sheet, do: 'file' })
    expect(imported.text.trim().split('\r\n').sort()).toEqual(moves.toSorted())
    expect((await desk().farm.memory()).thesaurus.get('themes', move.code)?.broader).toBeDefined()
  })

  it('lose nothing of what was typed when a correspondence cannot be read', async () => {
    const camille = await desk().become('camille.ferrand')
    const typed = { do: 'describe', code: 'job-search', label: 'Recherche', notations: 'rome:K1502\nsans deux-points' }
    const refused = await camille.post('desk', '/themes/themes?term=job-search', typed)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('sans deux-points\nrome:K1502</textarea>')
  })

  it('are nothing to others', async () => {
    const nadia = await desk().become('nadia.belkacem')
    expect((await nadia.get('desk', '/themes/themes/import')).status).toBe(404)
  })
})
