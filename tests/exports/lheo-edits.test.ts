import { expect, test } from 'vitest'
import { offerIn } from '../../pipeline/intake/lheo-kept.ts'
import { LHEO_CODES, LHEO_TEXTS } from '../../pipeline/intake/lheo-mapping.ts'
import type { XmlNode } from '../../pipeline/intake/xml-nodes.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { writeValues } from '../../pipeline/model/write-values.ts'
import { canonical } from './lheo-canonical.ts'
import { DOCUMENT, SESSIONS } from './lheo-several.ts'
import { read, training, valuesOf, written } from './lheo-trip.ts'

const first = read(Buffer.from(DOCUMENT)).map(({ raw }) => writeValues(training, valuesOf(raw).values))

test('a formation of several actions, each of several sessions, leaves with every element and the extras of its root', async () => {
  expect(first).toHaveLength(2)
  expect(first.map(({ sessions }) => sessions)).toEqual([
    [
      { start: '2027-03-01', end: '2027-03-31' },
      { start: '2027-09-01', end: '2027-09-30' },
      { start: '2028-01-10', end: '2028-01-31' },
    ],
    [{ start: '2027-03-01', end: '2027-03-31' }],
  ])
  expect(canonical(await written(first))).toEqual(canonical(DOCUMENT))
})

const EDITS: Readonly<Record<string, RawValue>> = {
  ...{ title: 'Autre titre', objective: 'Autre but', content: 'Autre contenu', results: 'Autre résultat' },
  ...{ prerequisites: 'Avoir 21 ans', provider: 'Autre CFA', provider_siret: '73282932000074' },
  ...{ provider_activity_number: '26210000099', schedule: 'Le soir', work_placement: 'Un stage', hours: '420' },
  ...{ price: { amount: '1300', currency: 'EUR' }, funding_note: 'Région', accessibility: 'Sur demande' },
  ...{ contact: 'Guichet', phone: '+33386111111', email: 'autre@cfa.example', enrol_url: 'https://cfa.example/autre' },
  ...{ entry_level: 'level-4', exit_level: 'level-5', certifying: 'oui', funded: 'non', teaching_mode: 'distance' },
  ...{ pathway: 'modular', entry_mode: 'continuous', enrolment_state: 'open', formacode: ['21055'] },
}

test('every field that is one element of LHÉO is tried', () => {
  expect(Object.keys(EDITS)).toEqual(expect.arrayContaining([...Object.keys(LHEO_TEXTS), ...Object.keys(LHEO_CODES)]))
})

test.each(Object.entries(EDITS))('a change of %s changes that element and keeps all others', async (name, value) => {
  const [before] = first
  const [was, now] = await Promise.all([leaves([before ?? {}]), leaves([{ ...before, [name]: value }])])
  const paths = [...new Set([...was.keys(), ...now.keys()])].filter((path) => was.get(path) !== now.get(path))
  expect(paths).toHaveLength(1)
})

test('a session that moves keeps what is said of it; one that is taken out goes alone; a new one joins', async () => {
  const [before = {}] = first
  const moved = [
    { start: '2027-03-01', end: '2027-03-31' },
    { start: '2027-10-04', end: '2027-10-29' },
    { start: '2028-01-10', end: '2028-01-31' },
  ]
  const [was, now] = await Promise.all([leaves([before]), leaves([{ ...before, sessions: moved }])])
  const differ = [...was.keys()].filter((path) => was.get(path) !== now.get(path))
  expect(differ.map((path) => [path.split('/').at(-1), now.get(path)])).toEqual([
    ['debut[0]', '20271004'],
    ['fin[1]', '20271029'],
  ])
  const fewer = await written([{ ...before, sessions: [moved[0] ?? {}, { start: '2028-01-17', end: '2028-01-31' }] }])
  expect(fewer.match(/<session /g)).toHaveLength(2)
  expect(fewer).toMatch(/<debut>20280117<.*<modalites-inscription>Par dossier</s)
  expect(fewer).not.toContain('Par téléphone')
  const more = await written([{ ...before, sessions: [...moved, { start: '2029-01' }] }])
  expect(more.match(/<modalites-inscription>/g)).toHaveLength(3)
  expect(more).toContain('<debut>20290100</debut><fin>99999999</fin>')
  const swapped = await written([{ ...before, sessions: [...moved.slice(1), { start: '2030-01-01' }] }])
  expect(swapped.match(/<debut>/g)).toHaveLength(3)
})

test('two sessions at the same dates move together', async () => {
  const twice = DOCUMENT.replace(SESSIONS[1] ?? '', SESSIONS[0] ?? '')
  const [item] = read(Buffer.from(twice)).map(({ raw }) => writeValues(training, valuesOf(raw).values))
  const text = await written([{ ...item, sessions: [{ start: '2027-04-01', end: '2027-04-30' }] }])
  expect(text.match(/<debut>20270401</g)).toHaveLength(2)
})

/** The texts of the leaves of what the trainings leave as, by path with the place of each element; dates of change left out. */
async function leaves(values: readonly Readonly<Record<string, RawValue>>[]): Promise<ReadonlyMap<string, string>> {
  const text = (await written(values)).replace(/^[^>]*>\n/, '').replace(/ horodatage-export="[^"]*"/, '')
  const offer = offerIn(text)
  const found = new Map<string, string>()
  const walk = (node: XmlNode, path: string): void => {
    const children = node.content.filter((one) => typeof one !== 'string')
    const { datemaj: _, ...attributes } = node.attributes
    found.set(path, children.length === 0 ? node.content.join('') : JSON.stringify(attributes))
    for (const [at, child] of children.entries()) walk(child, `${path}/${child.name}[${at}]`)
  }
  if (offer) walk(offer.formation, '')
  return found
}
