import { expect, test } from 'vitest'
import { keysOfAddress, keysOfObject } from '../../../../pipeline/intake/spip/old-addresses.ts'

function keys(address: string) {
  return keysOfAddress(new URL(address, 'https://site.example'))
}

test.each([
  ['/spip.php?article12', '/article12'],
  ['/spip.php?article12&lang=fr', '/article12'],
  ['/spip.php?page=article&id_article=12', '/article12'],
  ['/?page=article&id_article=012', '/article12'],
  ['/?article12', '/article12'],
  ['/article12.html', '/article12'],
  ['/article12', '/article12'],
  ['/sous-dossier/article12.html', '/article12'],
  ['/spip.php?breve3', '/breve3'],
  ['/Titre-de-l-article', '/titre-de-l-article'],
  ['/-Titre-de-l-article-', '/titre-de-l-article'],
  ['/spip.php?Titre-de-l-article', '/titre-de-l-article'],
  ['/rubrique/titre.html', '/rubrique/titre'],
])('%s is looked for under %s', (address, key) => expect(keys(address)[0]).toBe(key))

test.each(['/', '/?q=emploi', '/a', '/spip.php', '/spip.php?page=plan', `/${'a'.repeat(700)}`])(
  '%s is looked for nowhere',
  (address) => expect(keys(address)).toEqual([]),
)

test('a text is found under its number and each of its names, else under its title', () => {
  const known = { id: 5, addresses: ['Le-bus', 'emploi/le-car'], title: 'Autre' }
  expect(keysOfObject('article', known)).toEqual(['/article5', '/le-bus', '/emploi/le-car'])
  expect(keysOfObject('breve', { id: 2, addresses: [], title: 'L’été à Nevers' })).toEqual([
    '/breve2',
    '/l-ete-a-nevers',
  ])
})
