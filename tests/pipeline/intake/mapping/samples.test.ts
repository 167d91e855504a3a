import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeColumns } from '../../../../pipeline/intake/mapping/describe-columns.ts'
import { openTable } from '../../../../pipeline/intake/mapping/open-table.ts'
import { suggestMapping } from '../../../../pipeline/intake/mapping/suggest-mapping.ts'
import { declaredType } from '../declared-types.ts'
import { readBy } from './reading-mapped.ts'

// Real files of outside systems lie beside the repository, not in it: they may not be redistributed.
const SAMPLES = new URL('../../../../../shared/samples/', import.meta.url)
const absent = !existsSync(SAMPLES)
const suite = absent
  ? 'real files by a mapping (skipped: the samples are not beside this repository)'
  : 'real files by a mapping'

const onisep = {
  identity: ['libellé formation principal', 'lien site onisep.fr'],
  fields: {
    title: { from: 'libellé formation principal' },
    exit_level: {
      from: 'libellé niveau RNCP',
      steps: [{ do: 'extract', pattern: 'niveau (\\d)' }],
      values: { pairs: { 3: 'level-3', 4: 'level-4', 5: 'level-5', 6: 'level-6', 7: 'level-7' }, others: 'drop' },
    },
    certifications: { from: 'code RNCP' },
    themes: {
      from: 'domaine/sous-domaine',
      steps: [{ do: 'split', by: '|' }],
      values: { pairs: {}, others: 'drop' },
      constant: 'formation',
    },
    source_url: { from: 'lien site onisep.fr' },
  },
}

const place = (street: string, postcode: string, town: string) => ({
  'address.street': { from: street },
  'address.postcode': { from: postcode, steps: [{ do: 'pad', length: 5, with: '0' }] },
  'address.town': { from: town, steps: [{ do: 'case', to: 'title' }] },
})

