import { NO_EXTRAS } from '../pipeline/intake/lheo-formations.ts'
import { offerIn, type RootExtras } from '../pipeline/intake/lheo-kept.ts'
import { LHEO_FIELD, rawOfOffer } from '../pipeline/intake/lheo-raw.ts'
import { startWarnings } from '../pipeline/intake/warnings.ts'
import type { XmlNode } from '../pipeline/intake/xml-nodes.ts'
import type { RawValue, ReadContext } from '../pipeline/model/field-types/field-type.ts'
import { readValues } from '../pipeline/model/read-values.ts'
import type { ServiceType } from '../pipeline/model/service-type.ts'
import { writeValues } from '../pipeline/model/write-values.ts'
import type { ExportedEntry, ExportedList } from './exported.ts'
import type { Edit } from './field-edit.ts'
import { conforming } from './lheo-conform.ts'
import { editOffer } from './lheo-edits.ts'
import { nodeOf } from './node-changes.ts'
import { rawItems } from './raw-items.ts'

/** What an entry leaves as. */
export interface LeavingOffer {
  /** With its one `action`: what it came with where it came by LHÉO, and what was said otherwise since. */
  readonly formation: XmlNode
  /** What its document said beside its formations, where this offer carries it. */
  readonly extras: RootExtras
}

/** The offer an entry leaves as. */
export function offerOf(entry: ExportedEntry, { reading }: Pick<ExportedList, 'reading'>): LeavingOffer {
  const kept = entry.values[LHEO_FIELD]
  const original = reading && typeof kept === 'string' ? offerIn(kept) : undefined
  const values = offerValues(entry)
  const said = original && reading ? saidBy(original.formation, entry.serviceType, reading) : {}
  const names = entry.serviceType.fields.map(({ name }) => name)
  const edits = new Map<string, Edit>()
  for (const name of new Set([...names, ...Object.keys(values)])) {
    const edit = { was: rawItems(said[name]), is: rawItems(values[name]) }
    if (JSON.stringify(edit.was) !== JSON.stringify(edit.is)) edits.set(name, edit)
  }
  const edited = editOffer(original?.formation ?? blank(entry), { entry, edits, reading, fresh: !original })
  return { formation: conforming(edited), extras: original?.extras ?? NO_EXTRAS }
}

/** What the original says, read and written as the values of the entry were. */
function saidBy(
  formation: XmlNode,
  serviceType: ServiceType,
  context: ReadContext,
): Readonly<Record<string, RawValue>> {
  const knowsTerm = (vocabulary: string, text: string) => context.thesaurus.resolve(vocabulary, text) !== undefined
  const action = formation.content.find((one): one is XmlNode => typeof one !== 'string' && one.name === 'action')
  const raw = rawOfOffer({ formation, action }, { options: { serviceType, knowsTerm }, warnings: startWarnings() })
  return writeValues(serviceType, readValues({ serviceType, raw, context }).values)
}

// A session told by itself is an offer too, with one period.
function offerValues({ values, organisation, serviceType }: ExportedEntry): Readonly<Record<string, RawValue>> {
  const { start, end } = values
  const period = typeof start === 'string' && typeof end === 'string' ? { sessions: { start, end } } : {}
  // Where the kind knows no provider, it is who tells.
  const provider = serviceType.fields.some(({ name }) => name === 'provider') ? {} : { provider: organisation }
  return { ...provider, ...period, ...values }
}

function blank({ id, link, uri }: ExportedEntry): XmlNode {
  const numero = String(id)
  const action = { ...nodeOf('action'), attributes: { numero } }
  return { ...nodeOf('formation', [action]), attributes: { numero, href: link, uri } }
}
