import { beforeAll, expect, it } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { makeVisit } from '../../../farm/web/make-visit.ts'
import { answerOai } from '../../../farm/web/oai/answer-oai.ts'
import { nodeAt, nodesIn, nodeText } from '../../../pipeline/intake/xml-nodes.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { correctSheet, publishSheet } from '../sites/published.ts'
import { errorOf, everywhere, headersOf, oaiDocument } from './oai-document.ts'

const SMALL = { ListRecords: 7, ListIdentifiers: 9, ListSets: 5 }

describeFarmOnBoth('A portal as an OAI-PMH repository', (open) => {
  let farm: Farm
  beforeAll(async () => {
    farm = await open()
  })

  async function ask(query: string, host = 'nievre.localhost') {
    const origin = `http://${host}`
    const url = new URL(`${origin}/oai`)
    const visit = await makeVisit({ farm, host, origin, protocol: 'http', clientIp: '127.0.0.1' }, url)
    return oaiDocument(await answerOai(visit, new URLSearchParams(query), SMALL))
  }

  async function all(query: string) {
    const headers = []
    let page = await ask(query)
    for (let pages = 0; pages < 200; pages += 1) {
      headers.push(...headersOf(page))
      const [token] = everywhere(page, 'resumptionToken')
      if (!token || nodeText(token) === '') return { headers, last: token }
      const verb = new URLSearchParams(query).get('verb')
      page = await ask(`verb=${verb}&resumptionToken=${encodeURIComponent(nodeText(token))}`)
    }
    throw new Error('the list never ends')
  }

  it('says who it is, in which forms it tells, and into which sets it is divided', async () => {
    const identity = await ask('verb=Identify')
    expect(nodeText(nodeAt(identity, 'Identify/deletedRecord'))).toBe('persistent')
    expect(nodeText(nodeAt(identity, 'Identify/baseURL'))).toBe('http://nievre.localhost/oai')
    expect(nodeText(nodeAt(identity, 'Identify/adminEmail'))).toContain('@')
    const formats = everywhere(await ask('verb=ListMetadataFormats'), 'metadataPrefix').map(nodeText)
    expect(formats).toEqual(['oai_dc', 'lheo'])
    const first = await ask('verb=ListSets')
    expect(nodesIn(nodeAt(first, 'ListSets'), 'set')).toHaveLength(5)
    const specs = []
    for (let page = first; ; ) {
      specs.push(...everywhere(page, 'setSpec').map(nodeText))
      const token = nodeText(everywhere(page, 'resumptionToken')[0])
      if (token === '') break
      page = await ask(`verb=ListSets&resumptionToken=${token}`)
    }
    expect(new Set(specs).size).toBe(specs.length)
    expect(specs).toContain('territory:country-FR:region-27:departement-58')
    expect(specs).toContain('theme:employment')
    for (const spec of specs) expect(specs).toContain(spec.includes(':') ? spec.slice(0, spec.lastIndexOf(':')) : spec)
  })

  it('tells every entry it shows, each once, piece by piece, however large the pieces', async () => {
    const { headers, last } = await all('verb=ListIdentifiers&metadataPrefix=oai_dc')
    expect(new Set(headers.map((one) => one.entry)).size).toBe(headers.length)
    expect(headers.map((one) => one.at)).toEqual(headers.map((one) => one.at).toSorted((a, b) => a - b))
    const records = await all('verb=ListRecords&metadataPrefix=oai_dc')
    expect(records.headers).toEqual(headers)
    expect(Number(last?.attributes.completeListSize)).toBe(headers.length)
    const { deliveries } = farm.storage.tables
    const rows = await farm.storage.read.select().from(deliveries)
    const live = rows.filter((row) => row.site === 'nievre' && row.state === 'live').map((row) => row.entry)
    expect(new Set(headers.flatMap((one) => (one.deleted ? [] : [one.entry])))).toEqual(new Set(live))
  })

  it('moves an entry forward when it is corrected or withdrawn, and remembers it for good', async () => {
    const entry = await publishSheet(farm, 'Une scierie moissonnée')
    const find = async () =>
      (await all('verb=ListIdentifiers&metadataPrefix=oai_dc')).headers.find((one) => one.entry === entry)
    const first = await find()
    expect(first).toMatchObject({ deleted: false })
    expect(first?.sets).toContain('territory:country-FR:region-27:departement-58:commune-58095')
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await correctSheet(farm, entry, 'Une scierie moissonnée encore')
    const second = await find()
    expect(second?.at).toBeGreaterThan(first?.at ?? 0)
    const record = await ask(`verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:${entry}`)
    expect(everywhere(record, 'title').map(nodeText)).toEqual(['Une scierie moissonnée encore'])
    await new Promise((resolve) => setTimeout(resolve, 1100))
    const actor = await person(farm, 'nadia.belkacem')
    expect(await farm.withdraw({ entry, actor, reason: 'Erreur' })).toMatchObject({ ok: true })
    const third = await find()
    expect(third).toMatchObject({ deleted: true })
    expect(third?.at).toBeGreaterThan(second?.at ?? 0)
    const since = new Date(second?.at ?? 0).toISOString().slice(0, 19)
    const later = await all(`verb=ListIdentifiers&metadataPrefix=oai_dc&from=${since}Z&set=theme:employment`)
    expect(later.headers).toContainEqual(third)
    const gone = await ask(`verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:${entry}`)
    expect(nodesIn(nodeAt(gone, 'GetRecord/record'), 'metadata')).toEqual([])
  })

  it('selects by set and by time, and a set holds what lies in it', async () => {
    const everything = await all('verb=ListIdentifiers&metadataPrefix=oai_dc')
    const wide = await all('verb=ListIdentifiers&metadataPrefix=oai_dc&set=theme:employment')
    expect(wide.headers.length).toBeGreaterThan(0)
    expect(wide.headers.length).toBeLessThan(everything.headers.length)
    const within = everything.headers.filter((one) => one.sets.some((set) => /^theme:employment(?::|$)/.test(set)))
    const known = new Set(wide.headers.map((one) => one.entry))
    expect(within.filter((one) => !known.has(one.entry))).toEqual([])
    const today = new Date(farm.now()).toISOString().slice(0, 10)
    expect((await all(`verb=ListIdentifiers&metadataPrefix=oai_dc&until=${today}`)).headers).toHaveLength(
      everything.headers.length,
    )
  })

  it('tells trainings as LHÉO, and nothing else so', async () => {
    const { headers } = await all('verb=ListIdentifiers&metadataPrefix=lheo')
    expect(headers.length).toBeGreaterThan(0)
    const records = await ask('verb=ListRecords&metadataPrefix=lheo')
    expect(everywhere(records, 'intitule-formation').length).toBe(everywhere(records, 'metadata').length)
    const entry = await publishSheet(farm, 'Pas une formation')
    const identifier = `oai:localhost:${entry}`
    expect(errorOf(await ask(`verb=GetRecord&metadataPrefix=lheo&identifier=${identifier}`))).toBe(
      'cannotDisseminateFormat',
    )
    const formats = everywhere(await ask(`verb=ListMetadataFormats&identifier=${identifier}`), 'metadataPrefix')
    expect(formats.map(nodeText)).toEqual(['oai_dc'])
  })

  it.each([
    ['', 'badVerb'],
    ['verb=Delete', 'badVerb'],
    ['verb=Identify&verb=Identify', 'badVerb'],
    ['verb=Identify&metadataPrefix=oai_dc', 'badArgument'],
    ['verb=ListRecords', 'badArgument'],
    ['verb=GetRecord&metadataPrefix=oai_dc', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-31', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=yesterday', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-22&until=2026-11-22T00:00:00Z', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-23&until=2026-11-22', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x', 'badArgument'],
    ['verb=ListRecords&resumptionToken=x', 'badResumptionToken'],
    ['verb=ListRecords&resumptionToken=', 'badResumptionToken'],
    ['verb=ListRecords&metadataPrefix=marc', 'cannotDisseminateFormat'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2099-01-01', 'noRecordsMatch'],
    ['verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01', 'noRecordsMatch'],
    ['verb=ListRecords&metadataPrefix=oai_dc&set=theme:constructor', 'noRecordsMatch'],
    ['verb=ListRecords&metadataPrefix=oai_dc&set=territory:commune-58194', 'noRecordsMatch'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:999999999', 'idDoesNotExist'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=__proto__', 'idDoesNotExist'],
    ['verb=ListMetadataFormats&identifier=oai:other:1', 'idDoesNotExist'],
  ])('answers %s with %s', async (query, code) => {
    expect(errorOf(await ask(query))).toBe(code)
  })

  it('takes a token only for the list and the site it was given by, whole', async () => {
    const token = nodeText(everywhere(await ask('verb=ListRecords&metadataPrefix=oai_dc'), 'resumptionToken')[0])
    expect(token).not.toBe('')
    const tries = [
      await ask(`verb=ListIdentifiers&resumptionToken=${token}`),
      await ask(`verb=ListRecords&resumptionToken=${token}`, 'bourgogne-franche-comte.localhost'),
      await ask(`verb=ListRecords&resumptionToken=${token.replace(/^../, 'AA')}`),
      await ask(`verb=ListRecords&resumptionToken=${token.slice(0, -1)}`),
    ]
    expect(tries.map(errorOf)).toEqual(tries.map(() => 'badResumptionToken'))
    expect(errorOf(await ask(`verb=ListRecords&resumptionToken=${token}`))).toBeUndefined()
  })
})
