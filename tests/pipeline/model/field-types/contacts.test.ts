import { describe, expect, test } from 'vitest'
import { reading, shown } from '../small-world.ts'

test.each([
  ['03 86 00 00 00', '+33386000000'],
  ['03.86.00.00.00', '+33386000000'],
  ['+33 (0)3 86 00 00 00', '+33386000000'],
  ['0033386000000', '+33386000000'],
  ['Tél. : 03 86 00 00 00', '+33386000000'],
  ['386000000', '+33386000000'],
  ['0262 12 34 56', '+262262123456'],
  ['39 49', '3949'],
  ['+41 22 123 45 67', '+41221234567'],
])('a telephone number is stored in its international form: %s', (written, value) => {
  expect(reading('phone', written)).toEqual({ value })
})

test.each(['03 86', '03 86 00 00 00 / 06 11 22 33 44', 'standard', '+33 3 86', '9'.repeat(100)])(
  '%s is no number',
  (written) => {
    expect(reading('phone', written)).toMatchObject({ problem: { code: 'not-a-phone' } })
  },
)

test('a number is shown in pairs that a line cannot break', () => {
  expect(shown('phone', '0386000000')).toBe('03\u00a086\u00a000\u00a000\u00a000')
})

test.each([
  ['Jean.Dupont@Exemple.FR', 'Jean.Dupont@exemple.fr'],
  ['mailto:accueil@mairie-nevers.fr', 'accueil@mairie-nevers.fr'],
])('an e-mail address: %s', (written, value) => {
  expect(reading('email', written)).toEqual({ value })
})

test.each(['x', 'a@b', 'a..b@c.fr', 'a@b.fr, c@d.fr', '<a@b.fr>', 'a@-b.fr', `${'a'.repeat(250)}@b.fr`])(
  '%s is no e-mail',
  (written) => {
    expect(reading('email', written)).toMatchObject({ problem: { code: 'not-an-email' } })
  },
)

describe('a web address', () => {
  test.each([
    ['www.nievre.fr', 'https://www.nievre.fr/'],
    ['//cdn.exemple.fr/x', 'https://cdn.exemple.fr/x'],
    ['exemple.fr:8080/x', 'https://exemple.fr:8080/x'],
    ['HTTP://EXEMPLE.FR/a?b=c#d', 'http://exemple.fr/a?b=c#d'],
  ])('%s', (written, value) => {
    expect(reading('url', written)).toEqual({ value })
  })

  test.each([
    ['javascript:alert(1)', 'unsafe-url'],
    ['JaVaScRiPt:alert(1)', 'unsafe-url'],
    ['java\u0000script:alert(1)', 'unsafe-url'],
    ['data:text/html,<script>', 'unsafe-url'],
    ['file:///etc/passwd', 'unsafe-url'],
    ['https://banque.fr:x@piege.example/', 'unsafe-url'],
    ['java\tscript:alert(1)', 'not-a-url'],
    ['javascript:1', 'not-a-url'],
    ['/page', 'not-a-url'],
    ['voir le site', 'not-a-url'],
    ['jean@exemple.fr', 'not-a-url'],
    ['https://', 'not-a-url'],
  ])('%j is refused as %s', (written, code) => {
    expect(reading('url', written)).toMatchObject({ problem: { code } })
  })
})

describe('a picture or a file', () => {
  test('a picture needs words for those who do not see it', () => {
    expect(reading('image', { file: 'abc123', alt: ' ' })).toEqual({ problem: { code: 'alt-required', field: 'alt' } })
    expect(reading('image', { file: 'abc123', alt: 'La Loire', credit: 'C. Morel' })).toEqual({
      value: { file: 'abc123', alt: 'La Loire', credit: 'C. Morel' },
    })
  })

  test('it comes from our own files or over https', () => {
    expect(reading('image', { file: 'http://e.fr/a.jpg', alt: 'a' })).toEqual({
      value: { file: 'https://e.fr/a.jpg', alt: 'a' },
    })
    for (const file of ['javascript:x', '../x.jpg', 'data:image/svg+xml,x', '/etc/passwd']) {
      expect(reading('image', { file, alt: 'a' })).toMatchObject({ problem: { code: 'unsafe-url', field: 'file' } })
    }
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\docs\\bilan 2026.pdf', 'bilan 2026.pdf'],
    ['facture\u202Efdp.exe', 'facturefdp.exe'],
    ['a\u0000b\r\n.pdf', 'ab .pdf'],
    ['con.txt', '_con.txt'],
    ['...', 'document'],
    ['.htaccess', 'htaccess'],
    ['a<b>:"c|?*.pdf', 'a_b_c_.pdf'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(116)}.pdf`],
  ])('a hostile file name is made safe: %j', (name, safe) => {
    expect(reading('file', { file: 'id1', name })).toEqual({ value: { file: 'id1', name: safe } })
  })

  test('a file given by its address alone takes its name from it', () => {
    expect(reading('file', 'https://e.fr/docs/rapport%20final.pdf')).toEqual({
      value: { file: 'https://e.fr/docs/rapport%20final.pdf', name: 'rapport final.pdf' },
    })
    expect(reading('file', 'https://e.fr/%E0%A4%A.pdf')).toHaveProperty('value')
  })
})

test.each([
  ['732 829 320 00074', '73282932000074'],
  ['35600000049837', '35600000049837'],
])('a SIRET is checked, offices of La Poste by their own rule: %s', (written, value) => {
  expect(reading('siret', written)).toEqual({ value })
})

test.each(['73282932000075', '35600000049838', '732829320', '7,32829E+13', '00000000000000'])(
  '%s is no SIRET',
  (written) => {
    expect(reading('siret', written)).toMatchObject({ problem: { code: 'not-a-siret' } })
  },
)

test.each([
  ['fr-FR', 'fr'],
  ['Français', 'fr'],
  ['anglais', 'en'],
  ['German', 'de'],
  ['bre', 'br'],
])('a language by tag or name: %s', (written, value) => {
  expect(reading('language', written)).toEqual({ value })
})

test('an invented language is unknown', () => {
  expect(reading('language', 'xx')).toMatchObject({ problem: { code: 'unknown-language' } })
  expect(reading('language', 'klingonais')).toMatchObject({ problem: { code: 'unknown-language' } })
})

describe('a consent is worth its date', () => {
  test.each(['oui 2026-03-03', 'oui le 03/03/2026', '3 mars 2026', 'oui (03/03/2026)'])('%s', (written) => {
    expect(reading('consent', written)).toEqual({ value: { given: true, on: '2026-03-03' } })
  })

  test('given without a day, or refused where it is required, it is a problem', () => {
    expect(reading('consent', 'oui')).toEqual({ problem: { code: 'required', field: 'on' } })
    expect(reading('consent', 'non')).toEqual({ value: { given: false } })
    expect(reading('consent', 'non', { required: true })).toEqual({ problem: { code: 'consent-required' } })
  })
})

test('a reference is an entry number, or a name to resolve later', () => {
  expect(reading('reference', '42')).toEqual({ value: 42 })
  expect(reading('reference', 'Mission locale de Nevers')).toEqual({ value: 'Mission locale de Nevers' })
  expect(reading('reference', '0042')).toEqual({ value: '0042' })
})
