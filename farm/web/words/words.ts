import type { Language } from '../../../pipeline/model/local-text.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import { typeset } from '../../../pipeline/model/typography.ts'
import enApi from './en/api.json' with { type: 'json' }
import enBatch from './en/batch.json' with { type: 'json' }
import enBuilder from './en/builder.json' with { type: 'json' }
import enCli from './en/cli.json' with { type: 'json' }
import enCommon from './en/common.json' with { type: 'json' }
import enCoverage from './en/coverage.json' with { type: 'json' }
import enDesk from './en/desk.json' with { type: 'json' }
import enDuplicates from './en/duplicates.json' with { type: 'json' }
import enEmbed from './en/embed.json' with { type: 'json' }
import enForm from './en/form.json' with { type: 'json' }
import enLedger from './en/ledger.json' with { type: 'json' }
import enMapping from './en/mapping.json' with { type: 'json' }
import enPartners from './en/partners.json' with { type: 'json' }
import enPortal from './en/portal.json' with { type: 'json' }
import enProblem from './en/problem.json' with { type: 'json' }
import enReader from './en/reader.json' with { type: 'json' }
import enRehearsal from './en/rehearsal.json' with { type: 'json' }
import enSources from './en/sources.json' with { type: 'json' }
import enSpip from './en/spip.json' with { type: 'json' }
import enTerritories from './en/territories.json' with { type: 'json' }
import enThemes from './en/themes.json' with { type: 'json' }
import enTouch from './en/touch.json' with { type: 'json' }
import enWhy from './en/why.json' with { type: 'json' }
import frApi from './fr/api.json' with { type: 'json' }
import frBatch from './fr/batch.json' with { type: 'json' }
import frBuilder from './fr/builder.json' with { type: 'json' }
import frCli from './fr/cli.json' with { type: 'json' }
import frCommon from './fr/common.json' with { type: 'json' }
import frCoverage from './fr/coverage.json' with { type: 'json' }
import frDesk from './fr/desk.json' with { type: 'json' }
import frDuplicates from './fr/duplicates.json' with { type: 'json' }
import frEmbed from './fr/embed.json' with { type: 'json' }
import frForm from './fr/form.json' with { type: 'json' }
import frLedger from './fr/ledger.json' with { type: 'json' }
import frMapping from './fr/mapping.json' with { type: 'json' }
import frPartners from './fr/partners.json' with { type: 'json' }
import frPortal from './fr/portal.json' with { type: 'json' }
import frProblem from './fr/problem.json' with { type: 'json' }
import frReader from './fr/reader.json' with { type: 'json' }
import frRehearsal from './fr/rehearsal.json' with { type: 'json' }
import frSources from './fr/sources.json' with { type: 'json' }
import frSpip from './fr/spip.json' with { type: 'json' }
import frTerritories from './fr/territories.json' with { type: 'json' }
import frThemes from './fr/themes.json' with { type: 'json' }
import frTouch from './fr/touch.json' with { type: 'json' }
import frWhy from './fr/why.json' with { type: 'json' }

const catalogues: Record<Language, Readonly<Record<string, string>>> = {
  fr: {
    ...frCommon,
    ...prefixed('batch', frBatch),
    ...prefixed('api', frApi),
    ...prefixed('builder', frBuilder),
    ...prefixed('cli', frCli),
    ...prefixed('portal', frPortal),
    ...prefixed('desk', frDesk),
    ...prefixed('coverage', frCoverage),
    ...prefixed('duplicates', frDuplicates),
    ...prefixed('embed', frEmbed),
    ...prefixed('form', frForm),
    ...prefixed('ledger', frLedger),
    ...prefixed('mapping', frMapping),
    ...prefixed('partners', frPartners),
    ...prefixed('problem', frProblem),
    ...prefixed('reader', frReader),
    ...prefixed('rehearsal', frRehearsal),
    ...prefixed('sources', frSources),
    ...prefixed('spip', frSpip),
    ...prefixed('territories', frTerritories),
    ...prefixed('themes', frThemes),
    ...prefixed('touch', frTouch),
    ...prefixed('why', frWhy),
  },
  en: {
    ...enCommon,
    ...prefixed('batch', enBatch),
    ...prefixed('api', enApi),
    ...prefixed('builder', enBuilder),
    ...prefixed('cli', enCli),
    ...prefixed('portal', enPortal),
    ...prefixed('desk', enDesk),
    ...prefixed('coverage', enCoverage),
    ...prefixed('duplicates', enDuplicates),
    ...prefixed('embed', enEmbed),
    ...prefixed('form', enForm),
    ...prefixed('ledger', enLedger),
    ...prefixed('mapping', enMapping),
    ...prefixed('partners', enPartners),
    ...prefixed('problem', enProblem),
    ...prefixed('reader', enReader),
    ...prefixed('rehearsal', enRehearsal),
    ...prefixed('sources', enSources),
    ...prefixed('spip', enSpip),
    ...prefixed('territories', enTerritories),
    ...prefixed('themes', enThemes),
    ...prefixed('touch', enTouch),
    ...prefixed('why', enWhy),
  },
}

/** Figures and names a sentence quotes. */
export type WordParams = Readonly<Record<string, string | number>>

/** Says a sentence of the catalogues; keys of `portal.json` start with `portal.`, those of `problem.json` with `problem.`, and so on. */
export interface Words {
  (key: string, params?: WordParams): string
  readonly language: Language
  /** Whether the catalogues hold this sentence. */
  has(key: string): boolean
  /** The sentence of a problem, with its figures. */
  problem(problem: Problem): string
}

const made = new Map<Language, Words>()

/**
 * The words of one interface language. With a `count` among the parameters the sentence is chosen among `key.zero`,
 * `key.one` and `key.other` by the rules of the language, and the count is written its way. A missing key shows itself.
 */
export function wordsIn(language: Language): Words {
  const known = made.get(language)
  if (known) return known
  const words = makeWords(language)
  made.set(language, words)
  return words
}

function makeWords(language: Language): Words {
  // Written with ordinary spaces, so that a catalogue is easy to edit; said with those of its language.
  const catalogue: Readonly<Record<string, string>> = Object.fromEntries(
    Object.entries(catalogues[language]).map(([key, text]) => [key, typeset(text, language)]),
  )
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  const find = (key: string, params: WordParams): string => {
    const { count } = params
    if (typeof count !== 'number') return catalogue[key] ?? key
    if (count === 0 && catalogue[`${key}.zero`]) return catalogue[`${key}.zero`] ?? key
    return catalogue[`${key}.${plurals.select(count) === 'one' ? 'one' : 'other'}`] ?? catalogue[key] ?? key
  }
  const say = (key: string, params: WordParams = {}) =>
    find(key, params).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name]
      return value === undefined ? whole : typeof value === 'number' ? numbers.format(value) : value
    })
  const has = (key: string) => key in catalogue
  const problem = (one: Problem) =>
    has(`problem.${one.code}`) ? say(`problem.${one.code}`, one.params) : say('problem.other', { code: one.code })
  return Object.assign(say, { language, has, problem })
}

function prefixed(prefix: string, catalogue: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(catalogue).map(([key, text]) => [`${prefix}.${key}`, text]))
}
