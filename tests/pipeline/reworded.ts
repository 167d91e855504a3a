/** One entry of the generator: raw values that are also what is stored of them. */
export interface Told {
  readonly serviceType: 'event' | 'job' | 'news'
  readonly organisation: string
  readonly raw: Readonly<Record<string, string | readonly string[]>>
  /** Number of the thing it tells of: two with the same are duplicates. */
  readonly thing: number
}

/** Random numbers that are the same for the same seed (mulberry32). */
export function seeded(seed: number) {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? fail()
  return {
    random,
    one,
    some: (list: readonly string[], count: number) => list.toSorted(() => random() - 0.5).slice(0, count),
  }
}

function fail(): never {
  throw new Error('an empty list')
}

/**
 * Things told once, and some of them twice by two bodies in their own words; beside them what must not be taken for the same: the edition of
 * the year after, another thing at the same place on the same day, the same title elsewhere, numbered workshops.
 */
export function toldTwice({ seed, things }: { readonly seed: number; readonly things: number }): readonly Told[] {
  const dice = seeded(seed)
  const all: Told[] = []
  const titles = new Set<string>()
  let thing = 0
  for (let i = 0; i < things; i += 1) {
    thing += 1
    const first = madeUp(dice, thing)
    // Two offers of one trade in one town are rightly shown to people, and would tell nothing here.
    if (titles.has(`${first.raw.title}`)) continue
    titles.add(`${first.raw.title}`)
    all.push(first)
    if (dice.random() < 0.4) all.push(reworded(dice, first))
    const others = strangers(dice, first).filter(
      ({ raw }) => raw.title === first.raw.title || !titles.has(`${raw.title}`),
    )
    for (const other of others) {
      titles.add(`${other.raw.title}`)
      thing += 1
      all.push({ ...other, thing })
    }
  }
  return all
}

type Dice = ReturnType<typeof seeded>

function madeUp(dice: Dice, thing: number): Told {
  const serviceType = dice.one(['event', 'event', 'job', 'news'] as const)
  const topic = dice.one(TOPICS)
  const [code, town] = dice.one(TOWNS)
  const subject = serviceType === 'job' ? dice.one(TRADES) : topic
  const title =
    serviceType === 'event' ? `${dice.one(FORMS)} ${subject} de ${town}` : `${subject}${dice.one(NAMES)} à ${town}`
  const body = dice
    .some(SENTENCES, 5)
    .map((sentence) => sentence.replace('{town}', town).replace('{topic}', subject))
    .join(' ')
  const common = { title, body, themes: ['employment'], territories: [`commune:${code}`] }
  const kind = {
    event: { start: `2031-${month(dice)}-${day(dice)}T09:30`, status: 'confirmed' },
    job: {
      contract: 'permanent',
      employer: dice.one(EMPLOYERS),
      occupation: 'H2201',
      deadline: `2031-${month(dice)}-${day(dice)}`,
    },
    news: { summary: `${title}, en bref.` },
  }[serviceType]
  return { serviceType, organisation: 'nievre', raw: { ...common, ...kind }, thing }
}

