import { expect, it } from 'vitest'
import { createSource, listSources, pauseSource, resumeSource, updateSource } from '../../../farm/sources/sources.ts'
import { tryAddress } from '../../../farm/sources/try-address.ts'
import { changeSource, dueSources } from '../../../farm/storage/gateways/source-store.ts'
import { describeOnBoth } from '../../databases.ts'
import { loopbackOnly, serve } from './local-server.ts'
import { person, smallFarm } from './small-farm.ts'

const WISHES = {
  organisation: 'nievre',
  serviceType: 'news',
  name: 'Presse',
  url: 'https://presse.example/feed',
  everyMinutes: 60,
  defaults: { themes: 'emploi', territories: 'Nevers' },
}

const moderator = person('moderator')

const MISTAKES: readonly (readonly [
  field: string,
  wrong: Partial<typeof WISHES> | { defaults: Record<string, string> },
  code: string,
])[] = [
  ['url', { url: 'http://192.168.1.10/feed' }, 'private-address'],
  ['url', { url: 'http://169.254.169.254/' }, 'private-address'],
  ['url', { url: 'https://me:secret@presse.example/' }, 'unsafe-url'],
  ['url', { url: 'pas une adresse' }, 'not-a-url'],
  ['everyMinutes', { everyMinutes: 20_000 }, 'too-big'],
  ['everyMinutes', { everyMinutes: 30.5 }, 'not-a-number'],
  ['defaults.themes', { defaults: { themes: 'cuisine' } }, 'unknown-term'],
  ['defaults.territories', { defaults: { territories: 'Atlantide' } }, 'unknown-territory'],
  ['defaults.colour', { defaults: { colour: 'red' } }, 'unknown-field'],
]

const RSS =
  '<rss version="2.0"><channel><title><![CDATA[Le Canton & Cie]]></title><item><title>Un pont</title><guid>1</guid></item></channel></rss>'
const ATOM =
  '<feed xmlns="http://www.w3.org/2005/Atom"><title>Agenda</title><entry><id>tag:a,1</id><title>Bal</title></entry></feed>'
const CALENDAR = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Fêtes\\, foires\r\nEND:VCALENDAR\r\n'

// What a site of a few pages answers.
const PAGES: Readonly<Record<string, string>> = {
  '/': `<!DOCTYPE html><head><base href="/site/"><link rel="alternate" type="application/rss+xml" title="Nouvelles" href="rss?a=1&amp;b=2">
    <link rel="alternate" type="application/atom+xml" href="/gone.xml"><link rel="alternate" type="application/json" href="/wp-json"></head>
    <body><a href="/agenda.ics">Agenda</a><a href="/nourriture">Non</a>`,
  '/site/rss?a=1&b=2': RSS,
  '/agenda.ics': CALENDAR,
  '/linked/': '<html><body><a href="atom.xml">Suivre</a></body></html>',
  '/linked/atom.xml': ATOM,
  '/spip/': '<html><body>Un vieux site</body></html>',
  '/spip/spip.php?page=backend': RSS,
  '/nothing/': '<html><body>Rien</body></html>',
  '/table.csv': 'x1;x2\nA;B',
}

describeOnBoth('An address', (open) => {
  it('is tried before it is a source: what is there, or the feeds its page leads to', async () => {
    const farm = smallFarm(await open())
    const url = await serve(({ url: path = '' }, response) => {
      const page = PAGES[path]
      response.writeHead(page === undefined ? 404 : 200).end(page)
    })
    const gateway = {
      ...farm,
      allowPrivate: loopbackOnly,
      limits: { pause: 0, connect: 60_000, idle: 60_000, total: 60_000 },
    }
    const tried = async (path: string, actor = moderator) => {
      const trial = await tryAddress(gateway, actor, { ...WISHES, url: url + path })
      if (!trial.ok) return trial.problems[0]
      const found = trial.value.kind === 'page' ? trial.value.feeds : [trial.value.found]
      return [trial.value.kind, ...found.map((one) => [one.url.slice(url.length), one.title, one.format, one.items])]
    }
    expect(await tried('/site/rss?a=1&b=2')).toEqual(['readable', ['/site/rss?a=1&b=2', 'Le Canton & Cie', 'feed', 1]])
    expect(await tried('/')).toEqual([
      'page',
      ['/site/rss?a=1&b=2', 'Le Canton & Cie', 'feed', 1],
      ['/agenda.ics', 'Fêtes, foires', 'ical', 0],
    ])
    expect(await tried('/linked/')).toEqual(['page', ['/linked/atom.xml', 'Agenda', 'feed', 1]])
    expect(await tried('/spip/')).toEqual(['page', ['/spip/spip.php?page=backend', 'Le Canton & Cie', 'feed', 1]])
    const lacking = await tryAddress(gateway, moderator, { ...WISHES, url: `${url}/site/rss?a=1&b=2`, defaults: {} })
    expect(lacking).toMatchObject({
      value: { found: { lacking: expect.arrayContaining(['summary', 'body', 'themes']) } },
    })
    expect(await tried('/nothing/')).toEqual({ code: 'page-without-feed', field: 'url' })
    expect(await tried('/gone.xml')).toMatchObject({ code: 'page-not-found', field: 'url' })
    expect(await tried('/table.csv')).toMatchObject({ code: 'no-known-column', field: 'url' })
    expect(await tried('/', person('contributor'))).toMatchObject({ code: 'not-allowed' })
    expect(await dueSources(farm.storage, farm.now())).toEqual([])
  })
})

