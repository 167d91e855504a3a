import { expect, it } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import {
  changeSite,
  changeSubscriptions,
  rehearseSubscriptions,
  type SubscriptionsChange,
} from '../../../farm/sites/change-subscriptions.ts'
import { serviceEdition } from '../../../farm/sites/service-edition.ts'
import { conditionOf } from '../../../farm/sites/standard-condition.ts'
import { deliveryCounts } from '../../../farm/storage/deliveries/delivery-counts.ts'
import type { Subscription } from '../../../pipeline/model/site.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { movedBy } from './moved-by.ts'

async function setting(open: () => Promise<Farm>) {
  const farm = await open()
  const actor = await person(farm, 'thomas.jacquet')
  const services = async () => (await farm.memory()).sites.subscriptions('nievre')
  const counts = async (id: number) => (await deliveryCounts(farm.storage, 'nievre')).get(id) ?? { live: 0, pending: 0 }
  const bySlug = async (slug: string): Promise<Subscription> => {
    const found = (await services()).find((one) => one.slug === slug)
    return found ?? expect.fail(`no service ${slug}`)
  }
  return { farm, actor, services, counts, bySlug }
}

async function changed(farm: Farm, change: SubscriptionsChange) {
  const done = await changeSubscriptions(farm, change)
  if (!done.ok) throw new Error(JSON.stringify(done.problems))
  return movedBy(farm, done.value)
}

const request = { kinds: ['event'], themes: [], relation: 'within', origins: ['own', 'below', 'above'] } as const

