import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Farm } from '../../open-farm.ts'
import { readTree } from '../../storage/knowledge/vocabulary-store.ts'
import { countThemes } from '../../themes/count-themes.ts'
import { walkTree } from '../../themes/tree-order.ts'
import { type Call, type Command, EXIT, refusal } from '../command.ts'
import { table } from '../table.ts'
import { withFarm } from '../with-farm.ts'

/** `farm themes`: the vocabularies, or one of them as a tree with its live entries. */
export const themes: Command = {
  name: 'themes',
  usage: '[VOCABULARY]',
  options: {},
  positionals: ['VOCABULARY?'],
  json: '{ vocabularies: [{ id, label, concepts, edited, rules }] }, or with a vocabulary { vocabulary, label, rules, concepts: [{ code, broader, label, synonyms, notations, live }], aliases }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const [vocabulary] = call.positionals
      if (vocabulary === undefined) await listed(call, farm)
      else await one(call, farm, vocabulary)
      return EXIT.done
    }),
}

async function listed({ words, out }: Call, farm: Farm): Promise<void> {
  const { thesaurus } = await farm.memory()
  const size = (id: string, code: string | null): number =>
    thesaurus.narrower(id, code).reduce((sum, concept) => sum + 1 + size(id, concept.code), 0)
  const vocabularies = thesaurus.vocabularies().map((id) => {
    const about = thesaurus.vocabulary(id)
    const { label = { fr: id }, rules = {}, editedAt = null } = about ?? {}
    return { id, label, concepts: size(id, null), edited: editedAt, rules }
  })
  const columns = [
    { title: words('cli.column.vocabulary') },
    { title: words('cli.column.name') },
    { title: words('cli.column.concepts'), align: 'right' as const },
    { title: words('cli.column.edited') },
  ]
  const rows = vocabularies.map(({ id, label, concepts, edited }) => [
    ...[id, inLanguage(label, words.language), String(concepts)],
    edited === null ? '' : new Date(edited).toISOString().slice(0, 10),
  ])
  out.value({ vocabularies }, table(columns, rows))
}

async function one({ words, out }: Call, farm: Farm, vocabulary: string): Promise<void> {
  const { storage } = farm
  if (!(await farm.memory()).thesaurus.vocabulary(vocabulary))
    throw refusal([{ code: 'unknown-vocabulary', params: { value: vocabulary } }])
  const tree = await readTree(storage.read, storage.tables, vocabulary)
  const counts = await countThemes(farm, tree)
  const walked = walkTree(tree)
  const concepts = walked.map(({ concept: { code, broader = null, label, synonyms, notations } }) => {
    return { code, broader, label, synonyms, notations, live: counts.get(code) ?? 0 }
  })
  const columns = [
    { title: words('cli.column.code') },
    { title: words('cli.column.name') },
    { title: words('cli.column.live'), align: 'right' as const },
  ]
  const rows = walked.map(({ concept, depth }) => [
    ...[`${'· '.repeat(depth)}${concept.code}`, inLanguage(concept.label, words.language)],
    String(counts.get(concept.code) ?? 0),
  ])
  const { label, rules } = tree.about
  const value = { vocabulary, label, rules, concepts, aliases: Object.fromEntries(tree.aliases) }
  out.value(value, table(columns, rows))
}
