import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeExport } from '../exports/formats.ts'
import { readInstances } from '../farm/declarations/read-instances.ts'
import { listEntries } from '../farm/lists/list-entries.ts'
import { type Farm, openFarm } from '../farm/open-farm.ts'
import { readSettings } from '../farm/settings.ts'
import { readIntake } from '../pipeline/intake/detect.ts'
import { FARM } from '../pipeline/model/actor.ts'
import { readValues } from '../pipeline/model/read-values.ts'
import { writeValues } from '../pipeline/model/write-values.ts'

const TREE = {
  id: 'remarkable-tree',
  path: 'arbres',
  label: { fr: 'Arbre', en: 'Tree' },
  plural: { fr: 'Arbres', en: 'Trees' },
  description: { fr: 'Arbres remarquables', en: 'Remarkable trees' },
  visibility: 'public',
  workflow: 'a-posteriori',
  lifetime: {},
  presentation: {
    row: 'plain',
    facts: ['height'],
    keyFacts: ['height', 'seen_on'],
    facets: ['species'],
    icon: 'tree-pine',
  },
  exports: [],
  fields: [
    { name: 'title', required: true },
    {
      name: 'species',
      type: 'choice',
      label: { fr: 'Essence', en: 'Species' },
      choices: [{ code: 'oak', label: { fr: 'Chêne', en: 'Oak' } }],
    },
    { name: 'height', type: 'decimal', label: { fr: 'Hauteur (m)', en: 'Height (m)' } },
    { name: 'seen_on', type: 'partial-date', label: { fr: 'Vu le', en: 'Seen on' } },
    { name: 'territories', required: true },
  ],
}

describe('A new service type is one JSON file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'terroir-instances-'))
  const instances = join(folder, 'instances')
  let farm: Farm

  beforeAll(async () => {
    cpSync(new URL('../instances', import.meta.url).pathname, instances, { recursive: true })
    rmSync(join(instances, 'demo'), { recursive: true })
    writeFileSync(join(instances, 'service-types', 'remarkable-tree.json'), JSON.stringify(TREE))
    const site = {
      ...site0,
      services: [
        {
          id: 'arbres',
          label: { fr: 'Arbres', en: 'Trees' },
          mode: 'automatic',
          when: { all: [{ service_type: ['remarkable-tree'] }, { territory: ['departement:58'] }] },
        },
      ],
    }
    cpSync(join(instances, 'sites', 'nievre'), join(instances, 'sites', 'foret'), { recursive: true })
    writeFileSync(join(instances, 'sites', 'foret', 'site.json'), JSON.stringify(site))
    const opened = await openFarm(readSettings({ FARM_DATA: join(folder, 'data'), FARM_INSTANCES: instances }))
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
    farm = opened.value
    expect(await farm.loadNetwork('farm')).toMatchObject({ ok: true })
  })
  afterAll(async () => {
    await farm.close()
    rmSync(folder, { recursive: true })
  })

  it('is validated, published by its workflow, routed, listed and searched without a line of code', async () => {
    const raw = {
      title: 'Chêne de Beaumont',
      species: 'chêne',
      height: '31,5',
      seen_on: 'mai 2026',
      territories: 'Beaumont-la-Ferrière',
    }
    const [arrival] = await farm.submit(
      [{ serviceType: TREE.id, organisation: 'nievre', road: 'csv', raw, intent: 'propose' }],
      { actor: FARM },
    )
    expect(arrival).toMatchObject({ outcome: 'new', problems: [] })
    const { sites } = await farm.memory()
    const subscriptions = sites.subscriptions('foret').map((one) => one.id)
    const page = await listEntries(farm.storage, {
      subscriptions,
      terms: ['species=oak'],
      query: 'chenes',
      upcoming: false,
      limit: 10,
    })
    expect(page.items.map((one) => one.values)).toEqual([
      expect.objectContaining({ species: 'oak', height: 31.5, seen_on: '2026-05' }),
    ])
  })

  it.each(['csv', 'xml'] as const)('leaves as %s and reads back the same', async (format) => {
    const { serviceType, gazetteer, thesaurus } = await farm.memory()
    const kind = serviceType(TREE.id)
    if (!kind) throw new Error('not declared')
    const context = { gazetteer, thesaurus, now: 0 }
    const { values } = readValues({
      serviceType: kind,
      raw: { title: 'Tilleul', height: '12', seen_on: '2025', territories: '58194' },
      context,
    })
    const entry = {
      uri: 'tag:x',
      id: 7,
      serviceType: kind,
      version: 1,
      enclosures: [],
      link: 'https://x.example/7',
      title: 'Tilleul',
      summary: '',
      gist: '',
      html: '',
      organisation: 'x',
      language: 'fr',
      publishedAt: 0,
      updatedAt: 0,
      themes: [],
      territories: [],
      values: writeValues(kind, values),
    }
    const list = {
      title: 't',
      description: 'd',
      link: 'https://x.example',
      self: 'https://x.example/s',
      language: 'fr',
      updatedAt: 0,
      serviceType: kind,
      fields: kind.fields,
      entries: [entry],
    }
    const bytes = Buffer.concat(await Array.fromAsync(writeExport(format, list)))
    const intake = readIntake(bytes, { serviceType: kind })
    if (!intake.ok) throw new Error(JSON.stringify(intake.problems))
    const [item] = [...intake.value.items]
    expect(readValues({ serviceType: kind, raw: item?.raw ?? {}, context })).toEqual({ values, problems: [] })
  })
})

