import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { proposePact, revokePact, signPact } from '../../../farm/sites/change-pacts.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'

const OFFER = { grantor: 'passerelles', grantee: 'bourgogne-franche-comte', below: true, scope: null, until: null }

describeFarmOnBoth('A pact', (open) => {
  test('lets entries in once both have signed, and takes them out when it ends', async () => {
    const farm = await open()
    const entry = await shared(farm)
    expect(await regionalSites(farm, entry)).not.toEqual([])
    const standing = (await farm.memory()).pacts.by('passerelles').find((one) => one.grantee === OFFER.grantee)
    const revoked = await revokePact(farm, { actor: FARM, pact: standing?.id ?? 0 })
    if (!revoked.ok) throw new Error(JSON.stringify(revoked.problems))
    await finishJob(farm, revoked.value.job ?? 0)
    expect(await regionalSites(farm, entry)).toEqual([])
    const offered = await proposePact(farm, { ...OFFER, actor: FARM })
    if (!offered.ok) throw new Error(JSON.stringify(offered.problems))
    expect(await regionalSites(farm, entry)).toEqual([])
    const signed = await signPact(farm, { actor: FARM, pact: offered.value.pact.id })
    if (!signed.ok) throw new Error(JSON.stringify(signed.problems))
    await finishJob(farm, signed.value.job ?? 0)
    expect(await regionalSites(farm, entry)).not.toEqual([])
  })

  test('is offered by those who administer the grantor, signed by those of the grantee, and settled once', async () => {
    const farm = await open()
    const [francoise, lea] = [await person(farm, 'francoise.dubreuil'), await person(farm, 'lea.bonnard')]
    const offer = { ...OFFER, grantor: 'nievre', grantee: 'yonne' }
    expect(await proposePact(farm, { ...offer, actor: lea })).toMatchObject({ problems: [{ code: 'not-allowed' }] })
    const offered = await proposePact(farm, { ...offer, actor: francoise })
    if (!offered.ok) throw new Error(JSON.stringify(offered.problems))
    expect(offered.value.job).toBeNull()
    const asked = { actor: francoise, pact: offered.value.pact.id }
    expect(await signPact(farm, asked)).toMatchObject({ problems: [{ code: 'not-allowed' }] })
    expect(await signPact(farm, { ...asked, actor: FARM })).toMatchObject({ ok: true })
    expect(await signPact(farm, { ...asked, actor: FARM })).toMatchObject({ problems: [{ code: 'pact-settled' }] })
    expect(await revokePact(farm, asked)).toMatchObject({ ok: true })
    expect(await revokePact(farm, asked)).toMatchObject({ problems: [{ code: 'pact-settled' }] })
  })

  test('names bodies and subjects the farm knows, and two different bodies', async () => {
    const farm = await open()
    const codes = async (more: Partial<Parameters<typeof proposePact>[1]>) => {
      const said = await proposePact(farm, { ...OFFER, actor: FARM, ...more })
      return said.ok ? [] : said.problems.map((one) => one.code)
    }
    expect(await codes({ grantee: 'nowhere' })).toEqual(['unknown-organisation'])
    expect(await codes({ grantee: 'passerelles' })).toEqual(['pact-with-oneself'])
    expect(await codes({ scope: { theme: ['gone'] } })).toEqual(['unknown-term'])
  })
})

// Something of the partner's that the region's sites ask for by its name.
async function shared(farm: Farm): Promise<number> {
  const { entries } = farm.storage.tables
  const theirs = await farm.storage.read
    .select({ id: entries.id })
    .from(entries)
    .where(eq(entries.organisation, 'passerelles'))
  for (const { id } of theirs) if ((await regionalSites(farm, id)).length > 0) return id
  throw new Error('the partner shares nothing')
}

async function regionalSites(farm: Farm, entry: number): Promise<string[]> {
  const { sites, organisations } = await farm.memory()
  const regional = organisations.below('bourgogne-franche-comte')
  const all = await farm.ports.entries.deliveries([entry])
  const shown = all.filter((one) => one.state === 'live' || one.state === 'pending')
  return shown.map((one) => one.site).filter((id) => regional.has(sites.get(id)?.organisation ?? ''))
}
