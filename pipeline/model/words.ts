import type { LocalText } from './local-text.ts'

/** The few words values need to be shown in one line; the catalogues of the interface hold all the others. */
export const WORDS = {
  yes: { fr: 'oui', en: 'yes' },
  no: { fr: 'non', en: 'no' },
  closed: { fr: 'fermé', en: 'closed' },
  until: { fr: 'jusqu’au', en: 'until' },
  from: { fr: 'du', en: 'from' },
  to: { fr: 'au', en: 'to' },
  entry: { fr: 'n°', en: 'no.' },
  given: { fr: 'donné le', en: 'given on' },
  notGiven: { fr: 'non donné', en: 'not given' },
  free: { fr: 'gratuit', en: 'free' },
  except: { fr: 'sauf', en: 'except' },
  also: { fr: 'et aussi', en: 'and also' },
  times: { fr: 'fois', en: 'times' },
} as const satisfies Readonly<Record<string, LocalText>>
