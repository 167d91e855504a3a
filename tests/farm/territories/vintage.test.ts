import { expect, it } from 'vitest'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import { heldVintage } from '../../../farm/storage/knowledge/territory-store.ts'
import { applyMovements } from '../../../farm/territories/apply-movements.ts'
import { changePerimeter, rehearsePerimeter } from '../../../farm/territories/change-perimeter.ts'
import { changeVintage, rehearseMovements } from '../../../farm/territories/change-vintage.ts'
import { loadTerritories } from '../../../farm/territories/load-territories.ts'
import { readMovements } from '../../../farm/territories/read-movements.ts'
import { rehearseRemoval, removePerimeter } from '../../../farm/territories/remove-perimeter.ts'
import type { Condition } from '../../../pipeline/model/condition.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { publishSheet } from '../sites/published.ts'
import { ask, shows, value } from './asking.ts'

const HEADING =
  'MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP'

function movement(day: string, before: string, after: string, name: string, types = ['COM', 'COM']): string {
  return ['32', day, types[0], before, '0', 'X', 'X', 'Avant', types[1], after, '0', 'X', 'X', name].join(',')
}

const MOVEMENTS = [
  HEADING,
  movement('2019-01-01', '58001', '58002', 'Une vieille histoire'),
  movement('2027-01-01', '58095', '58194', 'Nevers-sur-Loire'),
  movement('2027-01-01', '58095', '58095', 'Decize', ['COM', 'COMD']),
  movement('2027-01-01', '58194', '58194', 'Nevers-sur-Loire'),
  movement('2026-07-01', '58300', '89999', 'Passée dans l’Yonne'),
  movement('2026-07-01', '58079', '58079', 'Clamecy'),
  movement('2026-07-01', '58079', '58998', 'Clamecy-la-Neuve'),
  movement('2026-07-01', '58997', '58079', 'Clamecy'),
  movement('un jour', '58079', '58079', 'Clamecy'),
  movement('2026-07-01', 'Nevers', '58079', 'Clamecy'),
].join('\n')

const kind: Condition = { service_type: ['press-review'] }

