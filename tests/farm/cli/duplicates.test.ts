import { describe, expect, it } from 'vitest'
import { cliOn } from './run-cli.ts'

const FILE = (title: string, hour: string, body: string) =>
  [
    'id;title;start;status;themes;address;body',
    `x-1;${title};03/10/2031 ${hour};confirmed;emploi;58500 Clamecy;${body}`,
  ].join('\n')

describe('The duplicates of the command line', () => {
  const cli = cliOn('demo')

  it('are found, told apart, made one and given back', async () => {
    const bring = async (organisation: string, text: string) => {
      const file = cli.file(`${organisation}.csv`, text)
      const asked = ['import', file, '--service-type', 'event', '--organisation', organisation]
      return { asked, brought: await cli.json(asked) }
    }
    await bring('nievre', FILE('Forum des métiers du bois de Clamecy', '09:30', 'Trente employeurs accueillent.'))
    const theirs = FILE('Clamecy : le grand forum des métiers du bois', '10:00', 'Les scieries qui recrutent.')
    const file = cli.file('yonne.csv', theirs)
    const asked = ['import', file, '--service-type', 'event', '--organisation', 'yonne']
    // Nothing was compared yet: the first look does so.
    await cli.json(['duplicates'])
    const rehearsal = await cli.json([...asked, '--dry-run'])
    expect(rehearsal.value).toMatchObject({ batch: null, new: 1, problems: [{ line: 2, code: 'likely-duplicate' }] })
    await cli.json(asked)
    const listed = await cli.json(['duplicates'])
    expect(listed).toMatchObject({ code: 0, value: { compared: 1, proposed: 1 } })
    const cluster = listed.value.clusters.find(({ entries }: { entries: { title: string }[] }) =>
      entries.some(({ title }) => title.includes('grand forum')),
    )
    const [ours, other]: [number, number] = cluster.entries.map(({ entry }: { entry: number }) => entry)
    expect(cluster.pairs).toMatchObject([{ verdict: null }])
    expect((await cli.run(['duplicates'])).out).toContain('Forum des métiers du bois de Clamecy')

    const isListed = async () =>
      JSON.stringify((await cli.json(['duplicates'])).value.clusters).includes('Clamecy : le grand forum')
    const say = (...words: readonly string[]) => cli.json(['duplicates', ...words, '--as', 'camille.ferrand'])
    expect(await say('different', `${ours}`, `${other}`)).toMatchObject({ code: 0 })
    expect(await isListed()).toBe(false)
    expect(await say('undo', `${ours}`, `${other}`)).toMatchObject({ code: 0 })
    expect(await isListed()).toBe(true)
    expect(await say('same', `${ours}`, `${other}`)).toMatchObject({ code: 0, value: { entries: [other] } })
    expect(await isListed()).toBe(false)
    expect(await say('undo', `${ours}`, `${other}`)).toMatchObject({ code: 0 })
  }, 180_000)

  it('says what is wanted where a word lacks something, and who may not say it', async () => {
    const [lacking, strange, refused] = await Promise.all([
      cli.run(['duplicates', 'same', '1', '--as', 'camille.ferrand']),
      cli.run(['duplicates', 'fold', 'un', '2', '--as', 'camille.ferrand']),
      cli.json(['duplicates', 'same', '1', '2', '--as', 'lea.bonnard']),
    ])
    expect([lacking.code, strange.code, refused.code]).toEqual([2, 2, 1])
  })
})
