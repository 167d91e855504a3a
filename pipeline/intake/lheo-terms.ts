import { type Offer, subjectCodes, textAt, textsAt } from './lheo-values.ts'
import type { IntakeText } from './reader.ts'
import { nodesIn, nodeText } from './xml-nodes.ts'

/** Its ROME codes: those the farm knows, or all of them where it cannot tell. */
export function occupations(offer: Offer, source: Pick<IntakeText, 'options' | 'warnings'>): readonly string[] {
  return knownCodes(subjectCodes(offer, 'code-ROME'), 'rome', source)
}

/** Its NSF codes, in the same way. */
export function specialities(offer: Offer, source: Pick<IntakeText, 'options' | 'warnings'>): readonly string[] {
  return knownCodes(subjectCodes(offer, 'code-NSF'), 'nsf', source)
}

/** Its audiences: LHÉO codes them in Formacode, which few vocabularies hold; an audience that must be said is then everyone. */
export function audience(
  offer: Offer,
  source: Pick<IntakeText, 'options' | 'warnings'>,
  required: boolean,
): readonly string[] {
  const codes = textsAt(offer, 'action/code-public-vise').map((code) => `formacode:${code}`)
  const info = textAt(offer, 'action/info-public-vise')
  const words = [info, ...info.split(';').map((word) => word.trim())]
  const found = [...new Set([...codes, ...words])].filter(
    (text) => text !== '' && source.options.knowsTerm?.('publics', text),
  )
  if (found.length > 0) return found
  for (const value of source.options.knowsTerm === undefined ? [] : codes) {
    source.warnings.add({ code: 'unknown-term', field: 'audience', params: { vocabulary: 'publics', value } })
  }
  return required ? [EVERYONE] : []
}

/** Themes that hold one of its subject codes as a notation, the narrowest; else the theme of training itself. */
export function themesOf(offer: Offer, { options }: Pick<IntakeText, 'options'>): readonly string[] {
  const known = (text: string): boolean => options.knowsTerm?.('themes', text) ?? false
  const own = ownThemes(offer).filter(known)
  if (own.length > 0) return own
  const notations = [
    ...subjectCodes(offer, 'code-NSF').map((code) => [3, 2, 1].map((length) => `nsf:${code.slice(0, length)}`)),
    ...subjectCodes(offer, 'code-ROME').map((code) => [5, 3, 1].map((length) => `rome:${code.slice(0, length)}`)),
  ]
  const found = notations.flatMap((narrowing) => narrowing.find(known) ?? [])
  if (found.length > 0) return [...new Set(found)]
  return known(TRAINING) ? [TRAINING] : []
}

/** Name of the extras in which a farm tells another its own themes. */
export const THEME_EXTRAS = 'themes'
/** Name of each theme in them. */
export const THEME_EXTRA = 'theme'

function ownThemes({ action }: Offer): readonly string[] {
  return nodesIn(action, 'extras')
    .filter(({ attributes }) => attributes.info === THEME_EXTRAS)
    .flatMap((extras) => nodesIn(extras, 'extra'))
    .filter(({ attributes }) => attributes.info === THEME_EXTRA)
    .map(nodeText)
}

const EVERYONE = 'Tout public'
const TRAINING = 'Formation'

function knownCodes(
  codes: readonly string[],
  vocabulary: string,
  { options, warnings }: Pick<IntakeText, 'options' | 'warnings'>,
): readonly string[] {
  return codes.filter((value) => {
    const known = options.knowsTerm?.(vocabulary, value) ?? true
    if (!known) warnings.add({ code: 'unknown-term', params: { vocabulary, value } })
    return known
  })
}
