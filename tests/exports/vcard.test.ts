import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import type { ExportedEntry } from '../../exports/exported.ts'
import { declaredKind } from './declared-kind.ts'
import { textOf } from './read-all.ts'
import { NASTY, sampleEntry, sampleList } from './sample.ts'

async function cards(kind: string, values: ExportedEntry['values'], more: Partial<ExportedEntry> = {}) {
  const serviceType = declaredKind(kind)
  const entries = [sampleEntry(1, { ...more, serviceType, values }), sampleEntry(2, { serviceType, values })]
  const text = await textOf('vcard', sampleList({ serviceType, entries }))
  const [first] = text.split(/(?<=\r\nEND:VCARD\r\n)/).map((one) => new ICAL.Component(ICAL.parse(one)))
  const value = (name: string) => first?.getFirstPropertyValue(name)
  return { text, value, all: (name: string) => first?.getAllProperties(name).map((one) => one.getFirstValue()) }
}

test('a body is a card with its address, phone and place', async () => {
  const { value, text } = await cards(
    'directory',
    {
      address: { street: '3, rue du Rempart', postcode: '58000', town: 'Nevers', commune: 'commune:58194' },
      phone: '+33386123456',
      email: 'accueil@exemple.fr',
      website: 'https://exemple.fr/',
    },
    { title: 'Mission locale', point: { latitude: 46.99, longitude: 3.16 } },
  )
  expect(value('version')).toBe('4.0')
  expect(value('kind')).toBe('org')
  expect([value('fn'), value('org')]).toEqual(['Mission locale', 'Mission locale'])
  expect(value('adr')).toEqual(['', '', '3, rue du Rempart', 'Nevers', '', '58000', 'France'])
  expect(value('tel')).toBe('tel:+33386123456')
  expect(value('email')).toBe('accueil@exemple.fr')
  expect(value('url')).toBe('https://exemple.fr/')
  expect(text).toContain('GEO:geo:46.990000,3.160000\r\n')
  expect(text.match(/BEGIN:VCARD/g)).toHaveLength(2)
})

test('a person has a name in its parts, and nothing that is confidential', async () => {
  const { value, text } = await cards('people', {
    first_name: 'Ada; Marie',
    last_name: 'Lovelace',
    organisation: 'Chambre, de la Nièvre',
    position: 'Conseillère',
    mobile: '+33600000000',
    notes: 'secret',
  })
  expect(value('fn')).toBe('Ada; Marie Lovelace')
  expect(value('n')).toEqual(['Lovelace', 'Ada; Marie', '', '', ''])
  expect(value('title')).toBe('Conseillère')
  expect(text).not.toMatch(/33600000000|secret/)
})

test('hostile values add no line and no link that runs', async () => {
  const { text, value } = await cards(
    'directory',
    { website: 'javascript:alert(1)', phone: 'x\r\nEND:VCARD' },
    { title: NASTY },
  )
  expect(text.match(/\r\nEND:VCARD\r\n/g)).toHaveLength(2)
  expect(text).not.toContain('javascript:')
  expect(value('fn')).toContain('ligne 2, 3')
})
