import { beforeAll, expect, it } from 'vitest'
import type { ExportedEntry } from '../../../exports/exported.ts'
import { sitemapCuts } from '../../../farm/lists/sitemap-cuts.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { makeVisit } from '../../../farm/web/make-visit.ts'
import { sectionExport } from '../../../farm/web/portal/section-export.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'

describeFarmOnBoth('A list on its way out', (open) => {
  let farm: Farm
  beforeAll(async () => {
    farm = await open()
  })

  async function taken(site: string, path: string) {
    const host = `${site}.localhost`
    const url = new URL(`http://${host}${path}`)
    const visit = await makeVisit({ farm, host, origin: url.origin, protocol: 'http', clientIp: '127.0.0.1' }, url)
    const found = await sectionExport(visit, url)
    const entries: ExportedEntry[] = found ? await Array.fromAsync(found.list.entries) : []
    return { ...found, entries }
  }

  it('holds what its page lists: a service, a filter, words, all services of a search', async () => {
    const all = await taken('nievre', '/revue-de-presse.csv')
    expect(all.list?.serviceType.id).toBe('press-review')
    const filtered = await taken('nievre', '/revue-de-presse.csv?theme=employment')
    expect(filtered.entries.length).toBeGreaterThan(0)
    expect(filtered.entries.length).toBeLessThan(all.entries.length)
    const found = await taken('nievre', '/recherche.csv?q=forum')
    expect(new Set(found.entries.map(({ serviceType }) => serviceType.id)).size).toBeGreaterThan(1)
    expect(found.list?.serviceType.id).toBe('any')
    expect(found.list?.updatedAt).toBe(
      Math.max(...found.entries.map(({ updatedAt }) => updatedAt), found.list?.updatedAt ?? 0),
    )
  })

  it('of several kinds has them all, or one with its own fields', async () => {
    const mixed = await taken('haut-nivernais', '/offres-d-emploi.csv')
    const kinds = (entries: readonly ExportedEntry[]) =>
      [...new Set(entries.map(({ serviceType }) => serviceType.id))].sort()
    expect(kinds(mixed.entries)).toEqual(['internship', 'job'])
    const jobs = await taken('haut-nivernais', '/offres-d-emploi.csv?kind=job')
    expect(kinds(jobs.entries)).toEqual(['job'])
    expect(jobs.list?.fields.map(({ name }) => name)).toContain('contract')
    expect(kinds((await taken('haut-nivernais', '/offres-d-emploi.rss')).entries)).toEqual(['internship', 'job'])
  })

  it('tells what left it, but not what stands in another of its services', async () => {
    const before = await taken('kiosque', '/recherche.atom')
    const [gone] = before.entries
    await farm.withdraw({ entry: gone?.id ?? 0, actor: FARM, reason: 'Démentie' })
    const after = await taken('kiosque', '/recherche.atom')
    expect(after.list?.deleted?.map(({ uri }) => uri)).toContain(gone?.uri)
    const there = new Set(after.entries.map(({ uri }) => uri))
    expect(after.list?.deleted?.filter(({ uri }) => there.has(uri))).toEqual([])
  })

  it('tells who follows a theme or words of what was corrected away from them, and nobody else', async () => {
    const nadia = await person(farm, 'nadia.belkacem')
    const raw = {
      ...{
        title: 'Un zinguiste recrute à Decize',
        source_name: 'Le Courrier',
        source_date: '2026-11-02',
        rights: 'link',
      },
      ...{ summary: 'En quelques lignes bien à nous.', themes: ['employment'], territories: ['Decize'] },
    }
    const about = { serviceType: 'press-review', organisation: 'nievre', road: 'form', intent: 'propose' } as const
    const put = async (values: object, entry?: number) => {
      const [arrival] = await farm.submit([{ ...about, raw: { ...raw, ...values }, ...(entry ? { entry } : {}) }], {
        actor: await person(farm, 'lea.bonnard'),
      })
      const id = arrival?.entry ?? 0
      const decided = await farm.decide({ entry: id, word: 'approve', reason: '', actor: nadia })
      if (!decided.ok) throw new Error(JSON.stringify(decided.problems))
      return id
    }
    const entry = await put({})
    const uri = `tag:localhost,2026:entry:${entry}`
    const told = async (path: string) =>
      ((await taken('nievre', path)).list?.deleted ?? []).filter((one) => one.uri === uri).length
    const lists = ['/revue-de-presse.atom?theme=employment', '/recherche.feed.json?q=zinguiste']
    for (const path of lists)
      expect([(await taken('nievre', path)).entries.map((one) => one.uri), await told(path)]).toEqual([
        expect.arrayContaining([uri]),
        0,
      ])
    await put({ title: 'Un couvreur recrute à Decize', themes: ['housing'] }, entry)
    for (const path of lists) expect(await told(path), path).toBe(1)
    for (const path of [
      '/revue-de-presse.atom',
      '/revue-de-presse.atom?theme=agriculture',
      '/recherche.atom?q=couvreur',
    ])
      expect(await told(path), path).toBe(0)
    await put(raw, entry)
    for (const path of lists) expect(await told(path), path).toBe(0)
  })

  it('keeps what is confidential at home, in every format', async () => {
    const people = await taken('contacts', '/contacts.vcf')
    expect(people.entries.length).toBeGreaterThan(0)
    const confidential =
      people.list?.serviceType.fields.filter((field) => field.confidential).map(({ name }) => name) ?? []
    expect(confidential).toContain('mobile')
    expect(people.entries.flatMap(({ values }) => confidential.filter((name) => name in values))).toEqual([])
  })

  it('is mapped in as many sitemaps as its entries need', async () => {
    const { sites } = await farm.memory()
    const section = sites.subscriptions('nievre').find(({ slug }) => slug === 'revue-de-presse')
    const count = (await taken('nievre', '/revue-de-presse.csv')).entries.length
    const cuts = await sitemapCuts(farm.storage, { subscription: section?.id ?? 0, length: 3 })
    expect(cuts).toHaveLength(Math.ceil(count / 3))
  })
})
