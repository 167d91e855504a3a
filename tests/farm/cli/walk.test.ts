import { describe, expect, it } from 'vitest'
import { cliOn } from './run-cli.ts'

const ENTRY = [
  'entry',
  'organisation',
  'publishedAt',
  'review',
  'serviceType',
  'state',
  'title',
  'updatedAt',
  'version',
]

describe('The walk of an entry by the command line', () => {
  const cli = cliOn('demo')
  const press = {
    title: 'Une filature renaît à Corbigny',
    source_name: 'Le Journal du Centre',
    source_date: '2026-11-20',
    summary: 'Douze emplois annoncés dans une filature de laine.',
    rights: 'link',
    themes: ['employment'],
    territories: ['Corbigny (58)'],
  }
  const submit = ['submit', '--service-type', 'press-review', '--organisation', 'nievre', '--as', 'lea.bonnard']
  let entry = ''

  it('submit takes raw values on standard input and puts them in the queue', async () => {
    const logins = await cli.json(['queue'])
    expect(Object.keys(logins.value)).toEqual(['proofRead', 'moderate', 'confirm'])
    const { code, value } = await cli.json(submit, { input: JSON.stringify(press) })
    expect([code, value.arrivals.length]).toEqual([0, 1])
    expect(value.arrivals[0]).toMatchObject({ line: null, outcome: 'new', problems: [] })
    entry = String(value.arrivals[0].entry)
    const { value: waiting } = await cli.json(['queue', '--as', 'nadia.belkacem', '--limit', '200'])
    const mine = waiting.moderate.find((one: { entry: number }) => String(one.entry) === entry)
    expect(Object.keys(mine).sort()).toEqual([...ENTRY, 'author', 'submittedAt'].sort())
    expect(mine).toMatchObject({ title: press.title, state: 'submitted', review: 'submitted' })
  })

  it('submit refuses what is missing, each field in words, with exit 1', async () => {
    const file = cli.file('two.json', JSON.stringify([{ ...press, title: 'Une autre' }, { title: 'Rien d’autre' }]))
    const { code, value } = await cli.json([...submit, file])
    expect(code).toBe(1)
    expect(value.arrivals.map((one: { outcome: string }) => one.outcome)).toEqual(['new', 'refused'])
    const { problems } = value.arrivals[1]
    expect(problems).toContainEqual({ line: 2, field: 'source_name', code: 'required', message: 'À remplir.' })
    const broken = await cli.json(submit, { input: '{"title":' })
    expect([broken.code, broken.value.problems[0].code]).toEqual([1, 'not-json'])
    const odd = await cli.json(submit, { input: '[{"title":{"a":{"b":1}}}]' })
    expect([odd.code, odd.value.problems[0].code]).toEqual([1, 'not-raw-values'])
  })

  it('decide hears a person with their rights and no more', async () => {
    const stranger = await cli.json(['decide', entry, 'approve', '--as', 'nobody.at-all'])
    expect([stranger.code, stranger.value.problems[0].code]).toEqual([1, 'unknown-person'])
    const author = await cli.json(['decide', entry, 'approve', '--as', 'lea.bonnard'])
    expect([author.code, author.value.problems[0].code]).toEqual([1, 'not-allowed'])
    const speechless = await cli.json(['decide', entry, 'refuse', '--as', 'nadia.belkacem'])
    expect([speechless.code, speechless.value.problems[0].code]).toEqual([1, 'reason-required'])
    const { code, value } = await cli.json(['decide', entry, 'approve', '--as', 'nadia.belkacem'])
    expect(code).toBe(0)
    expect(Object.keys(value)).toEqual(['entry', 'state', 'review', 'version', 'sites'])
    expect(value).toMatchObject({ state: 'published', review: 'accepted' })
    expect(value.sites).toEqual(expect.arrayContaining(['nievre', 'bourgogne-franche-comte']))
  })

  it('entries finds it on the site that shows it', async () => {
    const { code, value } = await cli.json(['entries', '--site', 'nievre', '--service-type', 'press-review'])
    expect(code).toBe(0)
    const found = value.entries.find((one: { entry: number }) => String(one.entry) === entry)
    expect(Object.keys(found).sort()).toEqual(ENTRY)
    const drafts = await cli.json(['entries', '--state', 'draft', '--limit', '3'])
    expect(new Set(drafts.value.entries.map((one: { state: string }) => one.state))).toEqual(new Set(['draft']))
    const unknown = await cli.json(['entries', '--site', 'atlantide'])
    expect([unknown.code, unknown.value.problems[0].code]).toEqual([1, 'unknown-site'])
  })

  it('explain says why here and why not there, condition by condition', async () => {
    const here = await cli.json(['explain', entry, 'nievre'])
    const shown = here.value.sections.find((one: { section: string }) => one.section === 'revue-de-presse')
    expect(shown).toMatchObject({ shown: true, obstacle: null, delivery: 'live', finding: { held: true } })
    const there = await cli.run(['explain', entry, 'yonne'])
    expect([here.code, there.code]).toEqual([0, 0])
    expect(there.out).toMatch(/✗ Corbigny\s: hors du territoire demandé \(Yonne\)/)
    expect(there.out).toMatch(/✓ La rubrique demande «\sRevue de presse\s»/)
  })

  it('explain without a site lists all it reaches and narrowly misses', async () => {
    const { value } = await cli.json(['explain', entry])
    const standings = new Set(value.sections.map((one: { standing: string }) => one.standing))
    expect([value.site, standings]).toEqual([null, new Set(['reached', 'near'])])
    expect(value.sections[0]).toMatchObject({ standing: 'reached', asks: expect.stringMatching(/^Les .+\.$/) })
    expect((await cli.run(['explain', entry])).out).toMatch(/Va, ou ira une fois publiée, dans \d+ rubriques?\s:/)
  })

  it('export writes the list as the site serves it, to standard output or to a file', async () => {
    const args = ['export', 'nievre', '--service', 'revue-de-presse', '--format', 'csv']
    const { code, out } = await cli.run(args)
    expect(code).toBe(0)
    expect(out).toContain(press.title)
    const path = cli.file('out.csv', '')
    const { value } = await cli.json([...args, '--out', path])
    expect(Object.keys(value)).toEqual(['site', 'service', 'format', 'mediaType', 'file', 'bytes', 'content'])
    expect([value.bytes, value.content]).toEqual([Buffer.byteLength(out), null])
    const filtered = await cli.run([...args, '--filters', 'q=filature'])
    expect(filtered.out.split('\r\n').filter((line) => /^\d+,/.test(line))).toHaveLength(1)
    const none = await cli.json(['export', 'nievre', '--service', 'sorcellerie', '--format', 'rss'])
    expect([none.code, none.value.problems[0].code]).toEqual([1, 'unknown-section'])
  })

  it('submit corrects a published entry, which stays live until the correction is accepted', async () => {
    const corrected = { ...press, title: 'La filature de Corbigny renaît' }
    const { code, value } = await cli.json([...submit, '--entry', entry], { input: JSON.stringify(corrected) })
    expect([code, value.arrivals[0].outcome]).toEqual([0, 'changed'])
    const { out } = await cli.run(['export', 'nievre', '--service', 'revue-de-presse', '--format', 'json'])
    expect(out).toContain(press.title)
    expect(out).not.toContain(corrected.title)
  })

  it('withdraw takes it back from every site', async () => {
    const args = ['withdraw', entry, '--as', 'nadia.belkacem', '--reason', 'Information démentie']
    const { code, value } = await cli.json(args)
    expect([code, value.state, value.sites]).toEqual([0, 'withdrawn', []])
    const { value: there } = await cli.json(['explain', entry, 'nievre'])
    expect(there.sections.filter((one: { shown: boolean }) => one.shown)).toEqual([])
    const again = await cli.json(args)
    expect([again.code, again.value.problems[0].code]).toEqual([1, 'not-published'])
  })
})
