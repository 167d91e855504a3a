import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { askReroute } from '../../../farm/routing/ask-reroute.ts'
import { changeSubscriptions } from '../../../farm/sites/change-subscriptions.ts'
import { countPoints } from '../../../farm/storage/knowledge/point-store.ts'
import { changePerimeter, rehearsePerimeter } from '../../../farm/territories/change-perimeter.ts'
import { importPoints } from '../../../farm/territories/import-points.ts'
import { type AlsoWrite, putGeography } from '../../../farm/territories/load-territories.ts'
import { rehearseVintage } from '../../../farm/territories/rehearse-vintage.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Condition } from '../../../pipeline/model/condition.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { publishSheet } from '../sites/published.ts'
import { frenchGeography } from './french-geography.ts'

/** Gives the press review of a portal this request, and routes it. */
async function ask(farm: Farm, when: Condition): Promise<number> {
  const services = (await farm.memory()).sites.subscriptions('nievre')
  const section = services.find(({ when: asked }) => JSON.stringify(asked).includes('press-review')) ?? expect.fail()
  const wanted = services.map((one) => (one === section ? { ...one, when } : one))
  const changed = await changeSubscriptions(farm, { actor: FARM, site: 'nievre', services: wanted })
  if (!changed.ok) throw new Error(JSON.stringify(changed.problems))
  if (changed.value !== null) await finishJob(farm, changed.value)
  return section.id
}

async function shows(farm: Farm, entry: number, subscription: number): Promise<boolean> {
  const rows = await farm.ports.entries.deliveries([entry])
  return rows.some((one) => one.subscription === subscription && one.state === 'live')
}

const kind: Condition = { service_type: ['press-review'] }

