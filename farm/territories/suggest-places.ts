import type { TerritoryLevel } from '../../pipeline/model/field.ts'
import type { Territory, TerritoryKey } from '../../pipeline/model/territory.ts'
import type { TerritoryAlias } from '../storage/knowledge/territory-store.ts'
import type { Ancestry } from './ancestry.ts'
import { lineSearch } from './line-search.ts'
import type { NodeIndex } from './node-index.ts'
import { placeForm } from './place-names.ts'

/** Limits of a suggestion. */
export interface SuggestHint {
  readonly levels?: readonly TerritoryLevel[] | undefined
  readonly within?: TerritoryKey | undefined
  readonly limit?: number
}

/** What suggesting looks in. */
export interface PlaceLists {
  readonly index: NodeIndex
  readonly aliases: readonly TerritoryAlias[]
  readonly isWithin: Ancestry['isWithin']
}

/** Makes the completion of a name, of the beginning of a code or postcode, or of both ("58000 nev"); ten places by default. */
export function placeSuggester(lists: PlaceLists): (text: string, hint: SuggestHint) => Territory[] {
  let find: ReturnType<typeof placeFinder> | undefined
  return (text, { levels, within, limit = 10 }) => {
    find ??= placeFinder(lists)
    const chosen = new Set<Territory>()
    for (const node of find(placeForm(text))) {
      if (chosen.size >= limit) break
      if (levels !== undefined && !levels.includes(node.level)) continue
      if (within !== undefined && !lists.isWithin(node, within)) continue
      chosen.add(node)
    }
    return [...chosen]
  }
}

function placeFinder({ index, aliases }: PlaceLists): (form: string) => Generator<Territory> {
  const names = index.nodes.map((node) => ({ line: placeForm(node.name), value: node }))
  for (const { key, name } of aliases) {
    const node = index.byKey.get(key)
    if (node !== undefined && name !== '') names.push({ line: placeForm(name), value: node })
  }
  const byName = lineSearch(names)
  const numbers = index.nodes.map((node) => ({ line: [node.code, ...node.postcodes].join(' '), value: node }))
  const byNumber = lineSearch(numbers)

  return function* find(form) {
    const [, digits = '', name = ''] = /^(\d[\dab]*)?\s*(.*)$/.exec(form) ?? []
    const number = digits.toUpperCase()
    if (name !== '') {
      for (const node of named(name)) if (number === '' || isNumbered(node, number)) yield node
    } else if (number !== '') {
      const departement = index.byKey.get(`departement:${number}`)
      if (departement !== undefined) yield departement
      yield* byNumber.beginning(number)
    }
  }

  function* named(form: string): Generator<Territory> {
    yield* index.byName.get(form) ?? []
    yield* byName.beginning(form)
    if (form.includes(' ')) yield* byName.withAll(form.split(' '))
  }
}

function isNumbered(node: Territory, number: string): boolean {
  return node.code.startsWith(number) || node.postcodes.some((postcode) => postcode.startsWith(number))
}
