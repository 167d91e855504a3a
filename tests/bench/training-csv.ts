import papaparse from 'papaparse'
import type { Territory } from '../../pipeline/model/territory.ts'

/** A CSV of invented trainings in real communes, the same for the same seed: what a regional catalogue sends. */
export function trainingCsv(rows: number, communes: readonly Territory[]): string {
  const pick = picker(20_261_122)
  const lines = Array.from({ length: rows }, (_, i) => trainingRow(i + 1, communes, pick))
  return papaparse.unparse(lines, { delimiter: ';', newline: '\r\n' })
}

type Pick = <T>(from: readonly T[]) => T

function trainingRow(number: number, communes: readonly Territory[], pick: Pick): Record<string, string> {
  const commune = pick(communes)
  const trade = pick(TRADES)
  const month = pick(MONTHS)
  return {
    id: `FOR-${number}`,
    title: `${trade} – ${pick(LEVELS)} n° ${number}`,
    provider: `${pick(PROVIDERS)} de ${commune.name}`,
    objective: `À l’issue de la formation, la personne saura exercer le métier : ${trade}. ${sentences(pick, 1)}`,
    content: `${sentences(pick, 1)}\n\n${sentences(pick, 2)}`,
    results: sentences(pick, 1),
    prerequisites: pick(['Aucun', 'Savoir lire, écrire et compter', 'Avoir plus de dix-huit ans']),
    audience: pick(['Tout public', 'Demandeurs d’emploi', 'Salariés']),
    entry_level: pick(['any', 'level-3', 'level-4']),
    teaching_mode: pick(['face-to-face', 'blended']),
    hours: String(pick([35, 70, 140, 400.5, 1200])).replace('.', ','),
    sessions: `2027-${month}-05/2027-${month}-25`,
    address: `${pick([1, 3, 12, 48])} rue ${pick(STREETS)}, ${pick(commune.postcodes)} ${commune.name}`,
    price: `${pick(['450', '1 250,50', '3 800'])} €`,
    phone: `03 86 ${pick(['11', '22', '57'])} 0${pick([1, 2, 3])} ${pick(['10', '44', '73'])}`,
    email: `contact${number}@formation.example`,
    enrol_url: `https://formation.example/inscription/${number}`,
    themes: pick(['Formation', 'Orientation', 'Emploi']),
  }
}

function sentences(pick: Pick, count: number): string {
  return Array.from({ length: count }, () => `${pick(STARTS)} ${pick(VERBS)} ${pick(THINGS)}.`).join(' ')
}

/** Mulberry32: small, fast, and the same everywhere. */
function picker(seed: number): Pick {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return (from) => {
    const found = from[Math.floor(next() * from.length)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }
}

const TRADES = [
  'Soudage à l’arc',
  'Conduite de bus',
  'Aide à domicile',
  'Taille de pierre',
  'Cuisine collective',
  'Web',
]
const LEVELS = ['initiation', 'perfectionnement', 'titre professionnel', 'remise à niveau']
const PROVIDERS = ['Greta', 'Atelier des métiers', 'Centre de formation', 'Maison familiale']
const STREETS = ['de la Gare', 'des Faïenciers', 'Victor-Hugo', 'du Pré-aux-Clercs']
const MONTHS = ['01', '02', '03', '04', '05', '06', '09', '10', '11']
const STARTS = [
  'Chaque stagiaire',
  'L’équipe pédagogique',
  'Le groupe',
  'Un formateur expérimenté',
  'L’entreprise d’accueil',
]
const VERBS = ['prépare', 'découvre & pratique', 'évalue', 'présente', 'met en œuvre', 'approfondit']
const THINGS = [
  'les gestes du métier',
  'la sécurité au travail',
  'un projet « grandeur nature »',
  'les outils numériques',
]