/** The same thing in other words, by another body. */
export function reworded(dice: Dice, told: Told): Told {
  const title = String(told.raw.title)
  const ways = [
    (text: string) => `Grand ${text.charAt(0).toLowerCase()}${text.slice(1)}`,
    (text: string) => text.toUpperCase(),
    (text: string) => text.normalize('NFD').replace(/\p{M}/gu, ''),
    (text: string) => text.replace(/^(.*) (?:de|à) (\S+)$/, '$2 : $1'),
    (text: string) => text.replace(/ de l['’]/, ' '),
    (text: string) => `${text} !`,
    (text: string) => `${text}, inscriptions ouvertes`,
    (text: string) => text.replace(/ (?:de|à) (\S+)$/, ' – $1 (58)'),
  ]
  const other = ways.reduce((text, way) => (dice.random() < 0.25 ? way(text) : text), title)
  const sentences = String(told.raw.body).split(/(?<=\.) /)
  const body =
    dice.random() < 0.3
      ? dice.some(SENTENCES, 4).join(' ')
      : [...sentences.slice(0, -1), 'Renseignements auprès de notre équipe.'].join(' ')
  return {
    ...told,
    organisation: 'yonne',
    raw: { ...told.raw, title: other === title ? `${title} (rappel)` : other, body },
  }
}

function strangers(dice: Dice, told: Told): Told[] {
  const found: Told[] = []
  const { raw } = told
  const start = String(raw.start ?? '')
  if (start !== '' && dice.random() < 0.3)
    found.push({ ...told, raw: { ...raw, start: start.replace('2031', '2032') } })
  if (start !== '' && dice.random() < 0.3) {
    const stranger = madeUp(dice, 0)
    if (stranger.serviceType === 'event' && subjectOf(stranger) !== subjectOf(told))
      found.push(
        movedTo(
          { ...stranger, organisation: 'yonne', raw: { ...stranger.raw, start } },
          String(raw.territories).slice(8),
        ),
      )
  }
  if (dice.random() < 0.2) {
    const [code] = dice.one(TOWNS.filter(([one]) => !raw.territories?.includes(`commune:${one}`)))
    found.push(movedTo({ ...told, organisation: 'yonne' }, code))
  }
  if (dice.random() < 0.1) {
    const { raw: values, ...numbered } = madeUp(dice, 0)
    found.push(
      { ...numbered, raw: { ...values, title: `${values.title}, séance 1` } },
      { ...numbered, organisation: 'yonne', raw: { ...values, title: `${values.title}, séance 2` } },
    )
  }
  return found
}

// What is between the form and the town.
function subjectOf({ raw }: Told): string {
  return String(raw.title).replace(/^\S+ | de \S+$/g, '')
}

function movedTo({ raw, ...told }: Told, code: string): Told {
  const [, from = ''] = TOWNS.find(([one]) => String(raw.territories).includes(one)) ?? []
  const [, to = ''] = TOWNS.find(([one]) => one === code) ?? []
  const [title, body] = [raw.title, raw.body].map((text) => String(text).replaceAll(from, to))
  return { ...told, raw: { ...raw, title: title ?? '', body: body ?? '', territories: [`commune:${code}`] } }
}

function month(dice: Dice): string {
  return String(1 + Math.floor(dice.random() * 12)).padStart(2, '0')
}

function day(dice: Dice): string {
  return String(1 + Math.floor(dice.random() * 28)).padStart(2, '0')
}

const TOWNS = [
  ['58194', 'Nevers'],
  ['58079', 'Clamecy'],
  ['58086', 'Cosne'],
  ['58095', 'Decize'],
  ['89024', 'Auxerre'],
  ['89025', 'Avallon'],
  ['21231', 'Dijon'],
] as const

const FORMS = ['Forum', 'Salon', 'Journée', 'Atelier', 'Rencontre', 'Petit-déjeuner', 'Conférence', 'Visite']

const TOPICS = [
  'de l’emploi',
  'de l’apprentissage',
  'des métiers du bois',
  'de l’orientation',
  'des entreprises agricoles',
  'de la création d’activité',
  'du numérique',
  'des métiers du soin',
  'de la mobilité',
  'du tourisme rural',
  'de l’alternance industrielle',
  'des services à la personne',
]

const TRADES = [
  'Menuisier poseur',
  'Aide-soignante de nuit',
  'Conducteur d’engins forestiers',
  'Cuisinier en collectivité',
  'Technicien de maintenance industrielle',
  'Secrétaire médicale',
  'Maçon coffreur',
  'Animatrice périscolaire',
  'Comptable unique',
  'Vendeur en boulangerie',
]

const EMPLOYERS = ['Bois du Beuvron', 'Hôpital du Val', 'Mairie', 'Scierie Gaudry', 'Atelier des Trois Rivières']

const NAMES = [
  ' – Beuvron',
  ' – Trois Rivières',
  ' – Gaudry',
  ' – Val de Loire',
  ' – Morvan',
  ' – Puisaye',
  ' – Bazois',
  ' – Amognes',
]

const SENTENCES = [
  'L’accueil se fait dès neuf heures à la salle polyvalente, quai des Moulins.',
  'Trente employeurs de {town} et de ses environs attendent les visiteurs.',
  'Une navette gratuite part de la gare toutes les demi-heures.',
  'Pensez à apporter plusieurs exemplaires de votre curriculum vitae.',
  'La matinée est réservée aux lycéens et à leurs familles.',
  'Un conseiller reçoit sans rendez-vous pour parler {topic}.',
  'Le repas de midi est offert par la communauté de communes.',
  'Des témoignages d’anciens stagiaires ponctuent l’après-midi.',
  'Le poste est à pourvoir immédiatement, avec une période d’intégration de deux mois.',
  'La rémunération suit la convention collective de la branche.',
  'Un permis de conduire est souhaité, car les déplacements sont fréquents.',
  'L’équipe compte douze personnes et travaille du lundi au vendredi.',
  'Les inscriptions se prennent par téléphone ou sur place, selon les places restantes.',
  'Le bâtiment est accessible aux personnes à mobilité réduite.',
  'Un atelier photo permet de refaire le portrait de son dossier.',
  'La région finance l’action avec le concours du fonds social européen.',
  'Chaque participant repart avec un carnet d’adresses des structures voisines.',
  'La visite dure une heure et demie et se termine par un échange autour d’un café.',
]
