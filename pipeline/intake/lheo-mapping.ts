/** Namespaces of LHÉO that are read: 2.3 is current, 2.2 is what regional flows still use, 2.0 what universities export. */
export const LHEO_NAMESPACES = [
  'http://lheo.gouv.fr/2.3',
  'http://www.lheo.org/2.2',
  'http://www.lheo.org/2.0',
] as const

/**
 * Field of a training → LHÉO elements its text is taken from, the first that says something. Paths start at one action, with its
 * `formation`, its first `session` and its `responsable` organisation at hand.
 */
export const LHEO_TEXTS: Readonly<Record<string, readonly string[]>> = {
  title: ['formation/intitule-formation'],
  objective: ['formation/objectif-formation'],
  content: ['formation/contenu-formation'],
  results: ['formation/resultats-attendus'],
  prerequisites: ['action/conditions-specifiques'],
  provider: [
    'responsable/nom-organisme',
    'responsable/raison-sociale',
    'action/organisme-formateur/raison-sociale-formateur',
  ],
  provider_siret: ['responsable/SIRET-organisme-formation/SIRET', 'action/organisme-formateur/SIRET-formateur/SIRET'],
  provider_activity_number: ['responsable/numero-activite'],
  schedule: ['action/rythme-formation'],
  work_placement: ['action/modalites-alternance'],
  hours: ['action/nombre-heures-total', 'action/nombre-heures-centre'],
  price: ['action/prix-total-TTC'],
  funding_note: ['action/detail-conditions-prise-en-charge', 'action/frais-restants'],
  accessibility: ['action/acces-handicapes'],
  contact: [
    'session/contact-session/coordonnees/nom',
    'formation/contact-formation/coordonnees/nom',
    'formation/contact-formation/coordonnees/ligne',
  ],
  phone: [
    'session/contact-session/coordonnees/telfixe/numtel',
    'formation/contact-formation/coordonnees/telfixe/numtel',
    'formation/contact-formation/coordonnees/portable/numtel',
    'responsable/contact-organisme/coordonnees/telfixe/numtel',
    'responsable/coordonnees-organisme/coordonnees/telfixe/numtel',
  ],
  email: [
    'session/contact-session/coordonnees/courriel',
    'formation/contact-formation/coordonnees/courriel',
    'responsable/contact-organisme/coordonnees/courriel',
    'responsable/coordonnees-organisme/coordonnees/courriel',
  ],
  enrol_url: ['session/url-session/urlweb', 'action/url-action/urlweb', 'formation/url-formation/urlweb'],
}

/** Where a text is written that no element says yet, where that is not the first place it is looked for. */
export const LHEO_HOMES: Readonly<Record<string, string>> = {
  contact: 'formation/contact-formation/coordonnees/nom',
  phone: 'formation/contact-formation/coordonnees/telfixe/numtel',
  email: 'formation/contact-formation/coordonnees/courriel',
  enrol_url: 'action/url-action/urlweb',
}

/** Where the place of an action stands, best first. */
export const LHEO_PLACES = [
  'action/lieu-de-formation/coordonnees',
  'session/adresse-inscription',
  'responsable/coordonnees-organisme/coordonnees',
  'responsable/contact-organisme/coordonnees',
] as const

/** A code table of LHÉO seen from a field of a training: code there → code here. */
export interface LheoCodes {
  readonly path: string
  readonly codes: Readonly<Record<string, string>>
  /** What an unknown or missing code means, where the field cannot stay empty. */
  readonly otherwise?: string
}

// `dict-niveaux`: 2 to 8 are the levels before 2019, 11 to 18 those of the European framework.
const LEVELS: Readonly<Record<string, string>> = {
  ...{ 1: 'any', 2: 'level-1', 3: 'level-2', 4: 'level-3', 5: 'level-4', 6: 'level-5', 7: 'level-6', 8: 'level-7' },
  ...{ 11: 'level-1', 12: 'level-2', 13: 'level-3', 14: 'level-4', 15: 'level-5', 16: 'level-6', 17: 'level-7' },
  18: 'level-8',
}

const YES_NO: Readonly<Record<string, string>> = { 0: 'non', 1: 'oui' }

/** Field of a training → its LHÉO code table. */
export const LHEO_CODES: Readonly<Record<string, LheoCodes>> = {
  entry_level: { path: 'formation/code-niveau-entree', codes: LEVELS, otherwise: 'any' },
  exit_level: { path: 'formation/code-niveau-sortie', codes: LEVELS },
  certifying: { path: 'formation/certifiante', codes: YES_NO },
  funded: { path: 'action/prise-en-charge-frais-possible', codes: YES_NO },
  teaching_mode: {
    path: 'action/modalites-enseignement',
    codes: { 0: 'face-to-face', 1: 'blended', 2: 'distance' },
  },
  pathway: {
    path: 'formation/parcours-de-formation',
    codes: { 1: 'group', 2: 'individual', 3: 'modular', 4: 'mixed' },
  },
  entry_mode: { path: 'action/modalites-entrees-sorties', codes: { 0: 'fixed-dates', 1: 'continuous' } },
  enrolment_state: { path: 'session/etat-recrutement', codes: { 1: 'open', 2: 'closed', 3: 'suspended' } },
}

/** What stands in a mandatory text that LHÉO left as a filler. */
export const NOT_SAID = 'Non précisé'
