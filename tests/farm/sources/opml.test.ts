import { describe, expect, it } from 'vitest'
import { addFeeds } from '../../../farm/sources/add-opml.ts'
import { tryOpml } from '../../../farm/sources/opml-trial.ts'
import { listSources } from '../../../farm/storage/gateways/source-store.ts'
import { readOpml } from '../../../pipeline/intake/opml.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeOnBoth } from '../../databases.ts'
import { loopbackOnly, serve } from './local-server.ts'
import { person, smallFarm } from './small-farm.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const outline = (title: string, url: string) => `<outline text="${title}" xmlUrl="${url}"/>`

describe('A list of subscriptions', () => {
  const read = (body: string) => readOpml(bytesOf(`<opml version="2.0"><body>${body}</body></opml>`))

  it('gives its feeds with the categories they lie in, however deep', () => {
    const nested = `<outline text="Presse"><outline text="Locale">${outline('A &amp; B', 'https://a.example/?x=1&amp;y=2')}</outline></outline>`
    expect(read(nested + outline('C', 'https://c.example/'))).toEqual({
      ok: true,
      value: [
        { title: 'A & B', url: 'https://a.example/?x=1&y=2', categories: ['Presse', 'Locale'] },
        { title: 'C', url: 'https://c.example/', categories: [] },
      ],
    })
    const paged =
      '<outline type="rss" text="E" htmlUrl="https://e.example/"/><outline type="link" text="F" url="https://f.example/"/>'
    expect(read(paged)).toMatchObject({ value: [{ title: 'E', url: 'https://e.example/' }] })
    const named = '<outline text="D" xmlUrl="https://d.example/" category="/Presse/Nationale,/Autre"></outline>'
    expect(read(named)).toMatchObject({ value: [{ categories: ['Presse', 'Nationale'] }] })
  })

  it('is read though it is broken, and refused where it is none or made to harm', () => {
    expect(readOpml(bytesOf(`<opml><body>${outline('A & B', 'https://a.example')}<outline`))).toMatchObject({
      value: [{ title: 'A & B' }],
    })
    expect(readOpml(bytesOf('<rss><channel/></rss>'))).toMatchObject({ problems: [{ code: 'not-opml' }] })
    const bomb = '<!DOCTYPE opml [<!ENTITY a "ha">]><opml/>'
    expect(readOpml(bytesOf(bomb))).toMatchObject({ problems: [{ code: 'doctype-refused' }] })
    expect(read('<outline text="x">'.repeat(1000))).toMatchObject({ problems: [{ code: 'too-deep' }] })
    expect(read(outline('a', 'https://a.example').repeat(2001))).toMatchObject({
      problems: [{ code: 'too-many-feeds' }],
    })
  })
})

describeOnBoth('Adding a list of sources', (open) => {
  it('tries each address first, then adds none twice', async () => {
    const farm = smallFarm(await open())
    const rss =
      '<rss version="2.0"><channel><title>J</title><item><title>T</title><guid>1</guid></item></channel></rss>'
    const url = await serve((request, response) => {
      if (request.url === '/dead') response.writeHead(404).end()
      else response.end(request.url === '/page' ? '<html><body>Non</body></html>' : rss)
    })
    const gateway = {
      ...farm,
      allowPrivate: loopbackOnly,
      limits: { pause: 0, connect: 60_000, idle: 60_000, total: 60_000 },
    }
    const about = { organisation: 'nievre', serviceType: 'news', everyMinutes: 60, defaults: { themes: 'emploi' } }
    await addFeeds(gateway, FARM, [{ ...about, name: 'Connue', url: `${url}/known/` }])
    // What cannot be one is told as such, not as known.
    const script = bytesOf(`<opml><body>${outline('x', 'javascript:alert(1)')}</body></opml>`)
    expect(await tryOpml(gateway, person('moderator'), { ...about, bytes: script })).toMatchObject({
      value: [{ state: 'refused', problem: { code: 'unsafe-url' } }],
    })
    const paths = ['/feed', '/known?utm_source=x', '/feed/', '/dead', '/page']
    const bytes = bytesOf(`<opml><body>${paths.map((path) => outline(path, url + path)).join('')}</body></opml>`)
    const trial = await tryOpml(gateway, person('moderator'), { ...about, bytes })
    if (!trial.ok) throw new Error(JSON.stringify(trial.problems))
    expect(trial.value.map(({ state, found, problem }) => [state, found?.items ?? problem?.code])).toEqual([
      ['new', 1],
      ['known', undefined],
      ['twice', undefined],
      ['new', 'page-not-found'],
      ['new', 'html-instead-of-feed'],
    ])
    const hurried = await tryOpml(gateway, person('moderator'), { ...about, bytes, signal: AbortSignal.abort() })
    expect(hurried).toMatchObject({ value: [{ state: 'new' }, { state: 'known' }, { state: 'twice' }, {}, {}] })
    expect(JSON.stringify(hurried)).not.toMatch(/problem"|found"/)
    expect(await listSources(farm.storage, ['nievre'])).toHaveLength(1)
    const wishes = trial.value.map(({ title: name, url: address }) => ({ ...about, name, url: address }))
    expect(await addFeeds(gateway, FARM, wishes)).toMatchObject({ value: { known: 2, problems: [] } })
    expect(await listSources(farm.storage, ['nievre'])).toHaveLength(4)
  })

  it('is for those who manage sources there', async () => {
    const farm = smallFarm(await open())
    const about = { organisation: 'nievre', serviceType: 'news', bytes: bytesOf('<opml/>') }
    expect(await tryOpml(farm, person('contributor'), about)).toMatchObject({ problems: [{ code: 'not-allowed' }] })
  })
})
