import type { Field } from '../../../pipeline/model/field.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { WORDS } from '../../../pipeline/model/words.ts'
import type { Option } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'

/** A branch of a vocabulary to tick in. */
export interface TreeNode {
  readonly code: string
  readonly label: string
  readonly checked: boolean
  /** It, or something under it, is ticked. */
  readonly open: boolean
  /** What a search in the tree looks at: label and synonyms. */
  readonly words: string
  readonly under: readonly TreeNode[]
}

type Asked = Pick<Visit, 'memory' | 'language'>

/** The choices of a field, those already made selected; narrower terms stand under the broader one. */
export function optionsOf(field: Field, selected: ReadonlySet<string>, asked: Asked): readonly Option[] {
  const option = (value: string, label: string) => ({ value, label, selected: selected.has(value) })
  const { language } = asked
  if (field.type === 'boolean')
    return [
      option('oui', capital(inLanguage(WORDS.yes, language))),
      option('non', capital(inLanguage(WORDS.no, language))),
    ]
  if (field.type === 'language') {
    const names = new Intl.DisplayNames(language, { type: 'language' })
    return [...new Set([...LANGUAGES, ...selected])]
      .filter(isTag)
      .map((code) => option(code, capital(names.of(code) ?? code)))
  }
  if (field.type === 'choice')
    return (field.choices ?? []).map((one) => option(one.code, inLanguage(one.label, language)))
  return termOptions({ vocabulary: field.vocabulary ?? 'themes', broader: null, depth: 0, selected, ...asked })
}

/** A vocabulary as branches, with what is already ticked. */
export function treeOf(vocabulary: string, selected: ReadonlySet<string>, asked: Asked): readonly TreeNode[] {
  const branch = (code: string | null): TreeNode[] =>
    asked.memory.thesaurus.narrower(vocabulary, code).map((concept) => {
      const under = branch(concept.code)
      const checked = selected.has(concept.code)
      const label = inLanguage(concept.label, asked.language)
      const words = [label, ...concept.synonyms].join(' ')
      return { code: concept.code, label, checked, open: checked || under.some((one) => one.open), words, under }
    })
  return branch(null)
}

// The languages people ask the network for, French first.
const LANGUAGES = 'fr en de es it pt nl pl ro uk ru ar tr fa ps ti so zh vi br'.split(' ')

interface Branch extends Asked {
  readonly vocabulary: string
  readonly broader: string | null
  readonly depth: number
  readonly selected: ReadonlySet<string>
}

function termOptions(branch: Branch): Option[] {
  const { vocabulary, broader, depth, selected, memory, language } = branch
  return memory.thesaurus.narrower(vocabulary, broader).flatMap((concept) => [
    {
      value: concept.code,
      label: `${'\u2003'.repeat(depth)}${inLanguage(concept.label, language)}`,
      selected: selected.has(concept.code),
    },
    ...termOptions({ ...branch, broader: concept.code, depth: depth + 1 }),
  ])
}

function isTag(code: string): boolean {
  return /^[a-z]{2,3}$/.test(code)
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
