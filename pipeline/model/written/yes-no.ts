import { fold } from '../fold.ts'

/** Reads yes or no in French, English, figures or a cross; null when it is neither. */
export function yesOrNo(text: string): boolean | null {
  if (text.length > 20) return null
  const word = fold(text)
  return YES.has(word) ? true : NO.has(word) ? false : null
}

const YES = new Set(['oui', 'yes', 'true', 'vrai', '1', 'x', 'o', 'y', 'on'])
const NO = new Set(['non', 'no', 'false', 'faux', '0', 'n', 'off'])
