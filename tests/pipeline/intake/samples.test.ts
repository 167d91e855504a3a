import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIntake } from '../../../pipeline/intake/detect.ts'
import { readOpml } from '../../../pipeline/intake/opml.ts'
import { cpuClock } from '../../cpu-clock.ts'
import { declaredType } from './declared-types.ts'
import { readWhole, refusal } from './reading.ts'

// Real files of outside systems lie beside the repository, not in it: they may not be redistributed.
const SHARED = new URL('../../../../shared/', import.meta.url)
const SAMPLES = new URL('samples/', SHARED)
const absent = !existsSync(SAMPLES)
const suite = absent ? 'real files (skipped: the samples are not beside this repository)' : 'real files'

const types = {
  directory: declaredType('directory'),
  event: declaredType('event'),
  job: declaredType('job'),
  press: declaredType('press-review'),
  training: declaredType('training'),
}

function options(type: keyof typeof types) {
  return { serviceType: types[type], baseUrl: 'https://www.example.org/flux/feed.xml' }
}

function bytes(path: string, base = SAMPLES) {
  return readFileSync(new URL(path, base))
}

const CSV = [
  ['onisep-ideo-formations-initiales.csv', 'training', 2500],
  ['onisep-formations-windows-1252-excel.csv', 'training', 400],
  ['onisep-formations-utf16le-tab.txt', 'training', 120],
  ['onisep-specialites-premiere-bfc.csv', 'training', 98],
  ['formations-grand-est.csv', 'training', 700],
  ['france-travail-offres-ardeche.csv', 'job', 75],
  ['offres-exemple-minimal.csv', 'job', 5],
  ['france-services-bfc-windows-1252.csv', 'directory', 71],
  ['reseau-greta.csv', 'directory', 68],
  ['organismes-apprentissage-bfc.csv', 'directory', 336],
  ['lieux-covoiturage-latin1.csv', 'directory', 60],
  ['acce-etablissement-iso-8859-1.csv', 'directory', 1],
  ['parcours-r-espaces.csv', 'training', 9],
  ['openagenda-evenements.csv', 'event', 22],
] as const

const FEEDS = [
  ['spip-jeuxlinux-rss2.xml', 20],
  ['universfreebox-rss092-iso-8859-1.xml', 30],
  ['planete-jquery-rss10-rdf.xml', 20],
  ['la-grange-atom10-xhtml.xml', 11],
  ['franceinfo-titres-rss2.xml', 25],
  ['franceinfo-windows-1252-declare-iso-8859-1.xml', 12],
  ['casse-franceinfo-tronque.xml', 11],
  ['lemonde-2018-rss2-reindente.xml', 21],
  ['offres-pass-fonction-publique.rss', 7],
  ['bom-utf8-declare-iso-8859-1.xml', 11],
  ['casse-commentaire-avant-prologue.xml', 2],
  ['vide-sans-item.rss', 0],
  ['offres-pass-jsonfeed-1.1.json', 7],
] as const

const CALENDARS = [
  ['jours-feries-metropole.ics', 121],
  ['ade-emploi-du-temps.ics', 120],
  ['agenda-assemblee-nationale-non-conforme.ics', 23],
  ['recurrence-exceptions.ics', 3],
  ['duree-sans-dtend.ics', 1],
  ['openagenda-europe-paris.ics', 30],
] as const

// Actions are one item each; sessions lie within.
const LHEO = [
  ['lheo-2.3-onisep-bfc.xml', SAMPLES, 1, 15, 15],
  ['lheo-2.3-grand-est-iso-8859-1-prefixe.xml', SAMPLES, 12, 12, 24],
] as const

const LISTS = [
  ['presse-independante-quebec.opml', 27],
  ['informatique-categories.opml', 9],
] as const

