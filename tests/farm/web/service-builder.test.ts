import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { Fields } from './desk-visitor.ts'
import { servedDesk } from './served-desk.ts'

const PAGE = '/sites/yonne/new'
const NAMED: Fields = { label: 'Autour de Nevers', 'label-en': '', slug: 'autour-de-nevers', mode: 'automatic' }
const NEAR: Fields = {
  'when.0.kind': 'any',
  'when.0.0.kind': 'near',
  'when.0.0.place': 'Nevers (58194)',
  'when.0.0.km': '30',
}
const WITHIN: Fields = { 'when.0.1.kind': 'territory', 'when.0.1.lines': 'Yonne (89)', 'when.0.1.relation': 'within' }
const BUILT: Fields = { ...NAMED, 'when.kind': 'all', ...NEAR, ...WITHIN, order: '', limit: '' }

describe('The builder of requests, without script', { timeout: 60_000 }, () => {
  const desk = servedDesk()

  it('adds, moves and removes conditions at any depth, and keeps everything typed', async () => {
    const camille = await desk().become('camille.ferrand')
    const act = async (fields: Fields) => (await camille.post('desk', PAGE, fields)).text
    const added = await act({
      ...BUILT,
      'when.0.1.lines': 'Nulle part du tout',
      do: 'add when.0',
      'when.0.add': 'theme',
    })
    expect(names(added)).toEqual(['when.kind', 'when.0.kind', 'when.0.0.kind', 'when.0.1.kind', 'when.0.2.kind'])
    expect(added).toContain('Nulle part du tout')
    expect(added).toContain('value="Autour de Nevers"')
    const moved = await act({ ...BUILT, do: 'up when.0.0' })
    expect(names(moved)).toEqual(['when.kind', 'when.0.kind', 'when.1.kind', 'when.1.0.kind'])
    const dropped = await act({ ...BUILT, do: 'drop when.0' })
    expect(names(dropped)).toEqual(['when.kind'])
  })

  it('reads as a sentence, and as JSON by hand, there and back', async () => {
    const camille = await desk().become('camille.ferrand')
    const shown = await camille.post('desk', PAGE, { ...BUILT, do: 'show' })
    expect(plain(shown.text)).toContain('Toutes les fiches à moins de 30 km de Nevers ou dans l’Yonne.')
    const hand = await camille.post('desk', PAGE, { ...BUILT, do: 'by-hand' })
    expect(plain(hand.text)).toContain('"near": "commune:58194"')
    const json = '{ "any": [{ "near": "commune:58194", "km": 30 }, { "theme": ["agriculture"] }] }'
    const rows = await camille.post('desk', PAGE, { ...NAMED, json, do: 'by-rows' })
    expect(names(rows.text)).toEqual(['when.kind', 'when.0.kind', 'when.1.kind'])
  })

  it('tells each mistake by hand with its place', async () => {
    const camille = await desk().become('camille.ferrand')
    const save = async (json: string) => plain((await camille.post('desk', PAGE, { ...NAMED, json, do: 'save' })).text)
    expect(await save('{ "all": [{ "near": "commune:58194" }, { "them": [] }] }')).toMatch(
      /\/all\/0\/km\s: .*\/all\/1\s: /s,
    )
    expect(await save('{ "all": [')).toMatch(/s’arrête en chemin/)
    expect(await save('{ "all" [] }')).toMatch(/JSON valable.*ligne 1, colonne 9/)
  })

  it('refuses what cannot be, warns of what keeps nothing out, then saves what was built', async () => {
    const camille = await desk().become('camille.ferrand')
    const save = (fields: Fields) => camille.post('desk', PAGE, { ...fields, do: 'save' })
    const empty = await save({ ...NAMED, 'when.kind': 'all', 'when.0.kind': 'theme', 'when.0.lines': '' })
    expect([empty.status, plain(empty.text)]).toEqual([422, expect.stringContaining('ne demande encore rien')])
    const kinds: Fields = { 'when.0.kind': 'service_type', 'when.0.values': 'job' }
    const both = await save({
      ...NAMED,
      'when.kind': 'all',
      ...kinds,
      'when.1.kind': 'none',
      'when.1.0.kind': 'service_type',
      'when.1.0.values': 'job',
    })
    expect([both.status, plain(both.text)]).toEqual([422, expect.stringContaining('à la fois demandé et écarté')])
    const loose: Fields = { ...NAMED, 'when.kind': 'all', 'when.0.kind': 'origin', 'when.0.values': 'network' }
    const warned = await save(loose)
    expect([warned.status, plain(warned.text)]).toEqual([422, expect.stringContaining('Rien n’est encore enregistré')])
    const transform: Fields = {
      'change.0.kind': 'shorten',
      'change.0.field': 'title',
      'change.0.to': '40',
      limit: '20',
      order: 'title',
    }
    const saved = await save({ ...BUILT, ...transform })
    expect(saved.status).toBe(303)
    const kept = (await desk().farm.memory()).sites.subscriptions('yonne').find((one) => one.slug === NAMED.slug)
    const any = [
      { near: 'commune:58194', km: 30 },
      { territory: ['departement:89'], relation: 'within' },
    ]
    expect(kept?.when).toEqual({ all: [{ any }] })
    expect(kept?.arrangement).toEqual({ order: 'title', limit: 20, transforms: [{ shorten: 'title', to: 40 }] })
    const again = await camille.get('desk', `/sites/yonne/${kept?.id}`)
    expect(again.text).toContain('value="Nevers (58194)"')
    const late = (limit: string, edition: string) =>
      camille.post('desk', `/sites/yonne/${kept?.id}`, { ...BUILT, limit, edition, do: 'save' })
    expect((await late('5', editionIn(again.text))).status).toBe(303)
    const told = await late('6', editionIn(again.text))
    expect([told.status, plain(told.text)]).toEqual([422, expect.stringContaining('changé ou retiré ce service')])
    expect(told.text).toContain('value="6"')
    expect((await late('6', editionIn(told.text))).status).toBe(303)
  })

  it('explains an entry in words and as JSON, for each site and for all', async () => {
    const nadia = await desk().become('nadia.belkacem')
    const entry = await desk().propose('Une fiche à expliquer')
    const whole = await nadia.get('desk', `/entries/${entry}/explain.json`)
    const { sections } = JSON.parse(whole.text)
    const standings = sections.map((one: { standing: string }) => one.standing)
    expect(standings).toEqual(expect.arrayContaining(['reached', 'near']))
    const one = JSON.parse((await nadia.get('desk', `/entries/${entry}/explain.json?site=yonne`)).text)
    expect(new Set(one.sections.map((section: { site: string }) => section.site))).toEqual(new Set(['yonne']))
    const page = plain((await nadia.get('desk', `/entries/${entry}/explain?site=yonne`)).text)
    expect(page).toMatch(/Decize\s: hors du territoire demandé/)
    expect((await nadia.get('desk', '/entries/999999999/explain')).status).toBe(404)
  })

  it('tells whoever looks after a site why an entry of another body stands on it, and of no other place', async () => {
    const francoise = await desk().become('francoise.dubreuil')
    const { farm } = desk()
    const { deliveries, entries } = farm.storage.tables
    const [came] = await farm.storage.read
      .select({ id: entries.id, section: deliveries.subscription })
      .from(entries)
      .innerJoin(deliveries, eq(deliveries.entry, entries.id))
      .where(
        and(
          eq(deliveries.site, 'nievre'),
          eq(deliveries.state, 'live'),
          eq(entries.organisation, 'bourgogne-franche-comte'),
        ),
      )
    const why = `/entries/${came?.id}/explain`
    expect((await francoise.get('desk', `/entries/${came?.id}`)).status).toBe(403)
    expect((await francoise.get('desk', `/sites/nievre/${came?.section}/entries`)).text).toContain(`${why}?site=nievre`)
    expect((await francoise.get('desk', `${why}?site=nievre`)).text).toContain('Y paraît')
    const told = JSON.parse((await francoise.get('desk', `${why}.json?site=nievre`)).text)
    expect(new Set(told.sections.map((section: { site: string }) => section.site))).toEqual(new Set(['nievre']))
    for (const path of [why, `${why}?site=yonne`, `${why}?site=bourgogne-franche-comte`])
      expect((await francoise.get('desk', path)).status, path).toBe(404)
  })
})

function editionIn(html: string): string {
  return /name="edition" value="([^"]+)"/.exec(html)?.[1] ?? expect.fail('no edition')
}

function names(html: string): string[] {
  return [...html.matchAll(/name="(when(?:\.\d+)*\.kind)"/g)].map(([, name = '']) => name)
}

function plain(html: string): string {
  return html.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&#39;', "'")
}
