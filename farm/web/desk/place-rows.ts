import { FORMATS } from '../../../exports/formats.ts'
import type { LedgerPlace } from '../../../pipeline/model/ledger.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { RecallPlace } from '../../../pipeline/model/recall.ts'
import { ONE_ENTRY } from '../../storage/deliveries/ledger-store.ts'
import type { Tone } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'

/** A place of a ledger or a recall, in words. */
export interface PlaceWords {
  /** Section and site, and who reads it. */
  readonly place: string
  /** Its site and section, under the name of a reader. */
  readonly detail: string | undefined
  readonly kind: string
}

/** Names a place for the reader of a page. */
export function placeWords(
  visit: Visit,
  place: Pick<RecallPlace, 'kind' | 'site' | 'subscription'> & { readonly reader: string; readonly format: string },
): PlaceWords {
  const { words, memory } = visit
  const kind = words(`ledger.kind.${place.kind}`)
  const site = memory.sites.get(place.site ?? '')?.name ?? place.site ?? ''
  if (place.kind === 'search') return { place: words('ledger.place.search'), detail: undefined, kind }
  if (place.kind === 'cache') return { place: words('ledger.place.cache', { site }), detail: undefined, kind }
  if (place.kind === 'push') return { place: place.reader, detail: words('ledger.place.push'), kind }
  const section = sectionName(visit, place.subscription)
  if (place.reader === '') return { place: site, detail: section, kind }
  return {
    place: readerText(visit, place.reader),
    detail: `${formatText(visit, place.format)} · ${section} · ${site}`,
    kind,
  }
}

/** Tone of what a place holds. */
export const HOLDING_TONES: Readonly<Record<LedgerPlace['holding'], Tone | undefined>> = {
  current: 'good',
  behind: 'wait',
  gone: undefined,
}

/** The reader and the format in the name of a recalled place. */
export function readerOf({ name }: Pick<RecallPlace, 'name'>): { readonly reader: string; readonly format: string } {
  const [reader = '', format = ''] = name.split(' ')
  return { reader, format }
}

function sectionName({ memory, words, language }: Visit, id: number | null): string {
  const subscribed = id === null ? undefined : memory.subscriptions.get(id)
  return subscribed ? inLanguage(subscribed.subscription.label, language) : words('ledger.section.gone')
}

function readerText({ words }: Visit, reader: string): string {
  return words.has(`ledger.reader.${reader}`) ? words(`ledger.reader.${reader}`) : reader
}

function formatText({ language, words }: Visit, name: string): string {
  if (name === 'api' || name === ONE_ENTRY) return words(`ledger.format.${name}`)
  const format = Object.values(FORMATS).find((one) => one.name === name)
  return format ? inLanguage(format.label, language) : name
}
