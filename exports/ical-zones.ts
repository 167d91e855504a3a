/** The zones French territories live in, by what begins the INSEE codes of their communes; elsewhere it is Paris. */
export function zoneOfTerritories(keys: readonly string[]): string {
  for (const key of keys) {
    const code = key.slice(key.indexOf(':') + 1)
    const zone = ZONE_OF.get(code.slice(0, 3))
    if (zone !== undefined && /^(?:commune|departement):/.test(key)) return zone
  }
  return PARIS
}

/** The zone of metropolitan France. */
export const PARIS = 'Europe/Paris'

/** The VTIMEZONE of one of those zones, unfolded (RFC 5545 §3.6.5). */
export function zoneLines(zone: string): readonly string[] {
  const rules = zone === PARIS ? EUROPE : zone === 'America/Miquelon' ? MIQUELON : [fixed(zone)]
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...rules.flatMap(observance), 'END:VTIMEZONE']
}

const ZONE_OF: ReadonlyMap<string, string> = new Map([
  ['971', 'America/Guadeloupe'],
  ['972', 'America/Martinique'],
  ['973', 'America/Cayenne'],
  ['974', 'Indian/Reunion'],
  ['975', 'America/Miquelon'],
  ['976', 'Indian/Mayotte'],
  ['977', 'America/St_Barthelemy'],
  ['978', 'America/Marigot'],
  ['986', 'Pacific/Wallis'],
  ['987', 'Pacific/Tahiti'],
  ['988', 'Pacific/Noumea'],
])

const OFFSETS: Readonly<Record<string, string>> = {
  'America/Guadeloupe': '-0400',
  'America/Martinique': '-0400',
  'America/Cayenne': '-0300',
  'Indian/Reunion': '+0400',
  'Indian/Mayotte': '+0300',
  'America/St_Barthelemy': '-0400',
  'America/Marigot': '-0400',
  'Pacific/Wallis': '+1200',
  'Pacific/Tahiti': '-1000',
  'Pacific/Noumea': '+1100',
}

interface Observance {
  readonly kind: 'STANDARD' | 'DAYLIGHT'
  readonly from: string
  readonly to: string
  readonly start: string
  readonly rule?: string
}

const EUROPE: readonly Observance[] = [
  {
    kind: 'DAYLIGHT',
    from: '+0100',
    to: '+0200',
    start: '19960331T020000',
    rule: 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  },
  {
    kind: 'STANDARD',
    from: '+0200',
    to: '+0100',
    start: '19961027T030000',
    rule: 'FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  },
]

const MIQUELON: readonly Observance[] = [
  {
    kind: 'DAYLIGHT',
    from: '-0300',
    to: '-0200',
    start: '20070311T020000',
    rule: 'FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
  },
  {
    kind: 'STANDARD',
    from: '-0200',
    to: '-0300',
    start: '20071104T020000',
    rule: 'FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
  },
]

function fixed(zone: string): Observance {
  const offset = OFFSETS[zone] ?? '+0000'
  return { kind: 'STANDARD', from: offset, to: offset, start: '19700101T000000' }
}

function observance({ kind, from, to, start, rule }: Observance): readonly string[] {
  return [
    `BEGIN:${kind}`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    `DTSTART:${start}`,
    ...(rule === undefined ? [] : [`RRULE:${rule}`]),
    `END:${kind}`,
  ]
}
