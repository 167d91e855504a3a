import { describe, expect, test } from 'vitest'
import { plainText } from '../../../../pipeline/model/plain-text.ts'
import { reading, shown } from '../small-world.ts'

describe('a line of text', () => {
  test.each([
    ['  Atelier\t CV  ', 'Atelier CV'],
    ['a\u0000b\u0007c', 'abc'],
    ['facture\u202Efdp.exe', 'facturefdp.exe'],
    ['e\u0301te\u0301', 'été'],
    ['deux\r\nlignes', 'deux lignes'],
    ['\ufeffTitre', 'Titre'],
    ['Pourquoi\u00a0?', 'Pourquoi\u00a0?'],
    ['lone \ud800 half', 'lone \ufffd half'],
  ])('%j is stored clean', (written, value) => {
    expect(reading('text', written)).toEqual({ value })
  })

  test('one too long says both figures', () => {
    expect(reading('text', 'x'.repeat(300), { max: 255 })).toEqual({
      problem: { code: 'too-long', params: { max: 255, length: 300 } },
    })
  })

  test('French spaces never break before double punctuation', () => {
    expect(shown('text', 'Emploi : où aller ? « Ici » !')).toBe(
      'Emploi\u00a0: où aller\u202f? «\u00a0Ici\u00a0»\u202f!',
    )
    expect(shown('text', 'Jobs : where ?', 'en')).toBe('Jobs : where ?')
  })
})

test('a long text keeps its lines', () => {
  expect(reading('long-text', ' un  \r\ndeux\n\n\n\ntrois ')).toEqual({ value: 'un\ndeux\n\ntrois' })
})

describe('rich text', () => {
  test.each([
    ['Bonjour\nvous\n\nR&D <3', '<p>Bonjour<br />vous</p>\n<p>R&amp;D &lt;3</p>'],
    ['Bonjour <b>toi</b>', '<p>Bonjour <strong>toi</strong></p>'],
    ['<div>a</div><div>b</div>', '<p>a</p><p>b</p>'],
    ['<div><p>x</p><p>&nbsp;</p></div>', '<p>x</p>'],
    ['&eacute;t&eacute; &amp; hiver', '<p>été &amp; hiver</p>'],
    ['<h1>Titre</h1><p style="color:red" class="x">a</p>', '<h2>Titre</h2><p>a</p>'],
    ['<p><a href=" https://e.fr/x?a=1&b=2 ">c</a></p>', '<p><a href="https://e.fr/x?a=1&amp;b=2">c</a></p>'],
  ])('%j becomes the HTML of the house', (written, value) => {
    expect(reading('rich-text', written)).toEqual({ value })
  })

  test.each([
    '<script>alert(1)</script><p>ok</p>',
    '<p onmouseover="alert(1)">ok</p>',
    '<p><a href="javascript:alert(1)">ok</a></p>',
    '<p><a href="jAvA\tscript:alert(1)">ok</a></p>',
    '<p><a href="data:text/html,x">ok</a></p>',
    '<p><a href="//evil.example">ok</a></p>',
    '<svg><script>alert(1)</script></svg><p>ok</p>',
    '<p>ok<img src=x onerror=alert(1)></p>',
    '<style>p{}</style><p>ok</p>',
    '<p>ok</p><iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<math><mi xlink:href="javascript:alert(1)"></mi></math><p>ok</p>',
  ])('a hostile text keeps its words and nothing else: %s', (written) => {
    expect(reading('rich-text', written)).toEqual({ value: '<p>ok</p>' })
  })

  test('a text made only of markup is blank', () => {
    expect(reading('rich-text', '<p> </p><img src=x>')).toEqual({ blank: true })
  })

  test('its length is that of its words', () => {
    expect(reading('rich-text', '<p><strong>dix lettre</strong></p>', { max: 10 })).toHaveProperty('value')
    expect(reading('rich-text', '<p>onze lettre</p>', { max: 10 })).toMatchObject({ problem: { code: 'too-long' } })
  })

  test('its plain text keeps blocks apart', () => {
    expect(plainText('<p>a<br />b</p><ul><li>c</li><li>d &amp; e</li></ul>')).toBe('a\nb\n- c\n- d & e')
    expect(plainText('<p>&amp;lt;</p>')).toBe('&lt;')
  })
})