describeFarmOnBoth('Changing the services of a site', (open) => {
  it('retracts what no longer matches and delivers it again when it does', async () => {
    const { farm, actor, services, counts, bySlug } = await setting(open)
    const agenda = await bySlug('agenda')
    const before = await counts(agenda.id)
    const withAgenda = async (when: Subscription['when']) =>
      (await services()).map((one) => (one.id === agenda.id ? { ...one, when } : one))
    const narrow = conditionOf({ ...request, territories: ['commune:58079'] })
    const narrowed = await changed(farm, { actor, site: 'nievre', services: await withAgenda(narrow) })
    const between = await counts(agenda.id)
    expect(between.live).toBeGreaterThan(0)
    expect(between.live).toBe(before.live - narrowed.lost)
    expect(narrowed.gained).toBe(0)
    const back = await changed(farm, { actor, site: 'nievre', services: await withAgenda(agenda.when) })
    expect(back).toEqual({ gained: narrowed.lost, lost: 0 })
    expect(await counts(agenda.id)).toEqual(before)
  })

  it('tries a change without changing anything', async () => {
    const { farm, actor, services, counts, bySlug } = await setting(open)
    const agenda = await bySlug('agenda')
    const before = await counts(agenda.id)
    const when = conditionOf({ ...request, territories: ['commune:58079'] })
    const wanted = (await services()).map((one) => (one.id === agenda.id ? { ...one, when } : one))
    const change = { actor, site: 'nievre', services: wanted }
    const tried = await rehearseSubscriptions(farm, change, { days: null })
    if (!tried.ok) throw new Error(JSON.stringify(tried.problems))
    expect(tried.value.sites).toMatchObject([{ site: 'nievre', comes: 0, coming: [] }])
    const { goes, sites } = tried.value
    expect(goes).toBeGreaterThan(0)
    expect(sites[0]?.going[0]).toMatchObject({ way: 'goes', section: 'agenda', serviceType: 'event' })
    expect(await counts(agenda.id)).toEqual(before)
    expect((await bySlug('agenda')).when).toEqual(agenda.when)
    expect((await changed(farm, change)).lost).toBe(goes)
  })

  it('adds a service that someone must confirm: its entries wait, and show once nobody confirms any more', async () => {
    const { farm, actor, services, counts, bySlug } = await setting(open)
    const when = conditionOf({ ...request, kinds: ['job'], territories: ['departement:58'] })
    const added = { slug: 'emplois-choisis', label: { fr: 'Emplois choisis' }, mode: 'confirm', when } as const
    await changed(farm, { actor, site: 'nievre', services: [...(await services()), added] })
    const service = await bySlug('emplois-choisis')
    const waiting = await counts(service.id)
    expect(waiting.live).toBe(0)
    expect(waiting.pending).toBeGreaterThan(3)
    const automatic = (await services()).map((one) =>
      one.id === service.id ? { ...one, mode: 'automatic' as const } : one,
    )
    await changed(farm, { actor, site: 'nievre', services: automatic })
    expect(await counts(service.id)).toEqual({ live: waiting.pending, pending: 0 })
  })

  it('removes a service with what it showed, and lets two exchange their addresses', async () => {
    const { farm, actor, services, counts, bySlug } = await setting(open)
    const [agenda, jobs] = [await bySlug('agenda'), await bySlug('offres-d-emploi')]
    const shown = await counts(jobs.id)
    const swapped = (await services())
      .filter((one) => one.id !== agenda.id)
      .map((one) => (one.id === jobs.id ? { ...one, slug: 'agenda' } : one))
      .reverse()
    expect(await changed(farm, { actor, site: 'nievre', services: swapped })).toEqual({ gained: 0, lost: 0 })
    expect((await bySlug('agenda')).id).toBe(jobs.id)
    expect((await services()).map((one) => one.id)).toEqual(swapped.map((one) => one.id))
    expect(await counts(agenda.id)).toEqual({ live: 0, pending: 0 })
    expect(await counts(jobs.id)).toEqual(shown)
  })

  it('overwrites nobody: a service that somebody changed or removed since it was opened stays as they left it', async () => {
    const { farm, actor, services, bySlug } = await setting(open)
    const agenda = await bySlug('agenda')
    const opened = { service: agenda.id, edition: serviceEdition(agenda) }
    const named = async (fr: string) =>
      (await services()).map((one) => (one.id === agenda.id ? { ...one, label: { fr } } : one))
    const others = (await services()).filter((one) => one.id !== agenda.id)
    const elsewhere = (await services()).toReversed()
    expect(await changeSubscriptions(farm, { actor, site: 'nievre', services: elsewhere })).toMatchObject({ ok: true })
    const first = { actor, site: 'nievre', services: await named('Rendez-vous'), opened }
    expect(await changeSubscriptions(farm, first)).toMatchObject({ ok: true })
    const stale = { ok: false, problems: [{ code: 'stale-service' }] }
    for (const late of [await named('Sorties'), others])
      expect(await changeSubscriptions(farm, { ...first, services: late })).toEqual(stale)
    expect((await bySlug('agenda')).label.fr).toBe('Rendez-vous')
    await changed(farm, { actor, site: 'nievre', services: others })
    expect(await changeSubscriptions(farm, first)).toEqual(stale)
  })

  it('refuses what contradicts itself and names nobody knows, with all that came with it; what matches everything is its right', async () => {
    const { farm, actor, services, bySlug } = await setting(open)
    const agenda = await bySlug('agenda')
    const before = await services()
    const asking = (when: Subscription['when']) =>
      before.map((one) => (one.id === agenda.id ? { ...one, when } : { ...one, label: { fr: 'Autre nom' } }))
    const cases: readonly (readonly [Subscription['when'], string])[] = [
      [{ all: [{ service_type: ['event'] }, { service_type: ['job'] }] }, 'kinds-apart'],
      [{ all: [{ language: ['fr'] }, { language: ['en'] }] }, 'languages-apart'],
      [{ all: [{ language: ['fr'] }, { none: [{ language: ['fr', 'en'] }] }] }, 'asked-and-excluded'],
      [{ all: [{ theme: ['job-search'] }, { none: [{ theme: ['employment'] }] }] }, 'asked-and-excluded'],
      [
        { all: [{ territory: ['commune:58194'] }, { none: [{ territory: ['departement:58'] }] }] },
        'asked-and-excluded',
      ],
      [{ all: [{ service_type: ['event'] }, { none: [{ service_type: ['event'] }] }] }, 'kind-asked-and-excluded'],
      [{ published: { within_days: 5, before_days: 9 } }, 'bounds-crossed'],
      [{ theme: ['nowhere'] }, 'unknown-term'],
      [{ territory: ['commune:00000'] }, 'unknown-territory'],
      [{ origin: ['organisation:nobody'] }, 'unknown-organisation'],
      [{ service_type: ['nothing'] }, 'unknown-service-type'],
    ]
    for (const [when, code] of cases) {
      const refused = await changeSubscriptions(farm, { actor, site: 'nievre', services: asking(when) })
      expect(refused.ok ? 'done' : refused.problems.map((one) => one.code)).toContain(code)
      expect(await services()).toEqual(before)
    }
    const wide = before.map((one) => (one.id === agenda.id ? { ...one, when: { all: [] } } : one))
    expect((await rehearseSubscriptions(farm, { actor, site: 'nievre', services: wide })).ok).toBe(true)
  })

  it('is for those who manage the site; nobody changes its address or its owner', async () => {
    const { farm, actor, services } = await setting(open)
    for (const login of ['nadia.belkacem', 'lea.bonnard', 'yann.kerbrat']) {
      const other = await person(farm, login)
      const refused = await changeSubscriptions(farm, { actor: other, site: 'nievre', services: [] })
      expect(refused.ok ? 'changed' : refused.problems[0]?.code).toBe('not-allowed')
    }
    expect((await services()).length).toBeGreaterThan(5)
    const site = (await farm.memory()).sites.get('nievre') ?? expect.fail()
    await changeSite(farm, {
      actor,
      site: { ...site, name: 'Autre nom', organisation: 'finistere', visibility: 'private' },
    })
    const after = (await farm.memory()).sites.get('nievre')
    expect(after).toMatchObject({ name: 'Autre nom', organisation: 'nievre', visibility: 'public' })
  })
})
