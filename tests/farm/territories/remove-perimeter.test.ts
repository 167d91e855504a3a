import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { readReached } from '../../../farm/routing/ask-reroute.ts'
import { rehearse } from '../../../farm/routing/rehearse.ts'
import { proposePact, signPact } from '../../../farm/sites/change-pacts.ts'
import { changePerimeter, rehearsePerimeter } from '../../../farm/territories/change-perimeter.ts'
import { rehearseRemoval, removePerimeter } from '../../../farm/territories/remove-perimeter.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Condition } from '../../../pipeline/model/condition.ts'
import { describeFarmOnBoth } from '../../farms.ts'
import { publishSheet } from '../sites/published.ts'
import { ask, shows, value } from './asking.ts'

const kind: Condition = { service_type: ['press-review'] }

async function perimeter(farm: Farm, code: string, members: readonly string[]): Promise<void> {
  const job = value(await changePerimeter(farm, { actor: FARM, perimeter: { code, name: code, members } }))
  if (job !== null) await finishJob(farm, job)
}

async function grant(farm: Farm, scope: Condition): Promise<number> {
  const offer = { actor: FARM, grantor: 'passerelles', grantee: 'nievre', below: false, scope, until: null }
  const { pact } = value(await proposePact(farm, offer))
  const { job } = value(await signPact(farm, { actor: FARM, pact: pact.id }))
  if (job !== null) await finishJob(farm, job)
  return pact.id
}

async function live(farm: Farm): Promise<{ comes: number; goes: number }> {
  const subscribed = [...(await farm.memory()).subscriptions.all()]
  const asked = { subscribed, knowledge: await farm.ports.knowledge(), imagined: true, days: null }
  const { comes, goes } = await rehearse(farm, asked)
  return { comes, goes }
}

describeFarmOnBoth('A perimeter that goes', (open) => {
  it('gives way to another territory in bodies, perimeters, pacts and entries too, as rehearsed', async () => {
    const farm = await open()
    await perimeter(farm, 'rives', ['commune:58194'])
    await perimeter(farm, 'autour', ['perimeter:rives'])
    const { organisations } = farm.storage.tables
    await farm.storage.write(({ db }) =>
      db.update(organisations).set({ territory: 'perimeter:rives' }).where(eq(organisations.id, 'haut-nivernais')),
    )
    await farm.changed('network')
    const pact = await grant(farm, { territory: ['perimeter:rives'] })
    const about = await publishSheet(farm, 'Les rives elles-mêmes', 'perimeter:rives')
    const beside = await publishSheet(farm, 'À Decize')
    const section = await ask(farm, { all: [kind, { territory: ['perimeter:autour'] }] })
    expect([await shows(farm, about, section), await shows(farm, beside, section)]).toEqual([true, false])
    const removal = { actor: FARM, code: 'rives' }
    const refused = await removePerimeter(farm, removal)
    expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual([
      ...['perimeter-of-organisation', 'perimeter-in-perimeter', 'perimeter-in-pact', 'perimeter-in-entries'],
    ])
    expect(await removePerimeter(farm, { ...removal, instead: 'perimeter:autour' })).toMatchObject({
      problems: [{ code: 'perimeter-instead-around', field: 'instead' }],
    })
    const instead = { ...removal, instead: 'departement:58' }
    const told = value(await rehearseRemoval(farm, instead, { days: null }))
    expect(told.sites.find(({ site }) => site === 'nievre')?.comes).toBeGreaterThan(0)
    expect((await farm.memory()).gazetteer.get('perimeter:rives')?.level).toBe('perimeter')
    const { describing, routing } = value(await removePerimeter(farm, instead))
    const sum = { comes: 0, goes: 0 }
    for (const job of [describing, routing]) {
      const { gained = 0, lost = 0 } = readReached((job && (await finishJob(farm, job))?.payload) || {}) ?? {}
      sum.comes += gained
      sum.goes += lost
    }
    expect(sum).toEqual({ comes: told.comes, goes: told.goes })
    expect([await shows(farm, about, section), await shows(farm, beside, section)]).toEqual([true, true])
    expect(await live(farm)).toEqual({ comes: 0, goes: 0 })
    const memory = await farm.memory()
    expect(memory.organisations.get('haut-nivernais')?.territory).toBe('departement:58')
    expect(memory.gazetteer.ancestors('departement:58')).toContain('perimeter:autour')
    expect(memory.pacts.all().find(({ id }) => id === pact)?.scope).toEqual({ territory: ['perimeter:rives'] })
    expect(memory.gazetteer.ancestors('commune:58095')).toContain('perimeter:rives')
    expect(memory.gazetteer.resolve('perimeter:rives')).toMatchObject({ territory: { key: 'departement:58' } })
    expect(await removePerimeter(farm, instead)).toMatchObject({ problems: [{ code: 'unknown-territory' }] })
    const again = { code: 'rives', name: 'Rives', members: ['commune:58194'] }
    expect(await changePerimeter(farm, { actor: FARM, perimeter: again })).toMatchObject({
      problems: [{ code: 'perimeter-code-gone', field: 'code' }],
    })
  }, 240_000)

  it('as one that grows out of a département, takes along what is about that département', async () => {
    const farm = await open()
    await perimeter(farm, 'bord', ['commune:58194'])
    await perimeter(farm, 'large', ['perimeter:bord'])
    const entry = await publishSheet(farm, 'Toute la Nièvre', 'departement:58')
    const section = await ask(farm, { all: [kind, { territory: ['perimeter:large'], relation: 'covering' }] })
    expect(await shows(farm, entry, section)).toBe(true)
    const members = ['commune:58194', 'commune:89024']
    const told = value(
      await rehearsePerimeter(farm, { actor: FARM, perimeter: { code: 'bord', name: 'bord', members } }),
    )
    expect(told.sites.flatMap(({ going }) => going.map((move) => move.entry))).toContain(entry)
    await perimeter(farm, 'bord', members)
    expect(await shows(farm, entry, section)).toBe(false)
    expect(await live(farm)).toEqual({ comes: 0, goes: 0 })
  }, 240_000)
})