describe.skipIf(absent)(suite, () => {
  it('are all read here, each with the count that is told of it', () => {
    const told = [
      ...bytes('README.md')
        .toString()
        .matchAll(/^\| (\w+\/\S+) \|[^|]*\| ([\d, /]+)/gm),
    ].map(([, path = '', figures = '']) => [path, figures.replace(/[,\s]/g, '')] as const)
    const counted = (folder: string, rows: readonly (readonly [string, ...unknown[]])[]) =>
      rows.map((row) => [`${folder}/${row[0]}`, String(row.at(-1))] as const)
    const mapped: readonly { path: string; rows: number }[] = JSON.parse(
      readFileSync(new URL('mapping/sample-mappings.json', import.meta.url), 'utf8'),
    )
    const read = new Map([
      ...mapped.map(({ path, rows }) => [path, String(rows)] as const),
      ...counted('csv', CSV),
      ...counted('feeds', [...FEEDS, ['casse-page-html-200.xml', 0]]),
      ...counted('ical', CALENDARS),
      ...counted('opml', LISTS),
      ...LHEO.map(([file, , ...counts]) => [`xml/${file}`, counts.join('/')] as const),
    ])
    expect(told).toHaveLength(44)
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(told))
    const files = readdirSync(SAMPLES, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    expect(files.map(({ name }) => name).sort()).toEqual(
      [...told.map(([path]) => path.split('/')[1]), 'README.md'].sort(),
    )
  })

  it.each(CSV)('%s as %s has its %i rows, none of them ragged', (file, type, count) => {
    const { format, items } = readWhole(bytes(`csv/${file}`), options(type))
    expect(format).toBe('csv')
    expect(items).toHaveLength(count)
    expect(items.filter(({ problems }) => problems.length > 0)).toEqual([])
  })

  it('a mapping brings the columns of a foreign CSV to their fields', () => {
    const mapping = {
      lib_france_services: 'title',
      ADRESSE: 'address.street',
      insee_com: 'address.commune',
      TELEPHONE: 'phone',
    }
    const { items } = readWhole(bytes('csv/france-services-bfc-windows-1252.csv'), { ...options('directory'), mapping })
    expect(items[0]?.raw).toMatchObject({
      title: 'Premiers Sapins',
      address: { street: '8 rue de la Scierie - Nods', commune: '25424' },
    })
  })

  it('a description of many lines keeps the line of its row', () => {
    const content = bytes('csv/france-travail-offres-ardeche.csv').toString('utf8')
    const { items } = readWhole(content, { ...options('job'), mapping: { intitule: 'title' } })
    const lines = content.split('\n')
    for (const { line, externalId } of items) expect(lines[line - 1]?.startsWith(externalId ?? '?')).toBe(true)
  })

  it.each(FEEDS)('%s has its %i items, each with a title and an identity', (file, count) => {
    const { format, items } = readWhole(bytes(`feeds/${file}`), options('press'))
    expect(format).toBe('feed')
    expect(items).toHaveLength(count)
    for (const { raw, externalId } of items) {
      expect(raw.title).toMatch(/\S/)
      expect(raw.title).not.toMatch(/&\w+;|<\w|\n|\u0092|\uFFFD/)
      expect(externalId).toMatch(/\S/)
      expect(raw.source_url).toMatch(/^https?:\/\//)
    }
  })

  it.each(CALENDARS)('%s has its %i events, each with a title, a day and an identity of its own', (file, count) => {
    const { format, items, warnings } = readWhole(bytes(`ical/${file}`), options('event'))
    expect([format, items.length, warnings]).toEqual(['ical', count, []])
    expect(new Set(items.map(({ externalId }) => externalId)).size).toBe(count)
    for (const { raw, problems } of items) {
      expect(problems).toEqual([])
      expect(raw.title).toMatch(/\S/)
      expect(raw.start).toMatch(/^\d{4}-\d\d-\d\d/)
    }
  })

  it('a public holiday lasts its day, a timetable follows summer time', () => {
    for (const { raw } of readWhole(bytes('ical/jours-feries-metropole.ics'), options('event')).items)
      expect([raw.end, raw.start]).toEqual([undefined, expect.stringMatching(/^\d{4}-\d\d-\d\d$/)])
    const [summer, , winter] = readWhole(bytes('ical/ade-emploi-du-temps.ics'), options('event')).items
    expect([summer?.raw.start, winter?.raw.start]).toEqual(['2021-09-09T12:30', '2021-12-16T08:00'])
    expect(summer?.raw.body).toContain('3EA APP1A Groupes LM et Anglais')
  })

  it('the apostrophes of windows-1252 declared as ISO-8859-1 are kept', () => {
    const { items, warnings } = readWhole(
      bytes('feeds/franceinfo-windows-1252-declare-iso-8859-1.xml'),
      options('press'),
    )
    expect(JSON.stringify(items)).toContain('forces de l’ordre')
    expect(warnings).toEqual([])
  })

  it('a feed cut in its twelfth item says so', () => {
    expect(readWhole(bytes('feeds/casse-franceinfo-tronque.xml'), options('press')).codes).toEqual(['truncated-feed'])
  })

  it('SPIP’s link to the section is no part of the summary', () => {
    for (const { raw } of readWhole(bytes('feeds/spip-jeuxlinux-rss2.xml'), options('press')).items) {
      expect(raw.summary).not.toMatch(/\n-\n/)
    }
  })

  it('the maintenance page names the feed it announces', () => {
    expect(refusal(bytes('feeds/casse-page-html-200.xml'), options('press'))).toEqual({
      code: 'html-instead-of-feed',
      params: { feed: 'https://www.example.org/spip.php?page=backend' },
    })
  })

  it.each(LISTS)('%s has its %i feeds', (file, count) => {
    const feeds = readOpml(bytes(`opml/${file}`))
    expect(feeds.ok && feeds.value.length).toBe(count)
  })

  it.each([
    ...LHEO.map(([file, base, ...counts]) => [`xml/${file}`, base, ...counts] as const),
    ['standards/lheo/exemple-officiel-bts-onisep-2.2.xml', SHARED, 1, 1, undefined],
    ['standards/lheo/lheo-exemple-squelette-2.3.xml', SHARED, 1, 1, undefined],
  ] as const)('%s gives one training per action, with its sessions', (file, base, formations, count, sessions) => {
    const { format, items } = readWhole(bytes(file, base), options('training'))
    expect(format).toBe('lheo')
    expect(items).toHaveLength(count)
    expect(new Set(items.map(({ externalId }) => externalId)).size).toBe(count)
    expect(new Set(items.map(({ raw }) => raw.title)).size).toBe(formations)
    const told = items.reduce((sum, { raw }) => sum + (Array.isArray(raw.sessions) ? raw.sessions.length : 0), 0)
    expect(told).toBe(sessions ?? told)
    // What is kept as it came keeps its fillers too.
    const read = items.map(({ raw: { lheo: _, ...raw } }) => raw)
    expect(JSON.stringify(read)).not.toMatch(/"-"|00000000|\uFFFD/)
  })

  it.each(['apec', 'enedis', 'hellowork', 'kelio', 'laposte'])(
    'the job flow of %s is refused by name, not misread',
    (name) => {
      expect(refusal(bytes(`xml/offres-${name}.xml`), options('job'))?.code).toBe('unknown-format')
    },
  )

  it('damaged in any way, they neither throw nor hang', () => {
    const files = [
      ...FEEDS.map(([file]) => bytes(`feeds/${file}`)),
      ...CSV.slice(5, 8).map(([file]) => bytes(`csv/${file}`)),
      bytes('xml/lheo-2.3-onisep-bfc.xml'),
    ].map((content) => content.subarray(0, 20_000))
    const damage = fc.array(fc.tuple(fc.nat(20_000), fc.nat(400), fc.uint8Array({ maxLength: 12 })), { maxLength: 6 })
    const check = fc.property(fc.constantFrom(...files), damage, (content, cuts) => {
      const damaged = cuts.reduce<Uint8Array>(
        (kept, [at, length, added]) => Buffer.concat([kept.subarray(0, at), added, kept.subarray(at + length)]),
        content,
      )
      const spent = cpuClock()
      const read = readIntake(damaged, options('training'))
      if (read.ok) for (const { line } of read.value.items) expect(line).toBeGreaterThan(0)
      expect(spent()).toBeLessThan(30_000)
    })
    fc.assert(check, { numRuns: 150 })
  }, 120_000)
})
