import type { Condition } from '../../pipeline/model/condition.ts'
import type { Site, Subscription } from '../../pipeline/model/site.ts'
import type { Submission } from '../../pipeline/model/submission.ts'
import type { Territory } from '../../pipeline/model/territory.ts'
import type { Thesaurus } from '../../pipeline/model/theme.ts'
import { type Seeded, seeded } from './seeded.ts'

/** What invented entries and requests are made of: real places and themes. */
export interface World {
  readonly territories: readonly Territory[]
  readonly thesaurus: Thesaurus
}

/** An invented network. */
export interface BenchNetwork {
  readonly sites: readonly Site[]
  readonly subscriptions: readonly Omit<Subscription, 'id'>[]
}

/** How many sites the network has, and how many of them hear of the whole country; the others follow the Nièvre. */
export const SITES = 100
export const NATIONAL = 20

/** A hundred sites with ten services each: press of their country or of the Nièvre, then jobs, trainings and press by real places and themes. */
export function benchNetwork(world: World): BenchNetwork {
  const luck = seeded(1)
  const sites = Array.from({ length: SITES }, (_, i) => benchSite(`bench-${i}`, `Essai ${i}`))
  const subscriptions = sites.flatMap((site, i) => [
    service(site, { position: 0, when: press(i < NATIONAL ? 'country:FR' : 'departement:58') }),
    service(site, {
      position: 1,
      when: { all: [{ service_type: ['job'] }, ...(i < NATIONAL ? [] : [within(world, luck)])] },
    }),
    ...Array.from({ length: 8 }, (_, k) => service(site, { position: k + 2, when: request(world, luck) })),
  ])
  return { sites, subscriptions }
}

/** A site of the national body. */
export function benchSite(id: string, name: string): Site {
  return {
    ...{ id, name, tagline: { fr: name }, kind: 'portal', visibility: 'public', organisation: 'confluences' },
    ...{ hosts: [], languages: ['fr'], skin: { accent: '#225577' } },
  }
}

/** Invented arrivals of one kind all over France, the same on every run. */
export function benchSubmissions(kind: keyof typeof FIELDS, count: number, world: World): Submission[] {
  const luck = seeded(kind.length)
  const communes = world.territories.filter((one) => one.level === 'commune' && one.postcodes.length > 0)
  return Array.from({ length: count }, (_, i) => {
    const commune = luck.pick(communes)
    const raw = { ...FIELDS[kind](i, commune, luck), themes: [luck.pick(themesOf(world))] }
    return { serviceType: kind, organisation: 'nievre', road: 'csv', raw, intent: 'propose', line: i + 1 }
  })
}

/** A press sheet of today about a place. */
export function pressSheet(title: string, place: string): Submission {
  const today = new Date().toISOString().slice(0, 10)
  const sheet = FIELDS['press-review'](1, undefined, seeded(3))
  const raw = { ...sheet, title, source_date: today, territories: [place], themes: ['employment'] }
  return { serviceType: 'press-review', organisation: 'nievre', road: 'form', raw, intent: 'propose' }
}

const FIELDS = {
  'press-review': (i: number, commune: Territory | undefined, luck: Seeded) => ({
    title: `${luck.pick(NEWS)} n° ${i}`,
    source_name: luck.pick(['Le Courrier du Morvan', 'La Gazette des métiers', 'L’Écho du Val de Loire']),
    source_date: `2026-10-${String((i % 28) + 1).padStart(2, '0')}`,
    summary: `${luck.pick(NEWS)}. ${luck.pick(NEWS)} : les acteurs locaux répondent.`,
    rights: 'link',
    territories: commune ? [commune.key] : [],
  }),
  job: (i: number, commune: Territory | undefined, luck: Seeded) => ({
    title: `${luck.pick(TRADES)} (n° ${i})`,
    occupation: luck.pick(['K1304', 'G1602', 'F1703', 'N4101']),
    employer: luck.pick(['Menuiserie du Pont', 'Résidence des Tilleuls', 'Transports Bellevue']),
    address: `3 rue de la Gare, ${commune?.postcodes[0] ?? ''} ${commune?.name ?? ''}`,
    contract: luck.pick(['permanent', 'fixed-term', 'seasonal']),
    body: `<p>${luck.pick(TRADES)} : poste à pourvoir, débutants bienvenus.</p>`,
    deadline: `2027-0${(i % 8) + 1}-15`,
    apply_email: 'recrutement@emploi.example',
  }),
} as const

function press(place: string): Condition {
  return { all: [{ service_type: ['press-review'] }, { territory: [place] }] }
}

function request(world: World, luck: Seeded): Condition {
  const kinds = luck.pick([['job'], ['training'], ['press-review'], ['job', 'training'], ['event', 'news']])
  const theme: Condition[] = luck.chance(0.6) ? [{ theme: [luck.pick(themesOf(world))] }] : []
  return { all: [{ service_type: kinds }, within(world, luck), ...theme, { origin: ['network'] }] }
}

function within({ territories }: World, luck: Seeded): Condition {
  const level = luck.pick(['departement', 'departement', 'region', 'epci', 'commune'] as const)
  const relation = luck.chance(0.2) ? ('either' as const) : ('within' as const)
  return { territory: [luck.pick(territories.filter((one) => one.level === level)).key], relation }
}

function service(site: Site, { position, when }: { position: number; when: Condition }): Omit<Subscription, 'id'> {
  const slug = ['revue', 'offres'][position] ?? `rubrique-${position}`
  return { site: site.id, slug, label: { fr: `Rubrique ${position}` }, mode: 'automatic', when, position }
}

function themesOf({ thesaurus }: World): readonly string[] {
  const top = thesaurus.narrower('themes', null).map((one) => one.code)
  return [...top, ...top.flatMap((code) => thesaurus.narrower('themes', code).map((one) => one.code))]
}

const NEWS = [
  'Une scierie recrute et forme sur place',
  'Le train du soir revient au printemps',
  'Une maison des services ouvre ses portes',
  'Les apprentis du bâtiment exposent',
]
const TRADES = ['Aide-soignant', 'Maçon du patrimoine', 'Cuisinière de collectivité', 'Conducteur routier']
