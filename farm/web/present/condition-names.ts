import type { AskedDay } from '../../../pipeline/model/condition.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import { inLanguage, type Language } from '../../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { TestKind } from '../../../pipeline/routing/finding.ts'
import type { Memory } from '../../memory.ts'
import type { Words } from '../words/words.ts'
import { dayText } from './dates.ts'

/** What putting conditions and findings into words looks up. */
export interface Telling {
  readonly words: Words
  readonly memory: Memory
}

/** One value a condition asks for, or an entry has, as people call it; what nobody knows keeps its code. */
export function nameOf(telling: Telling, kind: TestKind, code: string): string {
  const { words, memory } = telling
  const { language } = words
  if (kind === 'service_type') return inLanguage(memory.serviceType(code)?.plural ?? { fr: code }, language)
  if (kind === 'theme') return inLanguage(memory.thesaurus.get('themes', code)?.label ?? { fr: code }, language)
  if (kind === 'territory' || kind === 'near') return memory.gazetteer.get(code)?.name ?? pointName(telling, code)
  if (kind === 'origin') return originName(telling, code)
  if (kind === 'language') return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code
  return kind === 'published' && IS_DAY.test(code) ? dayText(Date.parse(code), language) : code
}

const IS_DAY = /^\d{4}-\d{2}-\d{2}$/

/** An organisation, or a rule such as `below`, in words. */
function originName({ words, memory }: Telling, rule: string): string {
  const named = memory.organisations.get(rule.replace(/^organisation:/, ''))
  return named?.shortName ?? (words.has(`why.rule.${rule}`) ? words(`why.rule.${rule}`) : rule)
}

function pointName({ words }: Telling, code: string): string {
  if (!/^-?\d/.test(code)) return code
  const degrees = new Intl.NumberFormat(words.language, { maximumFractionDigits: 6 })
  const at = code.split(',').map((one) => degrees.format(Number(one)))
  return words('why.point', { at: at.join(words.language === 'fr' ? ' ; ' : '; ') })
}

/** The declared field of that name, of the first kind among these (of any, when none) that has it. */
export function fieldNamed({ memory }: Pick<Telling, 'memory'>, name: string, kinds: readonly string[] = []) {
  const types: readonly ServiceType[] = [...memory.declarations.serviceTypes.values()]
  const asked = types.filter((one) => kinds.includes(one.id))
  return [...asked, ...types].flatMap((one) => one.fields).find((field) => field.name === name)
}

/** What a field is asked to be, or is, in words: labels of choices and terms, money, days, yes and no. */
export function fieldValueName({ words, memory }: Telling, field: Field | undefined, value: string): string {
  const { language } = words
  if (value === 'true' || value === 'false') return words(`why.${value}`)
  const choice = field?.choices?.find((one) => one.code === value)
  if (choice) return inLanguage(choice.label, language)
  if (field?.type === 'term')
    return inLanguage(memory.thesaurus.get(field.vocabulary ?? 'themes', value)?.label ?? { fr: value }, language)
  if (field?.type === 'territory') return memory.gazetteer.get(value)?.name ?? value
  if (field?.type === 'money')
    return value
      .split('–')
      .map((one) => euros(one, language))
      .join(' – ')
  if (IS_DAY.test(value)) return dayText(Date.parse(value), language)
  return Number.isFinite(Number(value)) && value !== '' ? new Intl.NumberFormat(language).format(Number(value)) : value
}

function euros(value: string, language: Language): string {
  const amount = Number(value)
  if (!Number.isFinite(amount)) return value
  const format = {
    style: 'currency',
    currency: 'EUR',
    maximumFractionDigits: Number.isInteger(amount) ? 0 : 2,
  } as const
  return new Intl.NumberFormat(language, format).format(amount)
}

/** A day that may be counted from today: `le 3 mars 2026`, `aujourd’hui`, `dans 30 jours`, `il y a 7 jours`. */
export function askedDayName({ words }: Telling, day: AskedDay): string {
  const [counted, sign, days = '0'] = /^today(?:([+-])(\d+))?$/.exec(day) ?? []
  if (counted === undefined)
    return IS_DAY.test(day) ? words('why.on-day', { day: dayText(Date.parse(day), words.language) }) : day
  const count = Number(days)
  return count === 0 ? words('why.today') : words(sign === '-' ? 'why.days-ago' : 'why.in-days', { count })
}
