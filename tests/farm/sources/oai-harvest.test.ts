import { expect, it } from 'vitest'
import { harvestSource } from '../../../farm/sources/harvest.ts'
import { createSource } from '../../../farm/sources/sources.ts'
import { readSource } from '../../../farm/storage/gateways/source-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeOnBoth } from '../../databases.ts'
import { loopbackOnly, serve } from './local-server.ts'
import { smallFarm } from './small-farm.ts'

const LIMITS = { idle: 5_000, total: 20_000, pause: 0 }
const HEAD = 'xmlns="http://www.openarchives.org/OAI/2.0/"'

function answer(content: string, at = '2026-11-22T08:00:00Z') {
  return `<OAI-PMH ${HEAD}><responseDate>${at}</responseDate><request>x</request>${content}</OAI-PMH>`
}

function record(id: string, title: string | null) {
  const header = `<identifier>oai:x:${id}</identifier><datestamp>2026-11-20</datestamp>`
  if (title === null) return `<record><header status="deleted">${header}</header></record>`
  const dc = `<dc:title>${title}</dc:title><dc:description>Le résumé de ${title}.</dc:description><dc:identifier>https://x.example/${id}</dc:identifier><dc:date>2026-11-20</dc:date>`
  return `<record><header>${header}</header><metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">${dc}</oai_dc:dc></metadata></record>`
}

function list(records: string, token?: string) {
  return answer(
    `<ListRecords>${records}${token === undefined ? '' : `<resumptionToken>${token}</resumptionToken>`}</ListRecords>`,
  )
}

describeOnBoth('Harvesting a repository', (open) => {
  async function stage(script: (query: URLSearchParams, times: number) => string | [number, Record<string, string>]) {
    const farm = smallFarm(await open())
    const asked: string[] = []
    const url = await serve((request, response) => {
      const query = new URL(`http://x${request.url}`).searchParams
      asked.push([...query.values()].join(' '))
      if (query.get('verb') === 'Identify') {
        response.end(answer('<Identify><granularity>YYYY-MM-DD</granularity></Identify>'))
        return
      }
      const said = script(query, asked.length)
      if (typeof said === 'string') response.end(said)
      else response.writeHead(...said).end()
    })
    const gateway = { ...farm, allowPrivate: loopbackOnly, limits: LIMITS }
    const wishes = {
      name: 'Entrepôt',
      url: `${url}/oai`,
      organisation: 'nievre',
      serviceType: 'news',
      everyMinutes: 60,
    }
    const settings = { prefix: 'oai_dc', set: 'presse' }
    const created = await createSource(gateway, FARM, {
      ...wishes,
      kind: 'oai-pmh',
      settings,
      defaults: { themes: 'emploi' },
    })
    if (!created.ok) throw new Error(JSON.stringify(created.problems))
    const { id } = created.value
    return {
      farm,
      asked,
      source: () => readSource(farm.storage, id),
      async harvest() {
        const result = await harvestSource(gateway, id, { force: true })
        return result.ok ? result.value.kind : (result.problems[0]?.code ?? '')
      },
    }
  }

  it('follows the tokens to the end, and asks next time for what moved since', async () => {
    const { farm, asked, harvest, source } = await stage((query) =>
      query.has('from')
        ? answer('<error code="noRecordsMatch"/>')
        : query.get('resumptionToken') === 'a b&c'
          ? list(record('2', 'Deux'), '')
          : list(record('1', 'Un'), 'a b&amp;c'),
    )
    expect(await harvest()).toBe('imported')
    expect((await farm.entries()).map((one) => one.title)).toEqual(['Un', 'Deux'])
    expect(asked).toEqual(['Identify', 'ListRecords oai_dc presse', 'ListRecords a b&c'])
    expect((await source())?.settings).toMatchObject({ from: '2026-11-22', token: '', prefix: 'oai_dc' })
    expect(await harvest()).toBe('not-modified')
    expect(asked.at(-1)).toBe('ListRecords oai_dc presse 2026-11-22')
  })

  it('begins again, once, where its token is refused, and keeps the last word on each record', async () => {
    let refused = 0
    const { farm, harvest } = await stage((query) => {
      if (!query.has('resumptionToken')) return list(record('1', refused === 0 ? 'Un' : 'Un, revu'), 't')
      refused += 1
      return refused === 1 ? answer('<error code="badResumptionToken"/>') : list(record('2', 'Deux'))
    })
    expect(await harvest()).toBe('imported')
    expect((await farm.entries()).map((one) => one.title).sort()).toEqual(['Deux', 'Un, revu'])
  })

  it('waits as long as a busy repository asks, then goes on', async () => {
    let busy = 0
    const { harvest, asked } = await stage(() => {
      busy += 1
      return busy === 1 ? [503, { 'retry-after': '1' }] : list(record('1', 'Un'))
    })
    const started = performance.now()
    expect(await harvest()).toBe('imported')
    expect(performance.now() - started).toBeGreaterThan(950)
    expect(asked).toHaveLength(3)
  })

  it('takes in what came before it broke, and goes on from there at the next turn', async () => {
    let broken = true
    const { farm, harvest, source, asked } = await stage((query) => {
      if (!query.has('resumptionToken')) return list(record('1', 'Un'), 'after-1')
      return broken ? [500, {}] : list(record('2', 'Deux'))
    })
    expect(await harvest()).toBe('imported')
    expect((await source())?.settings).toMatchObject({ token: 'after-1', from: '' })
    expect(await harvest()).toBe('server-trouble')
    broken = false
    expect(await harvest()).toBe('imported')
    expect(asked.at(-1)).toBe('ListRecords after-1')
    expect((await farm.entries()).map((one) => one.title)).toEqual(['Un', 'Deux'])
    expect((await source())?.settings).toMatchObject({ token: '', from: '2026-11-22' })
  })

  it.each([
    ['a web page', '<!doctype html><html><body>Bonjour</body></html>', 'not-oai-pmh'],
    ['a bomb', `<!DOCTYPE a [<!ENTITY b "c">]>${list('&b;')}`, 'doctype-refused'],
    ['half an answer', list(record('1', 'Un')).slice(0, 300), 'not-well-formed'],
    ['a refusal', answer('<error code="cannotDisseminateFormat">no</error>'), 'oai-error'],
    ['a list that turns round', list(record('1', 'Un'), 'again'), 'imported'],
  ])('is not led astray by %s', async (_, body, code) => {
    const { harvest } = await stage(() => body)
    expect(await harvest()).toBe(code)
  })

  it('refuses at once what could not be harvested', async () => {
    const farm = smallFarm(await open())
    const wishes = {
      name: 'E',
      url: 'https://x.example/oai',
      organisation: 'nievre',
      serviceType: 'news',
      everyMinutes: 60,
    }
    const create = (more: object) => createSource({ ...farm }, FARM, { ...wishes, defaults: {}, ...more })
    const codes = async (more: object) => {
      const made = await create(more)
      return made.ok ? [] : made.problems.map(({ code, field }) => `${field} ${code}`)
    }
    expect(await codes({ kind: 'ftp' })).toEqual(['kind unknown-choice'])
    expect(await codes({ kind: 'oai-pmh', settings: { prefix: 'lheo' } })).toEqual(['prefix wrong-service-type'])
    expect(await codes({ kind: 'oai-pmh', settings: { prefix: 'a b' } })).toEqual(['prefix required'])
  })
})
