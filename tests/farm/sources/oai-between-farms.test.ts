import { describe, expect, it } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { harvestSource } from '../../../farm/sources/harvest.ts'
import { lookAtRepository } from '../../../farm/sources/look-at-repository.ts'
import { createSource } from '../../../farm/sources/sources.ts'
import { makeVisit } from '../../../farm/web/make-visit.ts'
import { answerOai } from '../../../farm/web/oai/answer-oai.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { demoFarm, person } from '../../farms.ts'
import { correctSheet, publishSheet } from '../sites/published.ts'
import { loopbackOnly, serve } from './local-server.ts'

const LIMITS = { idle: 5_000, total: 20_000, pause: 0 }
// What Dublin Core has no word for, and the kind asks.
const DEFAULTS: Readonly<Record<string, Record<string, string>>> = { 'press-review': { rights: 'link' } }

describe('A farm harvests another', { timeout: 120_000 }, () => {
  const open = demoFarm()

  async function repository(farm: Farm, spoil: (text: string) => string = (text) => text) {
    return serve((request, response) => {
      const url = new URL(`http://nievre.localhost${request.url}`)
      const arrival = {
        farm,
        host: 'nievre.localhost',
        origin: url.origin,
        protocol: 'http',
        clientIp: '127.0.0.1',
      } as const
      makeVisit(arrival, url)
        .then((visit) => answerOai(visit, url.searchParams, { ListRecords: 4, ListIdentifiers: 9, ListSets: 9 }))
        .then((text) => response.end(spoil(text)))
    })
  }

  async function harvester(farm: Farm, wishes: { url: string; serviceType: string; settings: Record<string, string> }) {
    const gateway = { ...farm, ports: farm.ports, storage: farm.storage, allowPrivate: loopbackOnly, limits: LIMITS }
    const about = {
      name: 'La Nièvre',
      organisation: 'partner',
      everyMinutes: 60,
      defaults: DEFAULTS[wishes.serviceType] ?? {},
      kind: 'oai-pmh',
    }
    const [first] = (await farm.memory()).organisations.all()
    const created = await createSource(gateway, FARM, { ...about, organisation: first?.id ?? '', ...wishes })
    if (!created.ok) throw new Error(JSON.stringify(created.problems))
    const { id } = created.value
    return {
      async harvest() {
        const result = await harvestSource(gateway, id, { force: true })
        return result.ok ? result.value : result.problems
      },
      async entries() {
        const { entries } = farm.storage.tables
        return (await farm.storage.read.select().from(entries)).filter((one) => one.source === id)
      },
    }
  }

  it('press sheets as Dublin Core: what comes, is corrected and is withdrawn, through a broken token', async () => {
    const [there, here] = [await open(), await open()]
    const entry = await publishSheet(there, 'Une scierie à moissonner')
    let broken = false
    const url = await repository(there, (text) => {
      if (broken || !text.includes('<resumptionToken')) return text
      broken = true
      return text.replace(/(<resumptionToken[^>]*>)[^<]{3}/, '$1xyz')
    })
    const settings = { prefix: 'oai_dc', set: 'kind:press-review' }
    const { harvest, entries } = await harvester(here, { url, serviceType: 'press-review', settings })
    expect(await harvest()).toMatchObject({ kind: 'imported' })
    const find = async () => (await entries()).find((one) => one.externalId === `oai:localhost:${entry}`)
    expect(await find()).toMatchObject({ title: 'Une scierie à moissonner' })
    const values = async () => (await here.ports.entries.revision((await find())?.workingRevision ?? 0))?.values
    expect(await values()).toMatchObject({ territories: ['commune:58095'], themes: ['employment'] })
    await correctSheet(there, entry, 'Une scierie moissonnée')
    expect(await harvest()).toMatchObject({ kind: 'imported' })
    const revision = await here.ports.entries.revision((await find())?.workingRevision ?? 0)
    expect(revision?.values.title).toBe('Une scierie moissonnée')
    const moderator = await person(here, 'camille.ferrand')
    await here.decide({ entry: (await find())?.id ?? 0, actor: moderator, word: 'approve', reason: '' })
    const actor = await person(there, 'nadia.belkacem')
    expect(await there.withdraw({ entry, actor, reason: 'Erreur' })).toMatchObject({ ok: true })
    expect(await harvest()).toMatchObject({ kind: 'imported' })
    expect((await find())?.liveRevision).toBeNull()
  })

  it('is told first what there is to choose from, by whoever manages sources', async () => {
    const [there, here] = [await open(), await open()]
    const asked = { organisation: 'nievre', url: await repository(there) }
    const gateway = { ports: here.ports, storage: here.storage, allowPrivate: loopbackOnly, limits: LIMITS }
    const found = await lookAtRepository(gateway, await person(here, 'francoise.dubreuil'), asked)
    if (!found.ok) throw new Error(JSON.stringify(found.problems))
    expect(found.value.prefixes).toEqual(['oai_dc', 'lheo'])
    expect(found.value.sets.map(({ spec }) => spec)).toContain('kind:press-review')
    expect(await lookAtRepository(gateway, await person(here, 'lea.bonnard'), asked)).toMatchObject({
      problems: [{ code: 'not-allowed' }],
    })
  })

  it('trainings as LHÉO, with their themes and their sessions', async () => {
    const [there, here] = [await open(), await open()]
    const settings = { prefix: 'lheo', set: '' }
    const url = await repository(there)
    const { harvest, entries } = await harvester(here, { url, serviceType: 'training', settings })
    expect(await harvest()).toMatchObject({ kind: 'imported', report: { refused: 0 } })
    const found = await entries()
    expect(found.length).toBeGreaterThan(0)
    const revision = await here.ports.entries.revision(found[0]?.workingRevision ?? 0)
    expect(revision?.values.lheo).toMatch(/^<formation /)
  })
})
