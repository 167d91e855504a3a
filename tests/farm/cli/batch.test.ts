import { describe, expect, it } from 'vitest'
import { cliOn } from './run-cli.ts'

const HEADING = 'id;title;nom;source_date;summary;rights;themes;territories'
const PRESS = ['--service-type', 'press-review', '--organisation', 'nievre']

describe('The batches of the command line', () => {
  const cli = cliOn('demo')

  it('are told with every problem, give their failing lines, are read again otherwise, applied and undone', async () => {
    const row = (id: string, date: string) => `${id};Essai ${id};Le Journal;${date};Bref.;Lien seul;Emploi;Nevers (58)`
    const file = cli.file('presse.csv', [HEADING, row('k1', '12/03/2026'), row('k2', 'jamais')].join('\n'))
    const { value: made } = await cli.json(['import', file, ...PRESS, '--map', 'nom=source_name'])
    expect(made).toMatchObject({ total: 2, new: 1, refused: 1, gone: 0 })
    const id = String(made.batch)
    const told = await cli.json(['batch', id])
    expect(told).toMatchObject({ code: 1, value: { batch: made.batch, state: 'applied', refused: 1, kept: [] } })
    expect(told.value.problems).toEqual(made.problems)
    expect((await cli.json(['batch'])).value.batches[0]).toMatchObject({ batch: made.batch, name: 'presse.csv' })
    const failing = await cli.json(['batch', id, '--failing'])
    expect(failing.value).toMatchObject({ lines: 1, file: 'presse-a-corriger.csv' })
    expect(failing.value.content).toContain(`problèmes;${HEADING}\r\n`)

    const other = ['--map', 'nom=source_author', '--default', 'source_name=Autre journal']
    const replayed = await cli.json(['replay', id, ...other])
    expect(replayed.value).toMatchObject({ state: 'rehearsed', changed: 1, new: 0 })
    const applied = await cli.json(['apply-batch', String(replayed.value.batch)])
    expect(applied.value).toMatchObject({ batch: replayed.value.batch, state: 'applied', changed: 1 })
    const kept = await cli.json(['undo-batch', id])
    expect(kept).toMatchObject({ code: 1, value: { state: 'undone', kept: [{ code: 'undo-edited-since' }] } })
    const undone = await cli.json(['undo-batch', String(replayed.value.batch)])
    expect(undone).toMatchObject({ code: 0, value: { state: 'undone', kept: [] } })
    const listed = await cli.json(['entries', '--service-type', 'press-review', '--organisation', 'nievre'])
    const found = listed.value.entries.filter(({ title }: { title: string }) => title === 'Essai k1')
    expect(found.every(({ state }: { state: string }) => state === 'trashed')).toBe(true)
  }, 120_000)

  it('are only for who may import there', async () => {
    const answer = await cli.json(['batch', '1', '--as', 'lea.bonnard'])
    expect(answer).toMatchObject({ code: 1, value: { problems: [{ code: 'unknown-batch' }] } })
  })
})
