import { expect, it } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { createSite, type SiteRequest } from '../../../farm/sites/create-site.ts'
import { conditionOf } from '../../../farm/sites/standard-condition.ts'
import { deliveryCounts } from '../../../farm/storage/deliveries/delivery-counts.ts'
import type { Site } from '../../../pipeline/model/site.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { movedBy } from './moved-by.ts'

const jobs = conditionOf({
  kinds: ['job'],
  themes: [],
  territories: ['departement:58'],
  relation: 'either',
  origins: ['own', 'below', 'above'],
})

const service = { slug: 'offres', label: { fr: 'Offres' }, mode: 'automatic', when: jobs } as const

const site: Site = {
  ...{ id: 'emploi-morvan', name: 'Emploi Morvan', tagline: { fr: 'Près de chez vous' } },
  ...{ organisation: 'nievre', hosts: [], languages: ['fr'], skin: { accent: '#225588' } },
  kind: 'portal',
  visibility: 'public',
}

async function request(farm: Farm, changes: Partial<SiteRequest> = {}): Promise<SiteRequest> {
  return { actor: await person(farm, 'francoise.dubreuil'), site, services: [service], ...changes }
}

describeFarmOnBoth('Creating a site', (open) => {
  it('answers at its address at once, then shows what was published before it', async () => {
    const farm = await open()
    const created = await createSite(farm, await request(farm))
    if (!created.ok) throw new Error(JSON.stringify(created.problems))
    const memory = await farm.memory()
    expect(memory.sites.byHost('emploi-morvan.localhost')?.name).toBe('Emploi Morvan')
    const { gained, lost } = await movedBy(farm, created.value.job)
    const [subscription] = memory.sites.subscriptions('emploi-morvan')
    const like = memory.sites.subscriptions('nievre').find((one) => one.slug === 'offres-d-emploi')
    const here = (await deliveryCounts(farm.storage, 'emploi-morvan')).get(subscription?.id ?? 0)?.live
    const there = (await deliveryCounts(farm.storage, 'nievre')).get(like?.id ?? 0)?.live
    expect(here).toBeGreaterThan(5)
    expect(here).toBe(there)
    expect([gained, lost]).toEqual([here, 0])
  })

  it('receives what is published after it', async () => {
    const farm = await open()
    const when = { all: [{ service_type: ['bulletin'] }, { origin: ['own' as const] }] }
    const created = await createSite(farm, await request(farm, { services: [{ ...service, when }] }))
    if (!created.ok) throw new Error('refused')
    const before = (await movedBy(farm, created.value.job)).gained
    const raw = {
      ...{ title: 'Gel annoncé demain', severity: 'warning', sector: ['field-crops'], body: 'Couvrez les semis.' },
      ...{ effective_from: '2030-03-01T06:00', themes: ['agriculture'], territories: ['departement:58'] },
    }
    const severity = (await farm.memory()).serviceType('bulletin')?.fields.find((one) => one.name === 'severity')
    raw.severity = severity?.choices?.[0]?.code ?? ''
    const about = { serviceType: 'bulletin', organisation: 'nievre', road: 'form', intent: 'propose' } as const
    const [arrival] = await farm.submit([{ ...about, raw }], { actor: await person(farm, 'lea.bonnard') })
    expect(arrival?.problems).toEqual([])
    const [subscription] = (await farm.memory()).sites.subscriptions('emploi-morvan')
    expect((await deliveryCounts(farm.storage, 'emploi-morvan')).get(subscription?.id ?? 0)?.live).toBe(before + 1)
  })

  it('is for the administrators of its organisation only', async () => {
    const farm = await open()
    for (const login of ['nadia.belkacem', 'thomas.jacquet', 'gilles.perrot']) {
      const refused = await createSite(farm, await request(farm, { actor: await person(farm, login) }))
      expect(refused.ok ? 'created' : refused.problems[0]?.code).toBe('not-allowed')
    }
    expect((await farm.memory()).sites.get('emploi-morvan')).toBeUndefined()
  })

  it('names everything that is wrong at once, and writes nothing', async () => {
    const farm = await open()
    const wrong = async (changes: Partial<SiteRequest>) => {
      const refused = await createSite(farm, await request(farm, changes))
      return refused.ok ? [] : refused.problems.map(({ code, field }) => `${field} ${code}`)
    }
    expect(await wrong({ site: { ...site, id: 'nievre' } })).toEqual(['slug slug-taken'])
    expect(await wrong({ site: { ...site, id: 'desk' } })).toEqual(['slug reserved-slug'])
    expect(await wrong({ site: { ...site, id: 'Emploi Morvan', name: ' ' } })).toEqual([
      'name required',
      'slug bad-slug',
    ])
    const when = { all: [{ service_type: ['job', 'nothing'] }, { territory: ['commune:00000'] }] }
    expect(await wrong({ services: [{ ...service, when }, service] })).toEqual([
      'services.0.when unknown-service-type',
      'services.0.when unknown-territory',
      'services.1.slug slug-taken',
    ])
    const hidden = { ...service, when: { service_type: ['candidate'] } }
    expect(await wrong({ services: [hidden] })).toEqual(['services.0.when private-kind-on-public-site'])
    expect((await farm.memory()).sites.all().some((one) => one.id === 'emploi-morvan')).toBe(false)
  })
})