describeOnBoth('Sources', (open) => {
  it('are created by those who may, and are due at once', async () => {
    const farm = smallFarm(await open())
    const created = await createSource(farm, moderator, { ...WISHES, name: ' Presse ', url: 'presse.example/feed' })
    expect(created).toMatchObject({
      ok: true,
      value: { name: 'Presse', url: WISHES.url, state: 'active', failures: 0 },
    })
    expect(await dueSources(farm.storage, farm.now())).toMatchObject([{ name: 'Presse', defaults: WISHES.defaults }])
    for (const stranger of [person('contributor'), person('administrator', 'yonne')])
      expect(await createSource(farm, stranger, { ...WISHES, url: 'https://autre.example' })).toMatchObject({
        problems: [{ code: 'not-allowed' }],
      })
  })

  it('are refused with every mistake at once', async () => {
    const farm = smallFarm(await open())
    const bad = {
      ...WISHES,
      serviceType: 'cooking',
      name: ' ',
      url: 'ftp://presse.example',
      everyMinutes: 1,
    }
    const refused = await createSource(farm, moderator, bad)
    expect(refused.ok ? [] : refused.problems.map(({ code, field }) => `${field}: ${code}`).toSorted()).toEqual([
      'everyMinutes: too-small',
      'name: required',
      'serviceType: unknown-service-type',
      'url: unsafe-url',
    ])
  })

  it('are refused for a closed address, a wrong pace or defaults that cannot be read', async () => {
    const farm = smallFarm(await open())
    for (const [field, wrong, code] of MISTAKES) {
      const refused = await createSource(farm, moderator, { ...WISHES, ...wrong })
      expect(refused).toMatchObject({ ok: false, problems: [{ field, code }] })
    }
  })

  it('are not added twice to the same body for the same kind', async () => {
    const farm = smallFarm(await open())
    await createSource(farm, moderator, WISHES)
    expect(await createSource(farm, moderator, WISHES)).toMatchObject({
      problems: [{ code: 'source-exists', field: 'url', params: { name: 'Presse' } }],
    })
    expect(await createSource(farm, moderator, { ...WISHES, serviceType: 'watch', defaults: {} })).toMatchObject({
      ok: true,
    })
    expect(await createSource(farm, person('editor', 'yonne'), { ...WISHES, organisation: 'yonne' })).toMatchObject({
      ok: true,
    })
  })

  it('change: a new address is asked for afresh, a new name is not', async () => {
    const farm = smallFarm(await open())
    const created = await createSource(farm, moderator, WISHES)
    const id = created.ok ? created.value.id : 0
    const later = farm.now() + 3_600_000
    await changeSource(farm.storage, id, { etag: '"1"', nextAt: later, failures: 2 })
    expect(await updateSource(farm, moderator, { id, name: 'Presse locale' })).toMatchObject({
      value: { name: 'Presse locale', etag: '"1"', nextAt: later },
    })
    expect(await updateSource(farm, moderator, { id, url: 'https://presse.example/atom' })).toMatchObject({
      value: { name: 'Presse locale', etag: null, nextAt: farm.now(), failures: 0 },
    })
    expect(await updateSource(farm, moderator, { id, everyMinutes: 2 })).toMatchObject({
      problems: [{ code: 'too-small' }],
    })
    expect(await updateSource(farm, person('moderator', 'yonne'), { id, name: 'À moi' })).toMatchObject({
      problems: [{ code: 'not-allowed' }],
    })
  })

  it('pause and resume', async () => {
    const farm = smallFarm(await open())
    const created = await createSource(farm, moderator, WISHES)
    const id = created.ok ? created.value.id : 0
    expect(await pauseSource(farm, person('contributor'), id)).toMatchObject({ problems: [{ code: 'not-allowed' }] })
    await pauseSource(farm, moderator, id)
    farm.wait(10_000)
    expect(await dueSources(farm.storage, farm.now())).toEqual([])
    await resumeSource(farm, moderator, id)
    expect(await dueSources(farm.storage, farm.now())).toMatchObject([{ id, state: 'active', failures: 0 }])
    expect(await pauseSource(farm, moderator, 999_999)).toMatchObject({ problems: [{ code: 'unknown-source' }] })
  })

  it('are listed to those who manage them, the troubled first', async () => {
    const farm = smallFarm(await open())
    await createSource(farm, moderator, WISHES)
    const other = await createSource(farm, moderator, { ...WISHES, name: 'Veille', url: 'https://veille.example/' })
    await createSource(farm, person('editor', 'yonne'), { ...WISHES, organisation: 'yonne' })
    await changeSource(farm.storage, other.ok ? other.value.id : 0, { state: 'troubled' })
    expect((await listSources(farm, moderator)).map(({ name }) => name)).toEqual(['Veille', 'Presse'])
    expect(await listSources(farm, person('contributor'))).toEqual([])
  })
})
