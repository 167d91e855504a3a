import type { LocalText } from '../../../pipeline/model/local-text.ts'
import type { Concept } from '../../../pipeline/model/theme.ts'

/** What the forms of a tree may ask. */
export const THEME_ACTIONS = ['add', 'describe', 'up', 'down', 'move', 'merge', 'retire', 'undo'] as const

/** A form of the tree editor as it was typed. */
export interface ThemeForm {
  readonly do: (typeof THEME_ACTIONS)[number]
  /** The concept it is about; of a new one the code, blank to take it from the label. */
  readonly code: string
  /** Where a new one goes; null for the top. */
  readonly broader: string | null
  readonly label: LocalText
  readonly synonyms: readonly string[]
  readonly notations: { readonly found: Concept['notations']; readonly bad: readonly string[] }
  /** The other concept, as written: where to, into what. */
  readonly target: string
  /** The person has seen what it changes. */
  readonly confirmed: boolean
  /** Wants every move it would cause as a file. */
  readonly asFile: boolean
}

/** Reads a form of the tree editor; an action it does not know is none at all: the concept is described as it stands. */
export function readThemeForm(data: FormData): ThemeForm {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const broader = text('broader')
  return {
    do: THEME_ACTIONS.find((one) => one === data.get('do')) ?? 'describe',
    code: text('code'),
    broader: broader === '' ? null : broader,
    label: { fr: text('label'), en: text('label-en') },
    synonyms: linesOf(text('synonyms')),
    notations: notationsOf(linesOf(text('notations'))),
    target: text('target'),
    confirmed: data.get('confirmed') === 'yes',
    asFile: data.get('as') === 'file',
  }
}

/** Notations one per line: `rome:K12`. */
export function notationLines(notations: Concept['notations']): string {
  return Object.entries(notations)
    .flatMap(([scheme, codes]) => codes.map((code) => `${scheme}:${code}`))
    .join('\n')
}

/** Notations as they were typed, those that cannot be read first. */
export function typedNotations({ notations: { bad, found } }: Pick<ThemeForm, 'notations'>): string {
  return [...bad, notationLines(found)].filter((line) => line !== '').join('\n')
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function notationsOf(lines: readonly string[]): ThemeForm['notations'] {
  const found: Record<string, string[]> = {}
  const bad: string[] = []
  for (const line of lines) {
    const [, scheme = '', code = ''] = /^([a-z][a-z0-9-]*)\s*:\s*(\S+)$/i.exec(line) ?? []
    if (code === '') bad.push(line)
    else found[scheme.toLowerCase()] = [...(found[scheme.toLowerCase()] ?? []), code]
  }
  return { found, bad }
}
