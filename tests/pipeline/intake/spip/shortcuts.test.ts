import { describe, expect, test } from 'vitest'
import { htmlOfShortcuts, plainOfShortcuts } from '../../../../pipeline/intake/spip/shortcuts.ts'
import { cleanHtml } from '../../../../pipeline/model/written/html.ts'
import { cpuClock } from '../../../cpu-clock.ts'

const shown: number[] = []
const reader = {
  target: ({ kind, id }: { kind: string; id: number }) =>
    id > 90 ? undefined : { href: `https://site.example/spip.php?${kind}${id}`, title: `${kind} « ${id} »` },
  shows: (document: number) => void shown.push(document),
}

function html(written: string): string {
  return cleanHtml(htmlOfShortcuts(written, reader))
}

describe('the shortcuts of SPIP', () => {
  test.each([
    [
      '{{gras}} et {ital}, {{gras {et} ital}}',
      '<p><strong>gras</strong> et <em>ital</em>, <strong>gras <em>et</em> ital</strong></p>',
    ],
    ['{{{Titre}}}\nTexte', '<h2>Titre</h2>\n<p>Texte</p>'],
    ['un\n_ deux', '<p>un\n<br />deux</p>'],
    ['un\n\n----\n\ndeux', '<p>un</p>\n<p>deux</p>'],
    ['-* a\n-** b\n-* c', '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>'],
    ['-# a\n-# b\n\nfin', '<ol><li>a</li><li>b</li></ol>\n<p>fin</p>'],
    ['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
    ['|a|b|\n|<|d|', '<table><tbody><tr><td>a</td><td>b</td></tr><tr><td></td><td>d</td></tr></tbody></table>'],
    ['<quote>dit {{fort}}</quote>', '<blockquote>\n<p>dit <strong>fort</strong></p>\n</blockquote>'],
    ['<code>a < b [->art1] {{x}}</code>', '<p>a &lt; b [-&gt;art1] {{x}}</p>'],
    ['[texte->https://a.example/?a=1&b=2]', '<p><a href="https://a.example/?a=1&amp;b=2">texte</a></p>'],
    ['[une [note] ici|bulle{en}->rub3]', '<p><a href="https://site.example/spip.php?rubrique3">une [note] ici</a></p>'],
    [
      '[->12] [->br4]',
      '<p><a href="https://site.example/spip.php?article12">article « 12 »</a> <a href="https://site.example/spip.php?breve4">breve « 4 »</a></p>',
    ],
    ['[perdu->art99] [x->javascript:alert(1)] [?SPIP]', '<p>perdu x SPIP</p>'],
    ['[->a@b.example]', '<p><a href="mailto:a@b.example">a@b.example</a></p>'],
    [
      'Fait[[Voir [->art1].]] ici',
      '<p>Fait (1) ici</p>\n<p>(1) Voir <a href="https://site.example/spip.php?article1">article « 1 »</a>.</p>',
    ],
    ['<multi>[en]hello[fr]bonjour</multi>', '<p>bonjour</p>'],
    ['<h2>Brut</h2>\n<p onclick="x()">gardé</p><script>alert(1)</script>', '<h2>Brut</h2>\n<p>gardé</p>'],
    ['un -- deux~!', '<p>un – deux\u00a0!</p>'],
  ])('%s', (written, expected) => expect(html(written)).toBe(expected))

  test('models leave the text and are told; titles lose their number', () => {
    shown.length = 0
    expect(html('a <img12|left> b <doc7> [voir->doc9] <formulaire|x> <h2>c</h2>')).toContain('>voir</a>')
    expect(shown.toSorted((a, b) => a - b)).toEqual([7, 9, 12])
    expect(plainOfShortcuts('12. Les {{photos}} de [la fête->art3]')).toBe('Les photos de la fête')
  })

  test('nothing anyone may write takes long', () => {
    const spent = cpuClock()
    const pieces = [
      '[',
      '[a->',
      '{',
      '{{a',
      '{a}{',
      '<multi>',
      '<code>',
      '[[',
      '-*\n',
      '|a|\n',
      '-********a\n',
      '<img',
      '->',
      '[?',
    ]
    for (const piece of pieces) htmlOfShortcuts(piece.repeat(Math.ceil(200_000 / piece.length)), reader)
    expect(spent()).toBeLessThan(15_000)
  })
})