describeFarmOnBoth('A new vintage of the geography', (open) => {
  it('is rehearsed and applied from the file of movements, line by line, and stays at the next start', async () => {
    const farm = await open()
    const actor = await person(farm, 'camille.ferrand')
    const entry = await publishSheet(farm, 'Fusion annoncée à Decize')
    const section = await ask(farm, { all: [kind, { territory: ['commune:58194'] }] })
    expect(await shows(farm, entry, section)).toBe(false)
    const change = { actor, bytes: Buffer.from(MOVEMENTS) }
    const plan = value(await rehearseMovements(farm, change))
    expect(plan.vintage).toBe(2027)
    expect(plan.changes).toEqual(
      expect.arrayContaining([
        { kind: 'merged', was: 'commune:58095', became: ['commune:58194'] },
        { kind: 'recoded', was: 'commune:58300', became: ['commune:89999'] },
        { kind: 'renamed', was: 'commune:58194', became: ['commune:58194'] },
      ]),
    )
    expect(plan.problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      ...['10 bad-movement', '11 bad-movement', '9 movement-of-stranger'],
    ])
    expect(plan.written.get('commune:58095')).toBeGreaterThan(0)
    expect(plan.sites.find(({ site }) => site === 'nievre')?.coming.map((move) => move.entry)).toContain(entry)
    expect(await heldVintage(farm.storage)).toBe(2026)
    const refused = await changeVintage(farm, { ...change, actor: await person(farm, 'francoise.dubreuil') })
    expect(refused).toMatchObject({ problems: [{ code: 'not-allowed' }] })
    const done = value(await changeVintage(farm, change))
    expect((await finishJob(farm, done.job ?? expect.fail()))?.payload).toMatchObject({
      gained: plan.comes,
      lost: plan.goes,
    })
    expect(await shows(farm, entry, section)).toBe(true)
    const { gazetteer } = await farm.memory()
    expect(gazetteer.resolve('58095', { levels: ['commune'] })).toMatchObject({ kind: 'found', by: 'former-code' })
    expect(gazetteer.get('commune:58194')?.name).toBe('Nevers-sur-Loire')
    expect(gazetteer.ancestors('commune:89999')).toContain('departement:89')
    expect(gazetteer.get('commune:58998')?.name).toBe('Clamecy-la-Neuve')
    expect(gazetteer.ancestors('commune:58998')).toContain('departement:58')
    expect(await loadTerritories(farm.storage)).toBeNull()
    expect(await rehearseMovements(farm, change)).toMatchObject({ problems: [{ code: 'no-new-movement' }, {}] })
  }, 240_000)

  it('takes along what goes into a commune that goes the same day, and leaves out what goes round in a circle', () => {
    const commune = (code: string) => {
      const said = { code, name: code, parents: ['departement:58'], postcodes: [], population: 1, vintage: 2026 }
      return { key: `commune:${code}`, level: 'commune', ...said } as const
    }
    const territories = ['58001', '58002', '58003', '58004'].map(commune)
    const aliases = [{ code: '58009', name: 'Jadis', key: 'commune:58001' }]
    const moved = (...pairs: readonly (readonly [was: string, became: string])[]) => {
      const movements = pairs.map(([was, became], i) => ({ line: i + 2, day: '2027-01-01', was, became, name: became }))
      const { geography, problems } = applyMovements({ territories, aliases }, { vintage: 2027, movements })
      const leads = geography.aliases.map(({ code, key }) => `${code} ${key.slice(-5)}`).sort()
      return [geography.territories.map(({ code }) => code), leads, problems.map(({ code, line }) => `${line} ${code}`)]
    }
    expect(moved(['58002', '58003'], ['58001', '58002'])).toEqual([
      ...[['58003', '58004'], ['58001 58003', '58002 58003', '58009 58003'], []],
    ])
    expect(moved(['58001', '58002'], ['58002', '58001'], ['58004', '58001'])).toEqual([
      ...[
        ['58001', '58002', '58003'],
        ['58004 58001', '58009 58001'],
        ['2 movement-circle', '3 movement-circle'],
      ],
    ])
  })

  it('says what file it wants', () => {
    expect(readMovements(Buffer.from('a,b\n1,2\n'), 2026)).toMatchObject({
      problems: [{ code: 'no-movement-columns' }],
    })
    expect(readMovements(Buffer.from([0, 1, 2, 3, 0, 0]), 2026).ok).toBe(false)
  })
})