describeFarmOnBoth('Territories that change', (open) => {
  it('take what lies in a perimeter along, as the rehearsal told', async () => {
    const farm = await open()
    const actor = await person(farm, 'camille.ferrand')
    const entry = await publishSheet(farm, 'Périmètre de Decize')
    const make = (members: readonly string[]) => ({ actor, perimeter: { code: 'bassin', name: 'Bassin', members } })
    const made = await changePerimeter(farm, make(['commune:58194']))
    if (!made.ok) throw new Error(JSON.stringify(made.problems))
    if (made.value !== null) await finishJob(farm, made.value)
    const section = await ask(farm, { all: [kind, { territory: ['perimeter:bassin'] }] })
    expect(await shows(farm, entry, section)).toBe(false)
    const wider = make(['commune:58194', 'commune:58095'])
    const told = await rehearsePerimeter(farm, wider)
    if (!told.ok) throw new Error(JSON.stringify(told.problems))
    const coming = told.value.sites.find(({ site }) => site === 'nievre')?.coming ?? []
    expect(coming.map((move) => move.entry)).toContain(entry)
    expect((await farm.memory()).gazetteer.ancestors('commune:58095')).not.toContain('perimeter:bassin')
    const changed = await changePerimeter(farm, wider)
    const job = changed.ok && changed.value !== null ? await finishJob(farm, changed.value) : expect.fail()
    expect(job?.payload).toMatchObject({ gained: told.value.comes, lost: told.value.goes })
    expect(await shows(farm, entry, section)).toBe(true)
    const { entryTerms } = farm.storage.tables
    const terms = await farm.storage.read.select().from(entryTerms).where(eq(entryTerms.entry, entry))
    expect(terms.map(({ term }) => term)).toContain('perimeter:bassin')
  })

  it('refuse circles, strangers and people who do not run the farm, and change nothing then', async () => {
    const farm = await open()
    const actor = await person(farm, 'camille.ferrand')
    const save = async (code: string, members: readonly string[], who = actor) => {
      const saved = await changePerimeter(farm, { actor: who, perimeter: { code, name: code, members } })
      return saved.ok ? 'saved' : saved.problems.map((problem) => problem.code).join()
    }
    expect(await save('un', ['commune:58194'])).toBe('saved')
    expect(await save('deux', ['perimeter:un'])).toBe('saved')
    expect(await save('un', ['perimeter:deux', 'commune:00000'])).toBe('perimeter-circle,unknown-territory')
    expect(await save('trois', ['commune:58194'], await person(farm, 'francoise.dubreuil'))).toBe('not-allowed')
    const { gazetteer } = await farm.memory()
    expect(gazetteer.ancestors('commune:58194')).toEqual(expect.arrayContaining(['perimeter:un', 'perimeter:deux']))
    expect(gazetteer.get('perimeter:trois')).toBeUndefined()
  })

  it('carry what was written of a merged commune to what it became, by what a new vintage touches alone', async () => {
    const farm = await open()
    const entry = await publishSheet(farm, 'Fusion de Decize')
    const section = await ask(farm, { all: [kind, { territory: ['commune:58194'] }] })
    expect(await shows(farm, entry, section)).toBe(false)
    const today = frenchGeography()
    const merged = {
      vintage: 2027,
      territories: today.territories.filter(({ key }) => key !== 'commune:58095'),
      aliases: [...today.aliases, { code: '58095', name: 'Decize', key: 'commune:58194' }],
    }
    const told = await rehearseVintage(farm, merged)
    expect(told.changes).toEqual([{ kind: 'merged', was: 'commune:58095', became: ['commune:58194'] }])
    let job = 0
    const { tables } = farm.storage
    const also: AlsoWrite = async (writer, { changes, id }) => {
      const touching = changes.map(({ was }) => was)
      const asked = { about: 'territories', subscriptions: null, touching, describe: true } as const
      job = await askReroute(tables, writer, { ...asked, part: 'geography', id, at: farm.now() })
    }
    const loaded = await putGeography(farm.storage, merged, { also })
    expect(loaded.changes).toHaveLength(1)
    await farm.changed('geography')
    expect((await finishJob(farm, job))?.payload).toMatchObject({ gained: told.comes, lost: told.goes })
    expect(await shows(farm, entry, section)).toBe(true)
    const { gazetteer } = await farm.memory()
    expect(gazetteer.get('commune:58095')?.name).toBe('Nevers')
    expect(gazetteer.resolve('58095', { levels: ['commune'] })).toMatchObject({ kind: 'found', by: 'former-code' })
    const revision = (await farm.ports.entries.get(entry))?.liveRevision ?? 0
    expect((await farm.ports.entries.revision(revision))?.values.territories).toEqual(['commune:58095'])
  })

  it('know where communes lie; an exact file moves what asks about distances, and stays', async () => {
    const farm = await open()
    const { gazetteer } = await farm.memory()
    expect(gazetteer.point('commune:58194')).toMatchObject({ precision: 'named' })
    expect((await countPoints(farm.storage)).approximate).toBeGreaterThan(10_000)
    const entry = await publishSheet(farm, 'Rayon de Decize')
    const section = await ask(farm, { all: [kind, { near: 'commune:58194', km: 40 }] })
    expect(await shows(farm, entry, section)).toBe(true)
    const csv = 'lon;code_insee;lat\n9,0;58095;42,0\n3,1;75117;48,9\n1;99999;1\nnulle;58194;part\n3,2;58194;47,0\n'
    const imported = await importPoints(farm, { bytes: Buffer.from(csv), actor: FARM })
    if (!imported.ok) throw new Error(JSON.stringify(imported.problems))
    const { written, former, problems, job } = imported.value
    expect([written, former.map(({ former: code, key }) => `${code} ${key}`)]).toEqual([3, ['75117 commune:75056']])
    expect(problems.map(({ code, line }) => `${line} ${code}`)).toEqual(['4 unknown-commune', '5 bad-coordinates'])
    await finishJob(farm, job ?? expect.fail())
    expect(await shows(farm, entry, section)).toBe(false)
    const point = (await farm.memory()).gazetteer.point('commune:58095')
    expect(point).toEqual({ latitude: 42, longitude: 9, precision: 'exact' })
    const refused = await importPoints(farm, { bytes: Buffer.from('a,b\n1,2\n'), actor: FARM })
    expect(refused.ok ? '' : refused.problems[0]?.code).toBe('no-point-columns')
  })
})
