import { expect, it } from 'vitest'
import { person } from '../../farms.ts'
import { servedDesk } from './served-desk.ts'

const desk = servedDesk()

it('A list of the desk is kept under a name, opened, taken away as a file, and removed', {
  timeout: 120_000,
}, async () => {
  const lea = await desk().become('lea.bonnard')
  const kept = await lea.post('desk', '/entries?type=press-review&from=2026-11-01', {
    ...{ name: 'Presse <du> mois', for: 'nievre' },
  })
  expect(kept.status).toBe(303)
  const address = kept.location.replace(/\?.*/, '')
  expect(address).toMatch(/^\/views\/\d+$/)
  const page = await lea.get('desk', address)
  expect(page.text).toContain('Presse &lt;du&gt; mois')
  expect(page.text).toContain('depuis le 1 novembre 2026')
  expect(page.text).toContain(`${address}.atom`)
  const table = await lea.get('desk', `${address}.csv`)
  expect(table.status).toBe(200)
  expect(table.text.split('\r\n').length).toBeGreaterThan(3)
  expect((await lea.get('desk', `${address}.atom`)).text).toContain('<title>Presse &lt;du&gt; mois – ')

  const nadia = await desk().become('nadia.belkacem')
  expect((await nadia.get('desk', '/entries')).text).toContain('Presse &lt;du&gt; mois')
  expect((await nadia.get('desk', address)).text).not.toContain('Supprimer cette liste gardée')
  const stranger = await desk().become('yann.kerbrat')
  expect((await stranger.get('desk', address)).status).toBe(404)
  expect((await stranger.get('desk', `${address}.csv`)).status).toBe(404)
  expect((await desk().visitor().get('desk', `${address}.csv`)).text).not.toContain('press')

  const wrong = await lea.post('desk', '/entries?type=press-review', { name: ' ', for: '' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('id="name-error"')
  expect((await lea.post('desk', address, { do: 'remove' })).location).toBe('/entries?done=removed')
  expect((await lea.get('desk', address)).status).toBe(404)
})

it('A feed of the desk comes in pages, to its end, by the session or by the key it was asked with', {
  timeout: 120_000,
}, async () => {
  const nadia = await desk().become('nadia.belkacem')
  const keys = await nadia.post('desk', '/keys', { site: 'desk', name: 'Lecteur' })
  const [, key = ''] = /entries\.atom\?key=([\w-]{43})/.exec(keys.text) ?? []
  const reader = desk().visitor()
  const idsOf = async (path: string) => {
    const { status, text } = await reader.get('desk', path)
    expect(status).toBe(200)
    const [, next = ''] = /<link rel="next" href="http:\/\/[^/]+([^"]*)"/.exec(text) ?? []
    expect(text).not.toContain(`rel="self" type="application/atom+xml" href="${path.replaceAll('&', '&amp;')}"`)
    return { ids: [...text.matchAll(/<id>(tag:[^<]+)</g)].map(([, id]) => id), next: next.replaceAll('&amp;', '&') }
  }
  const all: (string | undefined)[] = []
  let path = `/entries.atom?state=published&key=${key}`
  for (let pages = 0; path !== ''; pages += 1) {
    expect(pages).toBeLessThan(60)
    const { ids, next } = await idsOf(path)
    all.push(...ids)
    if (next !== '') expect([ids.length, next.includes(`key=${key}`)]).toEqual([50, true])
    path = next
  }
  expect(all.length).toBeGreaterThan(50)
  expect(new Set(all).size).toBe(all.length)
  const table = await nadia.get('desk', '/entries.json?state=published')
  expect(JSON.parse(table.text).entries.map(({ uri }: { uri: string }) => uri)).toEqual(all)
})

it('The feeds of a kept list tell what left it, with another validator, and nothing the list did not hold', {
  timeout: 120_000,
}, async () => {
  const [lea, nadia] = [await desk().become('lea.bonnard'), await desk().become('nadia.belkacem')]
  const kept = await lea.post('desk', '/entries?type=press-review&state=submitted', { name: 'À relire', for: '' })
  const feed = `${kept.location.replace(/\?.*/, '')}.atom`
  const entry = await desk().propose('Une fiche qui passe par la liste')
  const uri = `tag:localhost,2026:entry:${entry}`
  const before = await lea.get('desk', feed)
  expect(before.text).toContain(`<id>${uri}</id>`)
  const nadiaActs = await person(desk().farm, 'nadia.belkacem')
  expect((await desk().farm.decide({ entry, word: 'approve', reason: '', actor: nadiaActs })).ok).toBe(true)
  const after = await lea.get('desk', feed)
  expect(after.text).toMatch(new RegExp(`<at:deleted-entry ref="${uri}" when="\\d{4}-[^"]+Z">`))
  expect(after.text).not.toContain(`<id>${uri}</id>`)
  const json = JSON.parse((await lea.get('desk', feed.replace('.atom', '.feed.json'))).text)
  expect(json._terroir.deleted).toContainEqual({ id: uri, at: expect.any(String) })
  expect((await nadia.get('desk', '/entries.rss?type=press-review&state=refused')).text).not.toContain(uri)
})

it('A kept list given other filters tells those who follow it what only the filters before held', {
  timeout: 120_000,
}, async () => {
  const lea = await desk().become('lea.bonnard')
  const keep = (query: string) => lea.post('desk', `/entries?${query}`, { name: 'Suivie', for: '' })
  const kept = await keep('type=press-review&state=submitted')
  const feed = `${kept.location.replace(/\?.*/, '')}.atom`
  const entry = await desk().propose('Une fiche que seuls les premiers filtres retiennent')
  const both = await desk().propose('Un forum que les deux listes retiennent')
  const uri = (id: number) => `tag:localhost,2026:entry:${id}`
  const gone = (id: number) => new RegExp(`<at:deleted-entry ref="${uri(id)}" when="[^"]+Z">`)
  expect((await lea.get('desk', feed)).text).toContain(`<id>${uri(entry)}</id>`)
  expect((await keep('type=press-review&q=forum')).location.replace(/\?.*/, '.atom')).toBe(feed)
  const after = await lea.get('desk', feed)
  expect(after.text).toMatch(gone(entry))
  expect(after.text).toContain(`<id>${uri(both)}</id>`)
  expect(after.text).not.toMatch(gone(both))
  // What comes later was never there.
  const later = await desk().propose('Une fiche venue ensuite')
  expect((await lea.get('desk', feed)).text).not.toContain(uri(later))
  await keep('type=press-review&state=submitted')
  expect((await lea.get('desk', feed)).text).not.toMatch(gone(entry))
})
