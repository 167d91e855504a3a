import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Finding } from '../../../pipeline/routing/finding.ts'
import type { Visit } from '../visit.ts'

/** One condition of a service in words: what decided, and whether it let the entry in. */
export interface Reason {
  readonly held: boolean
  readonly text: string
}

/** The reasons an entry is in a service, or not: every condition, groups opened, with the theme, place or body that decided. */
export function reasonsOf(visit: Visit, finding: Finding): Reason[] {
  const { words } = visit
  const parts = finding.parts ?? []
  if (finding.condition === 'all') return parts.flatMap((part) => reasonsOf(visit, part))
  if (finding.condition === 'any') {
    const held = parts.find((part) => part.held)
    if (held) return reasonsOf(visit, held)
    const text = parts.flatMap((part) => reasonsOf(visit, part).map((one) => one.text)).join(' ; ')
    return [{ held: false, text: words('desk.why.none-of', { reasons: text }) }]
  }
  if (finding.condition === 'none') {
    const met = parts.filter((part) => part.held).flatMap((part) => reasonsOf(visit, part).map((one) => one.text))
    if (met.length === 0) return [{ held: true, text: words('desk.why.nothing-excluded') }]
    return [{ held: false, text: words('desk.why.excluded', { reasons: met.join(' ; ') }) }]
  }
  return [{ held: finding.held, text: leafText(visit, finding) }]
}

function leafText(visit: Visit, finding: Finding): string {
  const { words } = visit
  const { condition, by } = finding
  const name = (code: string) => nameOf(visit, condition, code)
  const has = listed(finding.has?.map(name), visit)
  const asked = listed(finding.asked?.map(name), visit)
  if (!by) return words(`desk.why.${condition}.${finding.has?.length ? 'failed' : 'missing'}`, { has, asked })
  return words(`desk.why.${condition}.${relationOf(visit, finding, by)}`, { has: name(by.has), asked: name(by.asked) })
}

function relationOf({ memory }: Visit, { condition }: Finding, by: { has: string; asked: string }): string {
  if (condition === 'origin') return by.asked.startsWith('organisation:') ? 'named' : by.asked
  if (by.has === by.asked) return 'same'
  if (condition !== 'territory') return 'under'
  return memory.gazetteer.ancestors(by.has).includes(by.asked) ? 'under' : 'covers'
}

function nameOf({ memory, language, words }: Visit, condition: Finding['condition'], code: string): string {
  switch (condition) {
    case 'service_type': {
      const kind = memory.serviceType(code)
      return kind ? inLanguage(kind.plural, language) : code
    }
    case 'theme': {
      const concept = memory.thesaurus.get('themes', code)
      return concept ? inLanguage(concept.label, language) : code
    }
    case 'territory':
      return memory.gazetteer.get(code)?.name ?? code
    case 'origin': {
      const named = memory.organisations.get(code.replace('organisation:', ''))
      return named?.shortName ?? words(`desk.why.origin.rule.${code}`)
    }
    case 'language':
      return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code
    default:
      return code
  }
}

const SHOWN = 4

function listed(names: readonly string[] | undefined, { language, words }: Visit): string {
  const all = names ?? []
  const shown = all.length > SHOWN ? [...all.slice(0, SHOWN), words('desk.why.others', { n: all.length - SHOWN })] : all
  return new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(shown)
}
