import { DAYS, type Day } from './days.ts'

/** A word of written opening hours: days, a time `HH:MM`, a range sign, or "closed". */
export type Token =
  | { readonly kind: 'day'; readonly days: readonly Day[] }
  | { readonly kind: 'time'; readonly time: string }
  | { readonly kind: 'dash' }
  | { readonly kind: 'closed' }

/** Cuts written opening hours into tokens, dropping separators; null at a word it does not know. */
export function hourTokens(text: string): readonly Token[] | null {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  if (ALWAYS.test(plain)) return [{ kind: 'day', days: DAYS }, ...DAY_AND_NIGHT]
  const tokens: Token[] = []
  for (const [word] of plain.replace(PHRASES, everyDayOr).matchAll(WORD)) {
    const token = tokenOf(word)
    if (token === null) return null
    if (token !== 'separator') tokens.push(token)
  }
  return tokens
}

const DAY_AND_NIGHT: readonly Token[] = [
  { kind: 'time', time: '00:00' },
  { kind: 'dash' },
  { kind: 'time', time: '24:00' },
]
const ALWAYS = /^(?:24\/7|24h?\/24h?,?(?: et)? 7j?\/7j?|7j?\/7j? (?:et )?24h?\/24h?)$/
const PHRASES =
  /\btous les jours(?: sauf dimanche)?\b|\bevery ?day\b|\bdaily\b|\b7 ?j(?:ours)? ?(?:\/|sur) ?7 ?j?\b|\bweek-?ends?\b|\bapres-midi\b/g
const WORD = /\d{1,2} ?(?:h(?:eures?)? ?(?:\d{2}(?!\d))?|: ?\d{2})|\d{1,2}|\p{L}+\.?|[-–—]|[^\s\p{L}\d]/gu
const SEPARATORS = new Set(
  [
    ',',
    ';',
    '/',
    ':',
    '.',
    '|',
    '&',
    '(',
    ')',
    '+',
    'et',
    'and',
    'de',
    'du',
    'des',
    'le',
    'les',
    'from',
    'puis',
    'ouvert',
    'open',
    'matin',
    'matins',
    'soir',
    'midis',
  ].values(),
)
const RANGES = new Set(['-', '–', '—', 'a', 'au', 'to', 'jusqu'])
const CLOSED = new Set(['ferme', 'fermee', 'fermeture', 'closed', 'off'])
const DAY_WORDS: Readonly<Record<string, Day>> = {
  ...{ lundi: 'mon', lundis: 'mon', lun: 'mon', lu: 'mon', monday: 'mon', mon: 'mon', mo: 'mon' },
  ...{ mardi: 'tue', mardis: 'tue', mar: 'tue', tuesday: 'tue', tue: 'tue', tues: 'tue', tu: 'tue' },
  ...{ mercredi: 'wed', mercredis: 'wed', mer: 'wed', wednesday: 'wed', wed: 'wed', we: 'wed' },
  ...{ jeudi: 'thu', jeudis: 'thu', jeu: 'thu', je: 'thu', thursday: 'thu', thu: 'thu', thurs: 'thu', th: 'thu' },
  ...{ vendredi: 'fri', vendredis: 'fri', ven: 'fri', ve: 'fri', friday: 'fri', fri: 'fri', fr: 'fri' },
  ...{ samedi: 'sat', samedis: 'sat', sam: 'sat', saturday: 'sat', sat: 'sat', sa: 'sat' },
  ...{ dimanche: 'sun', dimanches: 'sun', dim: 'sun', di: 'sun', sunday: 'sun', sun: 'sun', su: 'sun' },
}

function everyDayOr(phrase: string): string {
  if (phrase === 'apres-midi') return ' '
  if (phrase.endsWith('sauf dimanche')) return 'lundi-samedi'
  return phrase.startsWith('week') ? 'samedi-dimanche' : 'lundi-dimanche'
}

function tokenOf(word: string): Token | 'separator' | null {
  const bare = word.length > 1 && word.endsWith('.') ? word.slice(0, -1) : word
  if (/^\d/.test(bare)) return timeOf(bare)
  if (SEPARATORS.has(bare)) return 'separator'
  if (RANGES.has(bare)) return { kind: 'dash' }
  if (CLOSED.has(bare)) return { kind: 'closed' }
  if (bare === 'midi' || bare === 'noon') return { kind: 'time', time: '12:00' }
  if (bare === 'minuit' || bare === 'midnight') return { kind: 'time', time: '00:00' }
  const day = Object.hasOwn(DAY_WORDS, bare) ? DAY_WORDS[bare] : undefined
  return day === undefined ? null : { kind: 'day', days: [day] }
}

function timeOf(word: string): Token | null {
  const [hour = '', minute = ''] = word.split(/[^\d]+/)
  const [hours, minutes] = [Number(hour), Number(minute)]
  if (hours > 24 || minutes > 59 || (hours === 24 && minutes > 0)) return null
  return { kind: 'time', time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` }
}
