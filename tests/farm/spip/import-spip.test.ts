import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { importSpip, type SpipReport, type SpipRequest } from '../../../farm/spip/import-spip.ts'
import { findOldAddress } from '../../../farm/storage/gateways/old-address-store.ts'
import { listSources } from '../../../farm/storage/gateways/source-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import { demoFarm, describeFarmOnBoth, person } from '../../farms.ts'
import { mysqlDump, oldSpipSite, writeSqlite } from './old-spip-site.ts'

const folder = mkdtempSync(join(tmpdir(), 'terroir-spip-test-'))
const images = join(folder, 'IMG')
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

beforeAll(() => {
  for (const name of ['png', 'pdf']) mkdirSync(join(images, name), { recursive: true })
  writeFileSync(join(images, 'png/affiche.png'), Buffer.from(PNG, 'base64'))
  writeFileSync(join(images, 'pdf/programme.pdf'), '%PDF-1.4\n%%EOF')
  writeSqlite(join(folder, 'site.sqlite'), oldSpipSite())
  writeFileSync(join(folder, 'site.sql'), mysqlDump(oldSpipSite()))
  writeFileSync(join(folder, 'site.sql.gz'), gzipSync(mysqlDump(oldSpipSite())))
  // What was UTF-8, taken for Latin letters, and encoded again.
  const twice = new TextDecoder('windows-1252').decode(Buffer.from(mysqlDump(oldSpipSite())))
  writeFileSync(join(folder, 'twice.sql'), twice)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function request(file: string, changes: Partial<SpipRequest> = {}): SpipRequest {
  return {
    path: join(folder, file),
    images,
    organisation: 'nievre',
    site: 'nievre',
    origin: 'https://nievre.example',
    kinds: { article: 'news', breve: 'news', source: 'press-review' },
    mapping: { rubriques: { 'Vie de la maison': ['community-life'] }, mots: { '3': [] } },
    defaults: { territories: 'departement:58' },
    actor: FARM,
    dryRun: false,
    ...changes,
  }
}

async function brought(farm: Farm, asked: SpipRequest): Promise<SpipReport> {
  const result = await importSpip(farm, asked)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

function countsOf({ batches }: SpipReport) {
  return batches.map(({ kind, report }) => [
    kind,
    report.total,
    report.new,
    report.changed,
    report.same,
    report.refused,
  ])
}

async function entryOf(farm: Farm, object: string): Promise<Entry & { readonly values: Values }> {
  const externalIds = [`spip:www.maison-emploi-morvan.example:${object}`]
  const [entry] = await farm.ports.entries.identify({ externalIds, urls: [], fingerprints: [] })
  const revision = entry && (await farm.ports.entries.revision(entry.workingRevision))
  if (!entry || !revision) throw new Error(`${object} did not come`)
  return { ...entry, values: revision.values }
}

describeFarmOnBoth('a SPIP site', (open) => {
  test('comes with its texts, statuses, dates, subjects, documents and sources; again, nothing changes', async () => {
    const farm = await open()
    const rehearsed = await brought(farm, request('site.sqlite', { dryRun: true }))
    expect(countsOf(rehearsed)).toEqual([
      ['article', 60, 59, 0, 0, 1],
      ['breve', 2, 2, 0, 0, 0],
    ])
    const report = await brought(farm, request('site.sqlite'))
    expect(countsOf(report)).toEqual(countsOf(rehearsed))
    expect(report.batches[0]?.report.problems).toContainEqual(expect.objectContaining({ code: 'required', line: 8 }))
    expect(report).toMatchObject({ refused: 1, trashed: 1, unmapped: [], files: { kept: 2, missing: 1 } })
    expect(report.sources).toEqual({ added: 1, known: 0, problems: [] })
    const forum = await entryOf(farm, 'article:1')
    expect(forum).toMatchObject({
      title: 'Le forum de l’emploi',
      state: 'published',
      publishedAt: Date.UTC(2026, 8, 10, 7, 30),
      values: {
        summary: 'Trente employeurs vous attendent à Nevers.',
        themes: ['employment', 'prior-learning'],
        territories: ['departement:58'],
        image: { alt: 'Affiche du forum' },
        attachments: [{ name: 'programme.pdf', label: 'Programme' }],
      },
    })
    expect(forum.values.body).toBe(
      [
        '<h2>Le programme</h2>',
        '<ul><li>accueil à 9 h</li><li>ateliers, voir <a href="https://nievre.example/spip.php?article2">Les photos du forum</a> et les photos</li></ul>',
        '<p>Venez nombreux (1) !</p>',
        '<table><thead><tr><th>Heure</th><th>Salle</th></tr></thead><tbody><tr><td>9 h</td><td>A</td></tr></tbody></table>',
        '<p>Perdu <a href="https://exemple.example/?a=1&amp;b=2">Site</a> </p>',
        '<p>(1) Entrée libre.</p>',
        '<p>Écrire à <a href="mailto:accueil@maison.example">accueil@maison.example</a></p>',
        '<p><em>Odile Marchand, Karim Attal</em></p>',
      ].join('\n'),
    )
    const states = { 3: 'submitted', 4: 'draft', 6: 'refused', 7: 'trashed', 9: 'scheduled' }
    for (const [number, state] of Object.entries(states))
      expect((await entryOf(farm, `article:${number}`)).state).toBe(state)
    expect((await entryOf(farm, 'article:2')).values.themes).toEqual(['community-life'])
    const sources = await listSources(farm.storage, ['nievre'])
    expect(sources.find(({ name }) => name === 'Morvan Infos')?.state).toBe('paused')

    const again = await brought(farm, request('site.sql'))
    expect(countsOf(again)).toEqual([
      ['article', 60, 0, 0, 59, 1],
      ['breve', 2, 0, 0, 2, 0],
    ])
    expect(again).toMatchObject({ published: 0, refused: 0, trashed: 0, sources: { added: 0, known: 1 } })
  }, 300_000)

  test('answers for its old addresses, and withdraws what the old site takes back', async () => {
    const farm = await open()
    await brought(farm, request('site.sql.gz'))
    const { id } = await entryOf(farm, 'article:5')
    for (const paths of [['/article5'], ['/emploi/le-bus'], ['/nulle-part', '/le-bus', '/emploi/le-bus']])
      expect(await findOldAddress(farm.storage, { site: 'nievre', paths })).toMatchObject({ id })
    expect(await findOldAddress(farm.storage, { site: 'yonne', paths: ['/article5'] })).toBeUndefined()
    expect(await findOldAddress(farm.storage, { site: 'nievre', paths: ['/article4'] })).toBeUndefined()

    const site = oldSpipSite()
    const articles = (site.spip_articles ?? []).map((row) => ({
      ...row,
      ...(row.id_article === 5 ? { statut: 'poubelle' } : {}),
      ...(row.id_article === 1 ? { titre: '01. Le grand forum' } : {}),
    }))
    writeFileSync(join(folder, 'later.sql'), mysqlDump({ ...site, spip_articles: articles }))
    // The article itself, and the one that names it in a link.
    const later = await brought(farm, request('later.sql'))
    expect(countsOf(later)[0]).toEqual(['article', 60, 0, 2, 56, 1])
    expect(later.batches[0]?.report.gone).toBe(1)
    expect((await entryOf(farm, 'article:5')).state).toBe('withdrawn')
    expect(await entryOf(farm, 'article:1')).toMatchObject({ title: 'Le grand forum', state: 'published' })
  }, 300_000)
})

const openOne = demoFarm()

test('what was encoded twice comes as it was written', async () => {
  const farm = await openOne()
  const report = await brought(farm, request('twice.sql', { images: undefined }))
  expect(report.repaired).toBeGreaterThan(100)
  expect((await entryOf(farm, 'article:1')).title).toBe('Le forum de l’emploi')
  expect(report.files).toMatchObject({ kept: 0, missing: 3 })
})

test('only who may import there, and manage the site, does it; what is no SPIP site is refused in words', async () => {
  const farm = await openOne()
  const lea = await person(farm, 'lea.bonnard')
  const refused = async (asked: SpipRequest) => {
    const result = await importSpip(farm, asked)
    return result.ok ? undefined : result.problems[0]?.code
  }
  expect(await refused(request('site.sql', { actor: lea }))).toBe('not-allowed')
  expect(await refused(request('site.sql', { site: 'nulle-part' }))).toBe('unknown-site')
  expect(await refused(request('site.sql', { prefix: 'autre' }))).toBe('not-spip')
  expect(await refused(request('absent.sql'))).toBe('unreadable-file')
  const wrong = { rubriques: { Emploi: ['pas-un-theme'] }, mots: {} }
  expect(await refused(request('site.sql', { mapping: wrong }))).toBe('unknown-subject')
  writeFileSync(join(folder, 'noise'), Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256)))
  expect(await refused(request('noise'))).toBe('not-spip')
  writeFileSync(join(folder, 'noise.sqlite'), Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4000, 7)]))
  expect(await refused(request('noise.sqlite'))).toBe('broken-database')
})

test('a hostile database runs nothing and reads nothing but tables', async () => {
  const path = join(folder, 'hostile.sqlite')
  const { spip_articles: articles = [], ...others } = oldSpipSite()
  writeSqlite(path, { ...others, kept: articles })
  const database = new Sqlite(path)
  database.exec("create view spip_articles as select *, writefile('/tmp/terroir-pwned', 'x') as y from kept")
  database.close()
  const farm = await openOne()
  expect(await importSpip(farm, request('hostile.sqlite'))).toMatchObject({
    ok: false,
    problems: [{ code: 'not-spip' }],
  })

  symlinkSync('/etc/passwd', join(images, 'pdf/lien.pdf'))
  const documents = [
    { id_document: 2, titre: 'Lien', fichier: 'pdf/lien.pdf', extension: 'pdf', distant: 'non', mode: 'document' },
  ]
  writeFileSync(join(folder, 'link.sql'), mysqlDump({ ...oldSpipSite(), spip_documents: documents }))
  const report = await brought(farm, request('link.sql'))
  expect(report.files).toMatchObject({ kept: 0, missing: 1 })
})
