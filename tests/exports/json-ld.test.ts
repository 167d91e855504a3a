import { readdirSync } from 'node:fs'
import type { CourseInstance, Event, JobPosting, WithContext } from 'schema-dts'
import { describe, expect, test } from 'vitest'
import type { ExportedEntry } from '../../exports/exported.ts'
import { linkedNode, linkedScript } from '../../exports/linked-node.ts'
import { declareServiceType } from '../../pipeline/model/declare.ts'
import { declaredKind } from './declared-kind.ts'
import { textOf } from './read-all.ts'
import { NASTY, sampleEntry, sampleList } from './sample.ts'

const address = { street: '3, rue du Rempart', postcode: '58000', town: 'Nevers', commune: 'commune:58194' }
const place = {
  '@type': 'Place',
  address: {
    '@type': 'PostalAddress',
    streetAddress: '3, rue du Rempart',
    postalCode: '58000',
    addressLocality: 'Nevers',
    addressCountry: 'FR',
  },
} as const
const common = {
  '@context': 'https://schema.org',
  '@id': 'tag:emploi.example,2026:entry/1',
  url: 'https://emploi.example/actus/1?a=1&b=2',
} as const

function nodeOf(kind: string, values: ExportedEntry['values'], more: Partial<ExportedEntry> = {}): unknown {
  const entry = sampleEntry(1, { serviceType: declaredKind(kind), title: 'Titre', summary: '', ...more, values })
  const node = linkedNode(entry, { language: 'fr' })
  return node && JSON.parse(linkedScript(node))
}

test('a job offer is what search engines for jobs ask for', () => {
  const expected: WithContext<JobPosting> = {
    ...common,
    '@type': 'JobPosting',
    name: 'Titre',
    title: 'Titre',
    description: '<p>Souder.</p>',
    datePosted: '2026-10-01T08:00:00.000Z',
    validThrough: '2027-01-31',
    hiringOrganization: { '@type': 'Organization', name: 'Aciérie' },
    jobLocation: place,
    employmentType: 'PART_TIME',
    baseSalary: { '@type': 'MonetaryAmount', currency: 'EUR', minValue: 1800, maxValue: 2100 },
    totalJobOpenings: 2,
  }
  const pay = { amount: '1800.00', max: '2100.00', currency: 'EUR' }
  const told = { deadline: '2027-01-31', employer: 'Aciérie', working_time: 'part-time', contract: 'fixed-term' }
  expect(nodeOf('job', { ...told, address, pay, body: '<p>Souder.</p>', openings: '2' })).toEqual(expected)
})

test('an event has its instants with their offset, and says that it is cancelled', () => {
  const expected: WithContext<Event> = {
    ...common,
    '@type': 'Event',
    name: 'Titre',
    startDate: '2026-07-03T14:00:00+02:00',
    endDate: '2026-07-04',
    eventStatus: 'https://schema.org/EventCancelled',
    location: place,
    organizer: { '@type': 'Organization', name: 'Maison de l’emploi <Nivernais>' },
    about: ['Emploi & insertion'],
  }
  expect(nodeOf('event', { start: '2026-07-03T14:00', end: '2026-07-04T00:00', status: 'cancelled', address })).toEqual(
    expected,
  )
})

test('a session is an instance of a course', () => {
  const expected: WithContext<CourseInstance> = {
    ...common,
    '@type': 'CourseInstance',
    name: 'Titre',
    startDate: '2027-03',
    endDate: '2027-06-30',
    location: place,
    organizer: { '@type': 'Organization', name: 'Maison de l’emploi <Nivernais>' },
    maximumAttendeeCapacity: 12,
    courseMode: 'onsite',
  }
  expect(nodeOf('session', { start: '2027-03', end: '2027-06-30', seats: '12', address })).toEqual(expected)
})

test('a training of several sessions has an instance for each, at its own dates', () => {
  const sessions = [
    { start: '2027-03-01', end: '2027-03-31' },
    { start: '2027-09', end: '' },
  ]
  const instance = { '@type': 'CourseInstance', courseMode: 'onsite', location: place }
  expect(nodeOf('training', { sessions, address, teaching_mode: 'face-to-face' })).toMatchObject({
    hasCourseInstance: [
      { ...instance, startDate: '2027-03-01', endDate: '2027-03-31' },
      { ...instance, startDate: '2027-09' },
    ],
  })
  expect(nodeOf('training', { sessions: sessions.slice(0, 1), address, teaching_mode: 'distance' })).toMatchObject({
    hasCourseInstance: { '@type': 'CourseInstance', courseMode: 'online', startDate: '2027-03-01' },
  })
})

describe.each(readdirSync('instances/service-types').map((file) => file.replace('.json', '')))('%s', (id) => {
  const kind = declaredKind(id)

  test('has the standards it says it can leave as, and each gives something for an entry', async () => {
    const dates = Object.fromEntries(
      kind.fields.flatMap(({ name, type }) =>
        type === 'datetime' || type === 'date' || type === 'partial-date'
          ? [[name, '2026-12-03']]
          : type === 'opening-hours'
            ? [[name, 'Mo 09:00-12:00']]
            : [],
      ),
    )
    const list = sampleList({ serviceType: kind, entries: [sampleEntry(1, { serviceType: kind, values: dates })] })
    for (const format of ['ical', 'vcard', 'geojson', 'json-ld'] as const)
      expect(/BEGIN:VEVENT|BEGIN:VCARD|"Feature"|"ListItem"/.test(await textOf(format, list)), format).toBe(
        kind.exports.includes(format),
      )
  })
})

test('a script holds no end of itself, and no address that runs', () => {
  const text = linkedScript({ name: `${NASTY}</script><script>alert(1)</script><!--`, about: ['\u2028'] })
  expect(text).not.toMatch(/[<>&\u2028]/)
  expect(JSON.parse(text).name).toContain('</script><script>alert(1)</script><!--')
  expect(JSON.stringify(nodeOf('directory', { website: 'javascript:alert(1)' }))).not.toContain('javascript:')
})

test('a declaration that names a field it has not, or a confidential one, is refused at its place', () => {
  const json = {
    ...plain,
    exports: ['ical', 'json-ld'],
    standards: {
      ical: { start: 'title' },
      'json-ld': { type: 'Thing', properties: { name: 'nowhere', text: 'secret' } },
    },
  }
  const read = declareServiceType(json, 'x.json')
  expect(read.ok ? [] : read.problems.map(({ code, params }) => [code, params?.place])).toEqual([
    ['bad-declaration-field-type', '/standards/ical/start'],
    ['bad-declaration-unknown-field', '/standards/json-ld/properties/name'],
    ['bad-declaration-confidential', '/standards/json-ld/properties/text'],
  ])
  const missing = declareServiceType({ ...plain, exports: ['vcard'] }, 'x.json')
  expect(missing.ok ? [] : missing.problems).toMatchObject([{ code: 'bad-declaration-missing' }])
})

const plain = {
  ...{ id: 'x', path: 'x', label: { fr: 'X' }, plural: { fr: 'X' }, description: { fr: 'X' }, visibility: 'public' },
  ...{ workflow: 'none', lifetime: {}, exports: [] },
  presentation: { row: 'plain', facts: [], keyFacts: [], facets: [], icon: 'file' },
  fields: [{ name: 'title' }, { name: 'secret', type: 'text', label: { fr: 'S' }, confidential: true }],
}
