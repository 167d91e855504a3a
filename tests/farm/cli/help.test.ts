import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../farm/cli/commands.ts'
import { commandHelp } from '../../../farm/cli/help.ts'
import { wordsIn } from '../../../farm/web/words/words.ts'
import { cliOn } from './run-cli.ts'

const names =
  'init reset migrate doctor sites create-site entries submit import batch apply-batch undo-batch replay import-spip sources harvest partners partner-key queue duplicates decide withdraw recall ledger explain export coverage themes themes-import themes-export rehearse territories perimeters territory-points territory-vintage serve'.split(
    ' ',
  )

describe('The help of the command line', () => {
  const cli = cliOn('nothing')

  it('lists every command, in the language of the terminal', async () => {
    const french = await cli.run(['--help'])
    const english = await cli.run(['--help'], { environment: { LANG: 'en_GB.UTF-8' } })
    expect([french.code, english.code]).toEqual([0, 0])
    for (const name of names) expect(french.out).toMatch(new RegExp(`^  ${name} `, 'm'))
    expect(french.out).toContain('retire une fiche publiée')
    expect(english.out).toContain('take a published entry back')
  })

  it('explains each command with all its options and the shape of its JSON', async () => {
    expect(Object.keys(COMMANDS)).toEqual(names)
    for (const [name, load] of Object.entries(COMMANDS)) {
      const command = await load()
      expect(command.name).toBe(name)
      for (const language of ['fr', 'en'] as const) {
        const help = commandHelp(wordsIn(language), command)
        // A sentence the catalogues lack shows its key.
        expect(help).not.toMatch(/\bcli\./)
        for (const option of Object.keys(command.options)) expect(help).toMatch(new RegExp(`^  --${option} +\\S`, 'm'))
        expect(help).toContain(command.json)
      }
    }
  })

  it('is shown by --help, without opening a farm', async () => {
    const { code, out, err } = await cli.run(['import', '--help'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('farm import FILE --service-type T --organisation O')
  })

  it.each([
    [[]],
    [['plough']],
    [['sites', '--colour']],
    [['decide', '12']],
    [['decide', '12', 'maybe', '--as', 'x']],
    [['explain', 'twelve', 'nievre']],
    [['entries', '--state', 'ripe']],
    [['import', 'x.csv', '--service-type', 'job']],
    [['create-site', 'new', '--organisation', 'nievre']],
  ])('%j is wrong use: exit 2, said on standard error alone', async (args) => {
    const { code, out, err } = await cli.run(args)
    expect([code, args.length === 0 ? '' : out]).toEqual([2, ''])
    expect(args.length === 0 ? out : err).toMatch(/Usage\s:/)
  })
})