describeFarmOnBoth('A perimeter', (open) => {
  it('goes once nothing uses it, with its term of every entry; until then it says what does', async () => {
    const farm = await open()
    const actor = await person(farm, 'camille.ferrand')
    const entry = await publishSheet(farm, 'Périmètre à supprimer')
    const make = async (code: string, members: readonly string[]) => {
      const job = value(await changePerimeter(farm, { actor, perimeter: { code, name: code, members } }))
      if (job !== null) await finishJob(farm, job)
    }
    await make('petit', ['commune:58095'])
    await make('grand', ['perimeter:petit'])
    await ask(farm, { all: [kind, { territory: ['perimeter:petit'] }] })
    expect(await removePerimeter(farm, { actor, code: 'petit' })).toMatchObject({
      problems: [{ code: 'perimeter-asked' }, { code: 'perimeter-in-perimeter', params: { name: 'grand' } }],
    })
    const nadia = await person(farm, 'nadia.belkacem')
    expect(await removePerimeter(farm, { actor: nadia, code: 'grand' })).toMatchObject({
      problems: [{ code: 'not-allowed' }],
    })
    for (const code of ['grand', 'petit']) {
      if (code === 'petit') await ask(farm, kind)
      await finishJob(farm, value(await removePerimeter(farm, { actor, code })).describing)
    }
    const { gazetteer } = await farm.memory()
    expect(gazetteer.get('perimeter:petit')).toBeUndefined()
    expect(gazetteer.ancestors('commune:58095').filter((key) => key.startsWith('perimeter:'))).toEqual([])
    const terms = await farm.storage.read.select().from(farm.storage.tables.entryTerms)
    expect(terms.filter((one) => one.entry === entry && one.term.startsWith('perimeter:'))).toEqual([])
    expect(await removePerimeter(farm, { actor, code: 'petit' })).toMatchObject({
      problems: [{ code: 'unknown-territory' }],
    })
  }, 240_000)

  it('gives way to a territory in every section that asks for it, as rehearsed, and nothing else is lost', async () => {
    const farm = await open()
    const actor = await person(farm, 'camille.ferrand')
    const entry = await publishSheet(farm, 'Au bord du périmètre')
    const made = value(
      await changePerimeter(farm, { actor, perimeter: { code: 'rives', name: 'Rives', members: ['commune:58194'] } }),
    )
    if (made !== null) await finishJob(farm, made)
    const section = await ask(farm, {
      all: [kind, { none: [{ territory: ['departement:21'] }] }, { territory: ['perimeter:rives'] }],
    })
    expect(await shows(farm, entry, section)).toBe(false)
    const removal = { actor, code: 'rives', instead: 'departement:58' }
    for (const [instead, code] of [
      ['perimeter:rives', 'perimeter-instead-itself'],
      ['commune:00000', 'unknown-territory'],
    ] as const)
      expect(await removePerimeter(farm, { ...removal, instead })).toMatchObject({
        problems: [{ code, field: 'instead' }],
      })
    const told = value(await rehearseRemoval(farm, removal))
    expect(told.sites.find(({ site }) => site === 'nievre')?.coming.map((move) => move.entry)).toContain(entry)
    expect((await farm.memory()).gazetteer.get('perimeter:rives')).toBeDefined()
    const { routing, describing } = value(await removePerimeter(farm, removal))
    expect((await finishJob(farm, routing ?? expect.fail()))?.payload).toMatchObject({
      gained: told.comes,
      lost: told.goes,
    })
    await finishJob(farm, describing)
    expect(await shows(farm, entry, section)).toBe(true)
    const memory = await farm.memory()
    expect(memory.gazetteer.get('perimeter:rives')?.key).toBe('departement:58')
    expect(memory.sites.subscriptions('nievre').find(({ id }) => id === section)?.when).toEqual({
      all: [kind, { none: [{ territory: ['departement:21'] }] }, { territory: ['departement:58'] }],
    })
    const { events } = farm.storage.tables
    const said = await farm.storage.read.select().from(events)
    const last = said.filter((one) => one.kind === 'subscriptions-changed' && one.site === 'nievre').at(-1)
    expect(JSON.stringify(last?.data.was)).toContain('perimeter:rives')
  }, 240_000)

  it('takes what is about itself along when it grows, to sections that ask for what surrounds a commune', async () => {
    const farm = await open()
    const actor = await person(farm, 'camille.ferrand')
    const make = async (members: readonly string[]) => {
      const job = value(await changePerimeter(farm, { actor, perimeter: { code: 'autour', name: 'Autour', members } }))
      if (job !== null) await finishJob(farm, job)
    }
    await make(['commune:58194'])
    const entry = await publishSheet(farm, 'Tout un périmètre', 'Autour')
    const section = await ask(farm, { all: [kind, { territory: ['commune:58095'], relation: 'covering' }] })
    expect(await shows(farm, entry, section)).toBe(false)
    const members = ['commune:58194', 'commune:58095']
    const told = value(await rehearsePerimeter(farm, { actor, perimeter: { code: 'autour', name: 'Autour', members } }))
    expect(told.sites.flatMap(({ coming }) => coming.map((move) => move.entry))).toContain(entry)
    await make(members)
    expect(await shows(farm, entry, section)).toBe(true)
  }, 240_000)
})
