import { describe, expect, it } from 'vitest'
import { cliOn } from './run-cli.ts'

const MAPPING = {
  serviceType: 'job',
  reading: { records: 'flux/poste' },
  identity: '@id',
  fields: {
    title: { from: 'nom' },
    occupation: { from: 'rome' },
    employer: { constant: 'Forges' },
    'address.town': { from: 'lieu/ville' },
    contract: { from: 'contrat', values: { pairs: { Durable: 'permanent' }, others: 'refuse' } },
    body: { from: 'texte' },
    deadline: { from: 'limite', steps: [{ do: 'date', pattern: 'd MMMM yyyy' }] },
    themes: { constant: 'emploi' },
  },
}
const XML = `<flux><poste id="1"><nom>Tonnelier d’été</nom><rome>H2205</rome><lieu><ville>Nevers</ville></lieu><contrat>durable</contrat><texte>Des fûts.</texte><limite>12 janvier 2099</limite></poste>
<poste id="2"><nom>Soudeuse de nuit</nom><rome>H2913</rome><lieu><ville>Nevers</ville></lieu><contrat>Mission</contrat><texte>Des rails.</texte><limite>bientôt</limite></poste></flux>`

describe('Importing by a mapping, from the command line', () => {
  const cli = cliOn('demo')

  it('reads free XML by a mapping in a file, and knows the kind by it', async () => {
    const [file, mapping] = [cli.file('postes.xml', XML), cli.file('postes.json', JSON.stringify(MAPPING))]
    const done = await cli.json(['import', file, '--organisation', 'nievre', '--mapping', mapping])
    expect(done.value).toMatchObject({ total: 2, new: 1, refused: 1 })
    const problems = done.value.problems.map((one: { line: number; field: string; code: string }) => [
      one.line,
      one.field,
      one.code,
    ])
    expect(problems).toEqual([[2, 'contract', 'unmapped-value'], [2, 'deadline', 'date-pattern'], ...problems.slice(2)])
  })

  it('says what is wrong with a mapping, and which one it does not know', async () => {
    const file = cli.file('postes.xml', XML)
    const broken = cli.file('broken.json', '{ "fields": { "title": { "steps": [{ "do": "dance" }] } } }')
    const bad = await cli.run([
      'import',
      file,
      '--organisation',
      'nievre',
      '--service-type',
      'job',
      '--mapping',
      broken,
    ])
    expect(bad.code).not.toBe(0)
    expect(`${bad.out}${bad.err}`).toContain('/fields/title/steps/0/do')
    const unknown = await cli.run([
      'import',
      file,
      '--organisation',
      'nievre',
      '--service-type',
      'job',
      '--mapping',
      'Postes',
    ])
    expect(unknown.code).not.toBe(0)
    expect(`${unknown.out}${unknown.err}`).toMatch(/correspondance/)
    const about = ['--url', 'https://postes.example/flux.xml', '--name', 'Postes', '--organisation', 'nievre']
    const source = await cli.run(['sources', 'add', ...about, '--service-type', 'job', '--mapping', 'Postes'])
    expect(source.code).not.toBe(0)
    expect(`${source.out}${source.err}`).toMatch(/correspondance/)
  })
})
