import { describe, expect, it } from 'vitest'
import { cliOn } from './run-cli.ts'

const SHAPE = ['batch', 'total', 'new', 'changed', 'same', 'duplicates', 'refused', 'gone', 'problems']
const JOBS = ['--service-type', 'job', '--organisation', 'nievre', '--default', 'themes=employment']
const HEADING = 'title;occupation;employer;address.postcode;address.town;contract;body;deadline'

describe('Importing by the command line', () => {
  const cli = cliOn('demo')

  it('tells each line of a CSV, takes the sound ones and leaves the others', async () => {
    const rows = [
      HEADING,
      'Menuisière d’atelier;H2206;Bois du Morvan;58000;Nevers;permanent;Portes et fenêtres.;2099-12-31',
      'Menuisier poseur;H2206;Bois du Morvan;58999;Nullepart;permanent;Pose.;2099-12-31',
      'Soudeur;H2913;Forges;58000;Nevers;permanent;Soudure.',
      'Soudeuse;métier inconnu;Forges;58000;Nevers;permanent;Soudure.;31/02/2099',
    ]
    const file = cli.file('offres.csv', `\ufeff${rows.join('\r\n')}`)
    const rehearsed = await cli.json(['import', file, ...JOBS, '--dry-run'])
    expect(rehearsed.code).toBe(1)
    expect(Object.keys(rehearsed.value)).toEqual(SHAPE)
    expect(rehearsed.value).toMatchObject({ batch: null, total: 4, new: 1, refused: 3 })
    for (const problem of rehearsed.value.problems) {
      expect(Object.keys(problem)).toEqual(['line', 'field', 'code', 'message'])
      expect(problem.message).toMatch(/^[A-ZÀÉ«].*[.)]$/)
    }
    const lines = rehearsed.value.problems.map((one: { line: number }) => one.line)
    expect([...new Set(lines)]).toEqual([3, 4, 5])
    const { value } = await cli.json(['import', file, ...JOBS])
    expect(value).toMatchObject({ total: 4, new: 1, refused: 3, problems: rehearsed.value.problems })
    expect(value.batch).toBeGreaterThan(0)
    const again = await cli.json(['import', file, ...JOBS])
    expect(again.value).toMatchObject({ new: 0, same: 1, refused: 3 })
  })

  it('names the line and the field in the language of the terminal', async () => {
    const file = cli.file('english.csv', `${HEADING}\n;H2206;Bois;58000;Nevers;permanent;Portes.;2099-12-31`)
    const { out } = await cli.run(['import', file, ...JOBS], { environment: { LANG: 'en_GB.UTF-8' } })
    expect(out).toMatch(/line 2, [A-Z][a-z ]+: [A-Z]/)
  })

  it('maps foreign columns to fields', async () => {
    const file = cli.file('maison.csv', 'intitulé;code rome;chez\nTonnelier;H2205;Chais de Loire\n')
    const maps = ['intitulé=title', 'code rome=occupation', 'chez=employer'].flatMap((one) => ['--map', one])
    const rest = ['address=58000 Nevers', 'contract=permanent', 'body=Tonneaux.', 'deadline=2099-12-31']
    const defaults = rest.flatMap((one) => ['--default', one])
    const { code, value } = await cli.json(['import', file, ...JOBS, ...maps, ...defaults])
    expect(value).toMatchObject({ total: 1, new: 1, problems: [] })
    expect(code).toBe(0)
  })

  it('gives feeds the position of the item as its line', async () => {
    const items = ['Premier', '', 'Troisième'].map(
      (title, i) => `<item><title>${title}</title><guid>g${i}</guid></item>`,
    )
    const feed = `<rss version="2.0"><channel><title>T</title>${items.join('')}</channel></rss>`
    const file = cli.file('flux.xml', feed)
    const terms = ['--service-type', 'press-review', '--organisation', 'nievre', '--default', 'rights=link']
    const { code, value } = await cli.json(['import', file, ...terms])
    expect([code, value.total]).toEqual([1, 3])
    expect(new Set(value.problems.map((one: { line: number }) => one.line))).toEqual(new Set([1, 2, 3]))
  })

  it.each([
    ['page.xml', '<!doctype html><html><body>Maintenance</body></html>', 'html-instead-of-feed'],
    [
      'bombe.xml',
      '<!DOCTYPE r [<!ENTITY a "b">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
      'doctype',
    ],
    ['coupe.xml', '<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation>', ''],
    ['vide.csv', '', ''],
    ['deux.csv', `${HEADING};title\na;b;c;d;e;f;g;h;i\n`, ''],
  ])('%s is refused as a whole in words, and counts nothing', async (name, content, code) => {
    const answer = await cli.json(['import', cli.file(name, content), ...JOBS])
    expect(answer.code).toBe(1)
    expect(answer.value).toMatchObject({ batch: null, total: 0, new: 0, refused: 0 })
    expect(answer.value.problems[0].code).toContain(code)
    expect(answer.value.problems[0].message).not.toMatch(/^Problème\s:|\{/)
  })

  it('refuses a file that is not there, an unknown kind and an unknown organisation', async () => {
    const lost = await cli.json(['import', 'nowhere.csv', ...JOBS])
    expect([lost.code, lost.value.problems[0].code]).toEqual([1, 'unreadable-file'])
    const file = cli.file('any.csv', 'title\nx\n')
    const kind = await cli.json(['import', file, '--service-type', 'spell', '--organisation', 'nievre'])
    expect([kind.code, kind.value.problems[0].code]).toEqual([1, 'unknown-service-type'])
    const body = await cli.json(['import', file, '--service-type', 'job', '--organisation', 'atlantide'])
    expect([body.code, body.value.problems[0].code]).toEqual([1, 'unknown-organisation'])
  })
})