// How many rows there are, and what one of them becomes.
const FILES: readonly (readonly [
  path: string,
  type: string,
  rows: number,
  mapping: object,
  at: number,
  raw: object,
])[] = [
  [
    'csv/onisep-ideo-formations-initiales.csv',
    'training',
    2500,
    onisep,
    0,
    { title: "Chargé d'accompagnement social et professionnel", exit_level: 'level-5', themes: 'formation' },
  ],
  ['csv/onisep-formations-windows-1252-excel.csv', 'training', 400, onisep, 0, { exit_level: 'level-5' }],
  [
    'csv/onisep-formations-utf16le-tab.txt',
    'training',
    120,
    onisep,
    0,
    { exit_level: 'level-5', certifications: '7426' },
  ],
  [
    'csv/onisep-specialites-premiere-bfc.csv',
    'training',
    98,
    {
      identity: 'Identifiant action de formation',
      fields: {
        title: { constant: 'Première générale' },
        provider: { from: 'Libellé lieu de cours' },
        content: {
          from: 'Enseignements de spécialité de classe de 1ère générale',
          steps: [
            { do: 'split', by: ' / ' },
            { do: 'join', with: '\n' },
          ],
        },
        ...place('Adresse lieu de cours', 'Code postal lieu de cours', 'Commune lieu de cours'),
      },
    },
    0,
    { title: 'Première générale', address: { street: '3 rue Louis Marchal', postcode: '90000', town: 'Belfort' } },
  ],
  [
    'csv/formations-grand-est.csv',
    'training',
    700,
    {
      fields: {
        title: { from: 'Nom_Complet_Diplome' },
        provider: { from: 'Nom_Etablissement' },
        exit_level: { from: 'Niveau_Europeen', values: { pairs: { 3: 'level-3', 4: 'level-4' }, others: 'drop' } },
        'address.town': { from: 'Ville' },
        'address.postcode': { from: 'Code_Postal', steps: [{ do: 'pad', length: 5, with: '0' }] },
      },
    },
    1,
    { address: { town: 'Saint-Laurent', postcode: '08090' }, exit_level: 'level-3' },
  ],
  [
    'csv/france-travail-offres-ardeche.csv',
    'job',
    75,
    {
      identity: 'id',
      fields: {
        title: { from: 'intitule' },
        occupation: { from: 'romeCode' },
        contract: {
          from: 'typeContrat',
          values: {
            pairs: { CDI: 'permanent', CDD: 'fixed-term', MIS: 'temporary', SAI: 'seasonal' },
            others: 'refuse',
          },
        },
        'address.town': {
          from: 'lieuTravail.libelle',
          steps: [
            { do: 'extract', pattern: '^\\d+ - (.+)$' },
            { do: 'case', to: 'title' },
          ],
        },
        'address.commune': { from: 'lieuTravail.commune' },
        deadline: {
          from: 'dateCreation',
          steps: [
            { do: 'date', pattern: 'yyyy-MM-dd' },
            { do: 'add-days', days: 60 },
          ],
        },
      },
    },
    0,
    { title: 'Vendeur / Vendeuse en prêt-à-porter', contract: 'permanent' },
  ],
  [
    'csv/offres-exemple-minimal.csv',
    'job',
    5,
    {
      identity: 'id',
      fields: {
        title: { from: 'intitule' },
        source_name: { constant: 'Partenaire' },
        'address.postcode': { from: 'code_postal' },
      },
    },
    0,
    { title: 'Coiffeur / Coiffeuse mixte', source_name: 'Partenaire', address: { postcode: '75011' } },
  ],
  [
    'csv/france-services-bfc-windows-1252.csv',
    'directory',
    71,
    {
      identity: 'insee_com',
      fields: {
        title: { from: 'lib_france_services', steps: [{ do: 'replace', text: '  ', with: ' ' }] },
        'address.street': { from: ['ADRESSE', 'COMPLEMENT.D.ADRESSE'], join: ', ' },
        'address.postcode': { from: 'code_postal' },
        'address.town': { from: 'lib_com', steps: [{ do: 'case', to: 'title' }] },
        'address.commune': { from: 'insee_com' },
        email: { from: 'CONTACT.MAIL' },
        phone: { from: 'TELEPHONE' },
      },
    },
    0,
    {
      title: 'Premiers Sapins',
      address: {
        street: '8 rue de la Scierie - Nods',
        postcode: '25580',
        town: 'Les Premiers Sapins',
        commune: '25424',
      },
    },
  ],
  [
    'csv/reseau-greta.csv',
    'directory',
    68,
    {
      identity: 'Siret',
      fields: {
        title: { from: 'Raison sociale', steps: [{ do: 'case', to: 'title' }] },
        siret: { from: 'Siret' },
        address: { from: 'Adresse' },
        category: { constant: 'training-provider' },
      },
    },
    0,
    { title: 'Lycee Professionnel Briand Aristide', siret: '19840046700017', category: 'training-provider' },
  ],
  [
    'csv/organismes-apprentissage-bfc.csv',
    'directory',
    336,
    {
      identity: ['uai', 'siret'],
      fields: {
        title: { from: ['raison_sociale'], steps: [{ do: 'case', to: 'title' }] },
        siret: { from: 'siret' },
        address: { from: 'adresse' },
      },
    },
    0,
    { siret: '19210003000019', address: '6 RUE VAUBAN 21130 AUXONNE' },
  ],
  [
    'csv/lieux-covoiturage-latin1.csv',
    'directory',
    60,
    {
      identity: 'id_local',
      fields: {
        title: { from: ['nom_lieu', 'com_lieu'], join: ', ' },
        territories: { from: 'insee' },
        point: { from: 'Geo_point', steps: [{ do: 'replace', text: '. ', with: ', ' }] },
      },
    },
    0,
    { title: 'Halte ferroviaires des Salines, AJACCIO', territories: '2A004' },
  ],
  [
    'csv/acce-etablissement-iso-8859-1.csv',
    'directory',
    1,
    {
      identity: 'numero_uai',
      fields: {
        title: { from: 'appellation_officielle' },
        acronym: { from: 'sigle_uai' },
        siret: { from: 'numero_siren_siret_uai' },
        ...place('adresse_uai', 'code_postal_uai', 'localite_acheminement_uai'),
      },
    },
    0,
    {},
  ],
  [
    'csv/parcours-r-espaces.csv',
    'training',
    9,
    {
      identity: 'formation',
      fields: {
        title: { from: 'label_formation', steps: [{ do: 'extract', pattern: '« (.+) »' }] },
        teaching_mode: { constant: 'distance' },
      },
    },
    0,
    { title: 'Socle : Premier programme en R', teaching_mode: 'distance' },
  ],
  [
    'csv/openagenda-evenements.csv',
    'event',
    22,
    {
      identity: 'uid',
      fields: {
        title: { from: 'title_fr' },
        start: { from: 'firstdate_begin' },
        end: { from: 'lastdate_end' },
        body: { from: 'longdescription_fr' },
        status: {
          from: 'status',
          steps: [{ do: 'extract', pattern: '"id": ?(\\d)' }],
          values: { pairs: { 1: 'confirmed', 6: 'cancelled' }, others: 'drop' },
          constant: 'confirmed',
        },
        'address.commune': { from: 'location_insee' },
        'address.town': { from: 'location_city' },
        source_url: { from: 'canonicalurl' },
      },
    },
    0,
    { status: 'confirmed' },
  ],
  [
    'xml/offres-hellowork.xml',
    'job',
    5,
    {
      reading: { records: 'root/job' },
      identity: 'job_id',
      fields: {
        title: { from: 'title' },
        employer: { from: 'company_title' },
        body: { from: ['description', 'profile'], join: '\n\n' },
        contract: { from: 'contract', values: { pairs: { CDI: 'permanent', CDD: 'fixed-term' }, others: 'keep' } },
        'address.town': { from: 'city', steps: [{ do: 'case', to: 'title' }] },
        'address.postcode': { from: 'postal_code' },
      },
    },
    0,
    {
      title: 'Manager en Stratégie Management et Organisation H/F',
      contract: 'permanent',
      address: { town: 'Vincennes', postcode: '94300' },
    },
  ],
  [
    'xml/offres-apec.xml',
    'job',
    5,
    {
      reading: { records: 'Export_offres/Offre_emploi' },
      identity: 'Reference_apec',
      fields: {
        title: { from: 'Intitule' },
        employer: { from: 'Nom_entreprise' },
        contract: {
          from: 'Contrat/Type_contrat',
          steps: [
            { do: 'split', by: ' - ' },
            { do: 'take', nth: 1 },
          ],
          values: { pairs: { CDD: 'fixed-term', CDI: 'permanent' }, others: 'drop' },
        },
        deadline: {
          from: 'Date_parution',
          steps: [
            { do: 'date', pattern: 'dd/MM/yyyy' },
            { do: 'add-days', days: 60 },
          ],
        },
      },
    },
    0,
    { contract: 'fixed-term', deadline: '2026-02-09' },
  ],
  [
    'xml/offres-kelio.xml',
    'job',
    2,
    {
      reading: { records: 'source/jobs/job' },
      identity: 'id',
      fields: {
        title: { from: 'name' },
        employer: { from: 'company/name' },
        'address.street': { from: ['address/street_number', 'address/street'] },
        'address.town': { from: 'address/city' },
        themes: { from: 'tags', steps: [{ do: 'split', by: ',' }] },
      },
    },
    0,
    {
      themes: ['technique-et-exploitation', 'technologies-et-innovation'],
      address: { street: '16 Rue Jacques Machin', town: 'Neuilly-sur-Loire' },
    },
  ],
  [
    'xml/offres-laposte.xml',
    'job',
    2,
    {
      reading: { records: 'offres/offre' },
      identity: 'reference',
      fields: {
        title: { from: 'intitule-du-poste' },
        deadline: { from: 'date-de-mise-a-jour', steps: [{ do: 'date', pattern: 'dd-MM-yyyy HH:mm:ss' }] },
        territories: { from: 'departement-du-poste' },
        'address.town': {
          from: 'localite',
          steps: [
            { do: 'extract', pattern: '^\\d{5} (.+)$' },
            { do: 'case', to: 'title' },
          ],
        },
        'address.postcode': { from: 'localite', steps: [{ do: 'extract', pattern: '^(\\d{5})' }] },
      },
    },
    0,
    { deadline: '2025-05-22T00:11', address: { town: 'La Seyne sur Mer', postcode: '83126' }, territories: 'Var (83)' },
  ],
  [
    'xml/offres-enedis.xml',
    'job',
    2,
    {
      reading: { records: 'offers/offer' },
      identity: 'reference',
      fields: {
        title: { from: 'jobDescription/title' },
        contract: { from: 'jobDescription/contract/@clientcode', values: { pairs: { CONTRAT_ALTERNANCE: 'other' } } },
        duration: { from: 'jobDescription/contractLength' },
        deadline: { from: 'creationDate', steps: [{ do: 'date', pattern: 'yyyyMMdd' }] },
        'address.town': { from: 'jobDescription/location/jobLocation' },
      },
    },
    0,
    {
      title: 'Alternance - Chargé de Relations Clients F/H',
      contract: 'other',
      deadline: '2025-01-01',
      address: { town: 'Evry Courcouronnes' },
    },
  ],
  [
    'xml/rome-v460-iso-8859-15.xml',
    'occupation',
    300,
    {
      reading: { records: 'ogr/item_referentiel_code_rome' },
      identity: 'code_rome',
      fields: { title: { from: 'libelle' }, occupation: { from: 'code_rome' } },
    },
    0,
    { title: "Conducteur / Conductrice d'engins agricoles", occupation: 'A1101' },
  ],
  [
    'xml/lheo-2.3-grand-est-iso-8859-1-prefixe.xml',
    'training',
    12,
    {
      reading: { records: 'lheo/offres/formation' },
      identity: '@numero',
      fields: {
        title: { from: 'intitule-formation' },
        provider: { from: 'organisme-formation-responsable/nom-organisme' },
      },
    },
    0,
    { title: 'Brevet Professionnel Agricole Ouvrier viticole', provider: "Campus Terres de l'Aube" },
  ],
  [
    'xml/lheo-2.3-onisep-bfc.xml',
    'training',
    15,
    {
      reading: { records: 'lheo/offres/formation/action' },
      identity: '@numero',
      fields: {
        title: { constant: 'Première générale' },
        'address.postcode': { from: 'lieu-de-formation/coordonnees/adresse/codepostal' },
        next_session: {
          from: ['session/periode/debut', 'session/periode/fin'],
          steps: [{ do: 'date', pattern: 'yyyyMMdd' }],
          join: '/',
        },
      },
    },
    0,
    { address: { postcode: '90000' } },
  ],
]

describe.skipIf(absent)(suite, () => {
  it.each(FILES)('%s as %s: %i rows', async (path, type, count, mapping, at, raw) => {
    const { items } = await readBy(readFileSync(new URL(path, SAMPLES)), mapping, declaredType(type))
    expect(items).toHaveLength(count)
    expect(items[at]?.raw).toMatchObject(raw)
    const unread = items
      .flatMap(({ problems }) => problems)
      .filter(({ code }) => code !== 'unmapped-value' && code !== 'date-pattern')
    expect(unread).toEqual([])
  })

  it.each(FILES)('%s: a mapping to begin with has a title, and reads as many', async (path, type, count) => {
    const bytes = readFileSync(new URL(path, SAMPLES))
    const opened = await openTable({ bytes, reading: {} })
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
    const suggested = suggestMapping(describeColumns(opened.value.table), declaredType(type), opened.value.reading)
    expect(Object.keys(suggested.fields).length).toBeGreaterThan(0)
    const { items } = await readBy(bytes, JSON.parse(JSON.stringify(suggested)), declaredType(type))
    expect(items).toHaveLength(count)
  })
})
