import { describe, expect, it } from 'vitest'
import { cliOn } from './run-cli.ts'

describe('Perimeters by the command line', () => {
  const cli = cliOn('demo')

  it('are made, listed, shown with their uses, and give way, each rehearsed first where asked', async () => {
    const made = ['perimeters', 'set', 'rives', '--name', 'Rives', '--member', 'Nevers (58)']
    expect(await cli.json([...made, '--dry-run'])).toMatchObject({ code: 0, value: { code: 'rives', applied: false } })
    expect((await cli.json(['perimeters'])).value).toEqual({ perimeters: [] })
    expect(await cli.json([...made, '--member', 'commune:58095'])).toMatchObject({ code: 0, value: { applied: true } })
    const listed = await cli.json(['perimeters', 'list'])
    expect(listed.value.perimeters).toMatchObject([{ code: 'rives', name: 'Rives', members: 2 }])
    await cli.json(['perimeters', 'set', 'autour', '--name', 'Autour', '--member', 'Rives'])
    const { value } = await cli.json(['perimeters', 'show', 'rives'])
    expect(value.members.map(({ key }: { key: string }) => key).sort()).toEqual(['commune:58095', 'commune:58194'])
    expect(value.uses).toEqual([{ kind: 'perimeter', message: expect.stringContaining('Autour') }])
    expect((await cli.run(['perimeters', 'show', 'rives'])).out).toContain('Nevers')
    const held = await cli.json(['perimeters', 'remove', 'rives'])
    expect([held.code, held.value.problems[0].code]).toEqual([1, 'perimeter-in-perimeter'])
    const gone = await cli.json(['perimeters', 'remove', 'rives', '--instead', '58'])
    expect(gone).toMatchObject({ code: 0, value: { code: 'rives', applied: true } })
    expect((await cli.json(['perimeters', 'show', 'autour'])).value.members).toMatchObject([{ key: 'departement:58' }])
  }, 240_000)

  it('are refused with every mistake named', async () => {
    const strange = ['perimeters', 'set', 'Bad Code', '--name', 'P', '--member', 'Nulle-Part-Ailleurs']
    expect((await cli.json(strange)).value.problems).toMatchObject([{ code: 'unknown-territory', field: 'members' }])
    const badly = await cli.json(['perimeters', 'set', 'Bad Code', '--name', 'P', '--member', 'Nevers (58)'])
    expect([badly.code, badly.value.problems[0].code]).toEqual([1, 'bad-perimeter-code'])
    expect(await cli.json(['perimeters', 'show', 'nowhere'])).toMatchObject({
      ...{ code: 1, value: { problems: [{ code: 'unknown-territory' }] } },
    })
    const other = ['perimeters', 'set', 'p', '--name', 'P', '--member', 'Nevers (58)', '--as', 'nadia.belkacem']
    expect((await cli.json(other)).value.problems[0].code).toBe('not-allowed')
    expect((await cli.run(['perimeters', 'show'])).code).toBe(2)
    expect((await cli.run(['perimeters', 'set', 'p'])).code).toBe(2)
    expect((await cli.run(['perimeters', 'burn'])).code).toBe(2)
  }, 240_000)
})
