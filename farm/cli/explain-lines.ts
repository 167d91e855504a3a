import { inLanguage } from '../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { Explanation } from '../../pipeline/routing/explain.ts'
import type { Finding } from '../../pipeline/routing/finding.ts'
import type { Memory } from '../memory.ts'
import type { Words } from '../web/words/words.ts'

/** What putting an explanation into words looks up. */
export interface Telling {
  readonly words: Words
  readonly memory: Memory
}

/** An explanation as a person reads it: whether it shows, then each condition, held or failed, with what decided. */
export function explanationLines(telling: Telling, { obstacle, finding }: Explanation, label: string): string[] {
  const { words } = telling
  const verdict = words(`cli.explain.${obstacle ?? 'shown'}`)
  const mark = obstacle === null ? '✓' : '✗'
  return [`${mark} ${label}${words('cli.colon')}${verdict}`, ...findingLines(telling, finding, '    ')]
}

function findingLines(telling: Telling, finding: Finding, indent: string): string[] {
  const { condition, parts = [], held } = finding
  if (condition === 'all') return parts.flatMap((part) => findingLines(telling, part, indent))
  const mark = `${indent}${held ? '✓' : '✗'} `
  if (condition !== 'any' && condition !== 'none') return [mark + sentence(telling, finding, condition)]
  const inside = parts.flatMap((part) => findingLines(telling, part, `${indent}    `))
  return [mark + telling.words(`cli.explain.${condition}`), ...inside]
}

type Leaf = Exclude<Finding['condition'], 'all' | 'any' | 'none'>

function sentence(telling: Telling, { held, by, has = [], asked = [] }: Finding, condition: Leaf): string {
  const { words, memory } = telling
  const name = (code: string) => NAMES[condition](telling, code)
  if (!held || !by) {
    const values = { has: has.map(name).join(', ') || words('cli.explain.nothing'), asked: asked.map(name).join(', ') }
    return words(`cli.explain.${condition}.failed`, values)
  }
  const values = { has: name(by.has), asked: name(by.asked) }
  if (by.has === by.asked) return words(`cli.explain.${condition}.same`, values)
  const covering = condition === 'territory' && !memory.gazetteer.ancestors(by.has).includes(by.asked)
  return words(`cli.explain.${condition}.${covering ? 'covering' : 'under'}`, values)
}

const NAMES: Record<Leaf, (telling: Telling, code: string) => string> = {
  service_type: ({ words, memory }, code) => kindName(memory.serviceType(code), code, words),
  theme: ({ words, memory }, code) => {
    const concept = memory.thesaurus.get('themes', code)
    return concept ? inLanguage(concept.label, words.language) : code
  },
  territory: ({ memory }, key) => memory.gazetteer.get(key)?.name ?? key,
  origin: ({ words, memory }, rule) => {
    const named = memory.organisations.get(rule.replace(/^organisation:/, ''))
    return named?.shortName ?? words(`cli.explain.origin.${rule}`)
  },
  language: (_, code) => code,
  near: ({ memory }, key) => memory.gazetteer.get(key)?.name ?? key,
  published: (_, day) => day,
  field: (_, value) => value,
}

function kindName(serviceType: ServiceType | undefined, code: string, { language }: Words): string {
  return serviceType ? inLanguage(serviceType.label, language) : code
}
