import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cliOn } from './run-cli.ts'

// Real files of outside systems lie beside the repository, not in it: they may not be redistributed.
const SHARED = new URL('../../../../shared/', import.meta.url)
const absent = !existsSync(new URL('samples/', SHARED))
const title = absent ? 'real files (skipped: the samples are not beside this repository)' : 'real files'

interface Recipe {
  readonly file: string
  readonly type: string
  readonly map?: Readonly<Record<string, string>>
  readonly defaults?: Readonly<Record<string, string>>
  /** Items of the file, and how many of them become entries. */
  readonly total: number
  readonly fresh: number
}

const PLACE = { themes: 'training', category: 'training-provider' }
const PRESS = { rights: 'link', themes: 'employment', territories: 'departement:58' }

const RECIPES: readonly Recipe[] = [
  {
    file: 'samples/csv/organismes-apprentissage-bfc.csv',
    type: 'directory',
    map: { raison_sociale: 'title', adresse: 'address' },
    defaults: PLACE,
    total: 336,
    fresh: 297,
  },
  {
    file: 'samples/csv/reseau-greta.csv',
    type: 'directory',
    map: { 'Raison sociale': 'title', Adresse: 'address', Siret: 'siret' },
    defaults: PLACE,
    total: 68,
    fresh: 63,
  },
  {
    file: 'samples/csv/france-services-bfc-windows-1252.csv',
    type: 'directory',
    map: { lib_france_services: 'title', ADRESSE: 'address.street', insee_com: 'address.commune', TELEPHONE: 'phone' },
    defaults: { themes: 'employment', category: 'administration' },
    total: 71,
    fresh: 71,
  },
  {
    file: 'samples/csv/openagenda-evenements.csv',
    type: 'event',
    map: {
      ...{ title_fr: 'title', firstdate_begin: 'start', firstdate_end: 'end', longdescription_fr: 'body' },
      ...{ location_address: 'address.street', location_insee: 'address.commune', location_city: 'address.town' },
      ...{ canonicalurl: 'source_url', status: 'unused', image: 'unused' },
    },
    defaults: { themes: 'employment', status: 'confirmed' },
    total: 22,
    fresh: 22,
  },
  {
    file: 'samples/csv/offres-exemple-minimal.csv',
    type: 'job',
    map: {
      ...{ intitule: 'title', code_postal: 'address.postcode', code_rome: 'occupation', description: 'body' },
      date_creation: 'deadline',
    },
    defaults: { employer: 'Partenaire', contract: 'permanent', themes: 'employment' },
    total: 5,
    fresh: 4,
  },
  { file: 'samples/feeds/franceinfo-titres-rss2.xml', type: 'press-review', defaults: PRESS, total: 25, fresh: 25 },
  {
    file: 'samples/feeds/franceinfo-windows-1252-declare-iso-8859-1.xml',
    type: 'press-review',
    defaults: PRESS,
    total: 12,
    fresh: 0,
  },
  { file: 'samples/feeds/la-grange-atom10-xhtml.xml', type: 'press-review', defaults: PRESS, total: 11, fresh: 11 },
  { file: 'samples/feeds/planete-jquery-rss10-rdf.xml', type: 'press-review', defaults: PRESS, total: 20, fresh: 20 },
  { file: 'samples/feeds/offres-pass-jsonfeed-1.1.json', type: 'press-review', defaults: PRESS, total: 7, fresh: 7 },
  { file: 'samples/feeds/casse-franceinfo-tronque.xml', type: 'press-review', defaults: PRESS, total: 11, fresh: 0 },
  { file: 'samples/feeds/vide-sans-item.rss', type: 'press-review', defaults: PRESS, total: 0, fresh: 0 },
  { file: 'samples/xml/lheo-2.3-onisep-bfc.xml', type: 'training', total: 15, fresh: 15 },
  { file: 'samples/xml/lheo-2.3-grand-est-iso-8859-1-prefixe.xml', type: 'training', total: 12, fresh: 12 },
  { file: 'standards/lheo/exemple-officiel-bts-onisep-2.2.xml', type: 'training', total: 1, fresh: 1 },
]

interface Told {
  readonly line: number | null
  readonly message: string
}

describe.skipIf(absent)(`Importing ${title} by the command line`, () => {
  const cli = cliOn('demo')

  it.each(RECIPES)('$file becomes $fresh entries of $type, and every other line is explained', async (recipe) => {
    const { code, value } = await cli.json(['import', ...argumentsOf(recipe)])
    const { total, duplicates, refused, same, changed } = value
    expect([total, value.new]).toEqual([recipe.total, recipe.fresh])
    expect(value.new + changed + same + duplicates + refused).toBe(total)
    const problems: readonly Told[] = value.problems
    const lines = new Set(problems.flatMap(({ line }) => line ?? []))
    expect(lines.size).toBe(duplicates + refused)
    expect(problems.filter(({ message }) => !/^\p{Lu}|^«/u.test(message) || /\{|Problème :/.test(message))).toEqual([])
    expect(code).toBe(refused === 0 ? 0 : 1)
  })

  it('training offers of a LHÉO file, once approved, stand on the region’s portal', async () => {
    const { value } = await cli.json(['entries', '--organisation', 'passerelles', '--state', 'submitted'])
    const [found] = value.entries.filter((one: { title: string }) => /spécialité/i.test(one.title))
    const entry = String(found.entry)
    expect((await cli.json(['decide', entry, 'approve', '--as', 'camille.ferrand'])).value.review).toBe('proofread')
    const { value: approved } = await cli.json(['decide', entry, 'approve', '--as', 'hanane.roussel'])
    expect(approved).toMatchObject({ state: 'published', sites: expect.arrayContaining(['bourgogne-franche-comte']) })
  })
})

function argumentsOf({ file, type, map = {}, defaults = {} }: Recipe): string[] {
  const organisation = type === 'training' ? 'passerelles' : 'confluences'
  return [
    ...[fileURLToPath(new URL(file, SHARED)), '--service-type', type, '--organisation', organisation],
    ...Object.entries(map).flatMap(([column, field]) => ['--map', `${column}=${field}`]),
    ...Object.entries(defaults).flatMap(([field, value]) => ['--default', `${field}=${value}`]),
  ]
}
