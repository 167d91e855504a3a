import { describe, expect, it } from 'vitest'
import { cliOn } from './run-cli.ts'

const FILE = [
  'MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP',
  '32,2027-01-01,COM,58095,0,X,X,Decize,COM,58194,0,X,X,Nevers-sur-Loire',
  '32,2027-01-01,COM,58194,0,X,X,Nevers,COM,58194,0,X,X,Nevers-sur-Loire',
]

describe('The trees of a farm by the command line', () => {
  const cli = cliOn('demo')

  it('themes are tried, taken in from a table with a column left unread, and leave as SKOS', async () => {
    const file = cli.file('nsf.csv', 'code;libelle;domaine\n100;Formations générales;10\n110;Chimie;11\n')
    const themes = ['themes-import', file, '--vocabulary', 'nsf94']
    const refused = await cli.json([...themes, '--dry-run'])
    expect(refused.code).toBe(1)
    expect(refused.value.problems[0]).toMatchObject({ line: 2, field: 'broader', code: 'theme-broader-missing' })
    const taken = await cli.json([...themes, '--map', 'domaine='])
    expect(taken).toMatchObject({ code: 0, value: { added: ['100', '110'], problems: [] } })
    expect((await cli.run(['themes-export', 'nsf94', '--format', 'turtle'])).out).toContain('"Formations générales"@fr')
  })
  const file = (lines: readonly string[]) => cli.file('v_mvt_commune_2027.csv', lines.join('\n'))

  it('is told without being written, then written, and is no news any more', async () => {
    const path = file(FILE)
    const tried = await cli.json(['territory-vintage', path, '--dry-run'])
    expect(tried).toMatchObject({ code: 0, value: { vintage: 2027, applied: false, problems: [] } })
    expect(tried.value.changes).toContainEqual({
      ...{ kind: 'merged', was: 'commune:58095', became: ['commune:58194'], entries: expect.any(Number) },
    })
    expect((await cli.json(['territories'])).value.vintage).toBe(2026)
    const text = await cli.run(['territory-vintage', path, '--dry-run'])
    expect(text.out).toContain('Millésime 2027')
    const refused = await cli.json(['territory-vintage', path, '--as', 'nadia.belkacem'])
    expect([refused.code, refused.value.problems[0].code]).toEqual([1, 'not-allowed'])
    expect(await cli.json(['territory-vintage', path])).toMatchObject({ code: 0, value: { applied: true } })
    const { value } = await cli.json(['territories'])
    expect(value.vintage).toBe(2027)
    expect(value.changes).toContainEqual(expect.objectContaining({ kind: 'merged', was: 'commune:58095' }))
    const again = await cli.json(['territory-vintage', path])
    expect([again.code, again.value.problems[0].code]).toEqual([1, 'no-new-movement'])
  }, 120_000)

  it('names the lines it leaves out, and says how it is used', async () => {
    const stranger = FILE[1]?.replace('2027-01-01,COM,58095', '2028-01-01,COM,58999') ?? ''
    const known = FILE[2]?.replaceAll('2027', '2028') ?? ''
    const { code, value } = await cli.json(['territory-vintage', file([FILE[0] ?? '', stranger, known]), '--dry-run'])
    expect([code, value.problems]).toMatchObject([1, [{ line: 2, field: 'COM_AV', code: 'movement-of-stranger' }]])
    expect((await cli.run(['territory-vintage'])).code).toBe(2)
  }, 120_000)
})
