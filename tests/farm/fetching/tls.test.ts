import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { fetchSource } from '../../../farm/fetching/fetch-source.ts'
import { harvestSource } from '../../../farm/sources/harvest.ts'
import { createSource } from '../../../farm/sources/sources.ts'
import { listExchanges } from '../../../farm/storage/gateways/exchange-store.ts'
import { changeSource, readSource } from '../../../farm/storage/gateways/source-store.ts'
import { sourceStatus } from '../../../farm/web/desk-forms/source-status.ts'
import { wordsIn } from '../../../farm/web/words/words.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeOnBoth } from '../../databases.ts'
import { loopbackOnly, serve, serveSecurely } from '../sources/local-server.ts'
import { smallFarm } from '../sources/small-farm.ts'
import { certificate } from './certificate.ts'

const DAY = 86_400_000
const day = (from: number) => new Date(Date.now() + from * DAY)
const authority = certificate({ name: 'Autorité d’essai' })
const issuer = { name: 'Autorité d’essai', key: authority.key }
const known = getCACertificates('default')

// As an operator would trust an authority of their own; only here.
beforeAll(() => setDefaultCACertificates([...known, authority.cert]))
afterAll(() => setDefaultCACertificates(known))

const GOOD = certificate({ name: 'bon', issuer })
const FEED =
  '<rss version="2.0"><channel><title>J</title><item><guid>1</guid><title>Un</title><description>Mot</description></item></channel></rss>'

// What may be wrong with a server, what is noted, and what those who look at the source are told.
const BAD = [
  ['signed by nobody known', certificate({ name: 'seul' }), 'tls-unknown-issuer', /aucune autorité connue/],
  [
    'of an unknown authority',
    certificate({ name: 'a', issuer: { name: 'Autre', key: certificate({ name: 'Autre' }).key } }),
    'tls-unknown-issuer',
    /certificat intermédiaire/,
  ],
  [
    'expired',
    certificate({ name: 'vieux', issuer, from: day(-30), until: day(-1) }),
    'tls-expired',
    /sa date est passée/,
  ],
  [
    'of tomorrow',
    certificate({ name: 'tôt', issuer, from: day(1), until: day(30) }),
    'tls-not-yet',
    /sa date est à venir/,
  ],
  [
    'of another host',
    certificate({ name: 'ailleurs', issuer, hosts: ['ailleurs.example'] }),
    'tls-wrong-name',
    /celui d’un autre nom/,
  ],
] as const

const limits = { connect: 3000, idle: 3000, total: 6000, pause: 0 }

function get(url: string) {
  return fetchSource(url, { allowPrivate: loopbackOnly, limits })
}

describe('a server of TLS', () => {
  it('whose certificate is good is read', async () => {
    const url = await serveSecurely(GOOD, (_, response) => void response.end(FEED))
    expect(await get(url)).toMatchObject({ kind: 'fetched', finalUrl: `${url}/` })
  })

  it.each(BAD)('whose certificate is %s is not read, and the reason is told', async (_, wrong, code, said) => {
    const url = await serveSecurely(wrong, (_request, response) => void response.end(FEED))
    const answer = await get(url)
    expect(answer).toMatchObject({ kind: 'failed', problem: { code } })
    expect(answer.kind === 'failed' && wordsIn('fr').problem(answer.problem)).toMatch(said)
  })

  it('that only speaks an old version is not read, and the reason is told', async () => {
    const old = { ...GOOD, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    const url = await serveSecurely(old, (_, response) => void response.end(FEED))
    expect(await get(url)).toMatchObject({ problem: { code: 'tls-old' } })
  })

  it('that answers in the clear is not read, and the reason is told', async () => {
    const url = await serve((_, response) => void response.end(FEED))
    expect(await get(url.replace('http:', 'https:'))).toMatchObject({ problem: { code: 'tls-absent' } })
  })

  it('is judged behind a redirect too', async () => {
    const bad = await serveSecurely(BAD[2][1], (_, response) => void response.end(FEED))
    const url = await serveSecurely(GOOD, (_, response) => void response.writeHead(302, { location: bad }).end())
    expect(await get(url)).toMatchObject({ problem: { code: 'tls-expired' } })
  })
})

describeOnBoth('a source behind TLS', (open) => {
  test('says in words on its page, and at each exchange, what is wrong with the certificate, and loses nothing', async () => {
    const farm = smallFarm(await open())
    const gateway = { ...farm, allowPrivate: loopbackOnly, limits }
    const good = await serveSecurely(GOOD, (_, response) => void response.end(FEED))
    const wishes = { name: 'J', url: `${good}/feed`, organisation: 'nievre', serviceType: 'news', everyMinutes: 60 }
    const created = await createSource(gateway, FARM, { ...wishes, defaults: { themes: 'emploi' } })
    if (!created.ok) throw new Error(JSON.stringify(created.problems))
    const { id } = created.value
    await harvestSource(gateway, id, { force: true })
    const before = await farm.entries()
    const words = wordsIn('fr')
    for (const [, wrong, code, said] of BAD) {
      const url = await serveSecurely(wrong, (_, response) => void response.end(FEED))
      await changeSource(farm.storage, id, { url })
      await harvestSource(gateway, id, { force: true })
      const source = await readSource(farm.storage, id)
      expect(source && sourceStatus(source, words)).toMatch(said)
      const [exchange] = await listExchanges(farm.storage, { source: id, limit: 1 })
      expect(exchange).toMatchObject({ outcome: 'failed', status: null, problem: { code } })
      farm.wait(60)
    }
    expect(await farm.entries()).toEqual(before)
    expect(await readSource(farm.storage, id)).toMatchObject({ state: 'troubled', failures: BAD.length })
  })
})
