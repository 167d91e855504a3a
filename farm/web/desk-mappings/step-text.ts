import type { Step } from '../../../pipeline/intake/mapping/mapping.ts'

/** A step as the form asks for it: a word of its list, and what stands in its two boxes. */
export interface StepDraft {
  readonly what: string
  readonly first: string
  readonly second: string
}

/** The steps a person may choose, in the order of the list. */
export const STEP_CHOICES = [
  'date',
  'add-days',
  'number',
  'split',
  'take',
  'join',
  'extract',
  'replace',
  'strip-html',
  'case:title',
  'case:sentence',
  'case:upper',
  'case:lower',
  'pad',
  'shorten',
] as const

/** A step as its form shows it. */
export function draftOfStep(step: Step): StepDraft {
  switch (step.do) {
    case 'split':
      return draft('split', shownSign(step.by))
    case 'take':
      return draft('take', String(step.nth))
    case 'join':
      return draft('join', shownSign(step.with))
    case 'date':
      return draft('date', step.pattern)
    case 'add-days':
      return draft('add-days', String(step.days))
    case 'case':
      return draft(`case:${step.to}`)
    case 'extract':
      return draft('extract', step.pattern)
    case 'replace':
      return draft('replace', shownSign(step.text), shownSign(step.with))
    case 'pad':
      return draft('pad', String(step.length), step.with)
    case 'shorten':
      return draft('shorten', String(step.max))
    default:
      return draft(step.do)
  }
}

function draft(what: string, first = '', second = ''): StepDraft {
  return { what, first, second }
}

/** The step a draft means, as JSON that `readMapping` checks; nothing where no step is chosen. */
export function stepOfDraft({ what, first, second }: StepDraft): Readonly<Record<string, unknown>> | undefined {
  const [name, to] = what.split(':')
  switch (name) {
    case 'split':
      return { do: name, by: writtenSign(first) }
    case 'take':
      return { do: name, nth: Number(first || '1') }
    case 'join':
      return { do: name, with: writtenSign(first) }
    case 'date':
      return { do: name, pattern: first.trim() || 'auto' }
    case 'add-days':
      return { do: name, days: Number(first || '0') }
    case 'case':
      return { do: name, to }
    case 'extract':
      return { do: name, pattern: first }
    case 'replace':
      return { do: name, text: writtenSign(first), with: writtenSign(second) }
    case 'pad':
      return { do: name, length: Number(first || '5'), with: second || '0' }
    case 'shorten':
      return { do: name, max: Number(first || '200') }
    case 'number':
    case 'strip-html':
      return { do: name }
    default:
      return undefined
  }
}

/** A separator as one can type it in a box of one line. */
export function shownSign(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}

/** The separator such a text means. */
export function writtenSign(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\t', '\t')
}
