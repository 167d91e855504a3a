import { expect, test } from 'vitest'
import { cpuClock } from '../../cpu-clock.ts'
import { declaredType } from './declared-types.ts'
import { readWhole, refusal } from './reading.ts'

const options = {
  serviceType: declaredType('directory'),
  knowsTerm: (_: string, text: string) => text === 'Emploi',
}

const CARDS = [
  ...['BEGIN:VCARD', 'VERSION:3.0', 'UID:urn:uuid:1', 'FN:Mission locale; Nevers', 'ORG:Mission locale;Accueil'],
  ...['item1.TEL;TYPE=WORK,VOICE:+33 3 86 00 00 00', 'EMAIL;TYPE=INTERNET:accueil@example.org'],
  ...['ADR;TYPE=WORK:;Bâtiment B;2 rue du Rempart;Nevers;;58000;France', 'URL:https://example.org/'],
  ...['NOTE:Ouvert le matin\\, sauf\\nle mercredi', 'CATEGORIES:Emploi,Pétanque', 'X-ABC:1', 'END:VCARD'],
  ...['BEGIN:VCARD', 'VERSION:4.0', 'N:Petit;Anne;;;', 'TEL;VALUE=uri:tel:+33386000001', 'END:VCARD'],
].join('\r\n')

test('a list of cards fills the fields the kind names for its own', () => {
  const { format, items, codes } = readWhole(CARDS, options)
  expect([format, items.length, codes]).toEqual(['vcard', 2, ['unknown-theme']])
  expect(items[0]).toEqual({
    line: 1,
    externalId: 'urn:uuid:1',
    problems: [],
    raw: {
      title: 'Mission locale; Nevers',
      phone: '+33 3 86 00 00 00',
      email: 'accueil@example.org',
      address: { street: 'Bâtiment B, 2 rue du Rempart', postcode: '58000', town: 'Nevers' },
      website: 'https://example.org/',
      body: 'Ouvert le matin, sauf\nle mercredi',
      themes: ['Emploi'],
    },
  })
  expect(items[1]?.raw).toEqual({ title: 'Anne Petit', phone: '+33386000001' })
})

test('people have their names apart; a kind that has no cards refuses them', () => {
  const { items } = readWhole(CARDS, { serviceType: declaredType('people') })
  expect(items[1]?.raw).toMatchObject({ last_name: 'Petit', first_name: 'Anne' })
  expect(refusal(CARDS, { serviceType: declaredType('news') })?.code).toBe('wrong-service-type')
})

test('cut, empty or hostile, it ends', () => {
  const spent = cpuClock()
  expect(readWhole('BEGIN:VCARD\nFN:A', options).items).toHaveLength(1)
  expect(readWhole('BEGIN:VCARD\nEND:VCARD', options).items).toHaveLength(0)
  for (const text of ['\\;'.repeat(100_000), ';A="'.repeat(100_000), 'a.'.repeat(100_000)])
    expect(readWhole(`BEGIN:VCARD\nN:${text}\nADR${text}`, options).items.length).toBeLessThan(2)
  expect(spent()).toBeLessThan(10_000)
})