describe('A bad declaration', () => {
  it.each([
    ['not JSON', '{ "id": "oops", ', 'not-json', 'service-types/oops.json'],
    [
      'an unknown field type',
      JSON.stringify({
        ...TREE,
        id: 'oops',
        path: 'oops',
        fields: [{ name: 'title' }, { name: 'x', type: 'telepathy', label: { fr: 'X' } }],
      }),
      'bad-declaration-shape',
      'service-types/oops.json',
    ],
  ])('with %s names file and place, and stops the load before anything changed', async (_, text, code, file) => {
    const folder = mkdtempSync(join(tmpdir(), 'terroir-bad-'))
    const instances = join(folder, 'instances')
    cpSync(new URL('../instances', import.meta.url).pathname, instances, { recursive: true })
    writeFileSync(join(instances, 'service-types', 'oops.json'), text)
    const opened = await openFarm(readSettings({ FARM_DATA: join(folder, 'data'), FARM_INSTANCES: instances }))
    expect(opened).toMatchObject({ ok: false })
    const [problem] = opened.ok ? [] : opened.problems
    expect(problem?.code).toBe(code)
    expect(problem?.params?.file).toBe(file)
    expect(readInstances(join(folder, 'data'))).toMatchObject({ ok: true })
    rmSync(folder, { recursive: true })
  })

  it('of a site that names an unknown organisation leaves the network as it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'terroir-bad-'))
    const instances = join(folder, 'instances')
    cpSync(new URL('../instances', import.meta.url).pathname, instances, { recursive: true })
    writeFileSync(
      join(instances, 'sites', 'yonne', 'site.json'),
      JSON.stringify({
        ...site0,
        id: 'yonne',
        organisation: 'nobody',
        services: [{ id: 'x', label: { fr: 'X', en: 'X' }, mode: 'automatic', when: { service_type: ['news'] } }],
      }),
    )
    const opened = await openFarm(readSettings({ FARM_DATA: join(folder, 'data'), FARM_INSTANCES: instances }))
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
    const loaded = await opened.value.loadNetwork('farm')
    expect(loaded).toMatchObject({
      ok: false,
      problems: [{ code: 'bad-declaration-unknown', params: { value: 'nobody', file: 'sites/yonne/site.json' } }],
    })
    expect((await opened.value.memory()).organisations.all()).toEqual([])
    await opened.value.close()
    rmSync(folder, { recursive: true })
  })
})

const site0 = {
  id: 'foret',
  name: 'Forêt',
  tagline: { fr: 'Les arbres', en: 'The trees' },
  kind: 'portal',
  visibility: 'public',
  organisation: 'nievre',
  hosts: [],
  languages: ['fr'],
  skin: { accent: '#3c7a2c' },
}
