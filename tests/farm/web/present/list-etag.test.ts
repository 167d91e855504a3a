import { expect, it } from 'vitest'
import { listEtag } from '../../../../farm/web/present/list-etag.ts'
import { declareAll } from '../../../../pipeline/model/declarations.ts'

const declared = (label: string) => {
  const fields = [
    { name: 'title', required: true },
    { name: 'note', type: 'text', label: { fr: label } },
  ]
  const [label_, plural] = [{ fr: 'Recette' }, { fr: 'Recettes' }]
  const json = {
    ...{ id: 'recipe', path: 'recettes', label: label_, plural, description: { fr: 'D’ici' }, visibility: 'public' },
    ...{ workflow: 'a-priori', lifetime: { months: 24 }, exports: [], fields },
    presentation: { row: 'plain', facts: [], keyFacts: [], facets: [], icon: 'utensils' },
  }
  const found = declareAll([{ file: 'recipe.json', json }])
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.value
}

it('A list has another ETag once its kinds are declared otherwise, or the network moved; the same in every process', () => {
  const memory = { declarations: declared('Parts'), stamp: 'themes 1' }
  const etag = listEtag(memory, ['a', 'b'])
  expect(etag).toMatch(/^W\/"[\w-]{27}"$/)
  expect(listEtag({ ...memory, declarations: declared('Parts') }, ['a', 'b'])).toBe(etag)
  const others = [
    listEtag({ ...memory, declarations: declared('Portions') }, ['a', 'b']),
    listEtag({ ...memory, stamp: 'themes 2' }, ['a', 'b']),
    listEtag(memory, ['a', 'c']),
  ]
  expect(new Set([etag, ...others]).size).toBe(4)
})
