import type { Entry } from '../../../pipeline/model/entry.ts'
import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { may } from '../../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../../pipeline/model/problem.ts'
import type { Site } from '../../../pipeline/model/site.ts'
import type { Finding } from '../../../pipeline/routing/finding.ts'
import { explainAsOf } from '../../sites/explain-as-of.ts'
import { explainEntry, type SectionExplained } from '../../sites/explain-entry.ts'
import { type PastVisit, pastVisit } from '../portal/past-visit.ts'
import { conditionSentence } from '../present/condition-sentence.ts'
import { dayText } from '../present/dates.ts'
import { accessReason, type Reason, reasonsOf } from '../present/reasons.ts'
import type { Visit } from '../visit.ts'

/** An entry explained to one person: in the sections of one site, or wherever it goes, went, or nearly goes. */
export interface EntryExplained {
  readonly entry: Entry
  /** The person may open its dossier; else they look after the site asked about, and it came there. */
  readonly readable: boolean
  /** Absent where all sites are asked about. */
  readonly site: Site | undefined
  /** Sites this person may ask about, by name. */
  readonly sites: readonly Site[]
  readonly sections: readonly SectionExplained[]
  /** The moment asked about, where that is not the present. */
  readonly past: PastVisit | undefined
  /** How many private spaces this person may not read it reaches too. */
  readonly hidden: number
}

/**
 * Explains an entry to the visitor, on one site also as of a moment of its past; to whoever says what a site shows, whatever came to
 * that site. Problems: `unknown-entry`, also where they may not read it; `unknown-site`.
 */
export async function entryExplained(
  visit: Visit,
  asked: { readonly entry: number; readonly site: string | null; readonly date?: string | null },
): Promise<Result<EntryExplained>> {
  const { farm, memory, actor } = visit
  const entry = await farm.ports.entries.get(asked.entry)
  if (!entry) return fail({ code: 'unknown-entry' })
  if (!may(actor, { action: 'read-entry', entry }, memory).yes) return explainedOnSite(visit, entry, asked.site)
  const readable = (site: Site) => may(actor, { action: 'read-site', site }, memory).yes
  const sites = memory.sites.all().filter(readable)
  const site = asked.site ? sites.find((one) => one.id === asked.site) : undefined
  if (asked.site && !site) return fail({ code: 'unknown-site', params: { value: asked.site } })
  const past = site && asked.date ? await pastOf(visit, site, asked.date) : undefined
  const told = past
    ? await explainAsOf(past.visit.farm, { entry, past, at: past.at })
    : await explainEntry(farm, { entry, sites: site && [site] })
  if (!told.ok) return told
  const open = told.value.filter((one) => readable(one.site))
  const closed = told.value.filter((one) => one.standing === 'reached' && !readable(one.site))
  return ok({
    entry,
    readable: true,
    site,
    past,
    sites: sites.sort((a, b) => a.name.localeCompare(b.name, 'fr')),
    sections: site ? open : open.filter((one) => one.standing !== 'far' || one.shown.length > 0),
    hidden: new Set(closed.map((one) => one.site.id)).size,
  })
}

// Why something of another body stands on one's own site: only what came there, and as it stands now.
async function explainedOnSite(visit: Visit, entry: Entry, id: string | null): Promise<Result<EntryExplained>> {
  const { farm, memory, actor } = visit
  const site = id === null ? undefined : memory.sites.get(id)
  if (!site || !may(actor, { action: 'confirm-delivery', site }, memory).yes) return fail({ code: 'unknown-entry' })
  const came = (await farm.ports.entries.deliveries([entry.id])).some(
    (one) => one.site === site.id && one.state !== 'retracted',
  )
  if (!came) return fail({ code: 'unknown-entry' })
  const told = await explainEntry(farm, { entry, sites: [site] })
  if (!told.ok) return told
  const { fields = [] } = memory.serviceType(entry.serviceType) ?? {}
  const hidden = new Set(fields.flatMap(({ name, confidential }) => (confidential ? [name] : [])))
  const sections = told.value.filter(({ explanation }) => !looksAt(explanation.finding, hidden))
  return ok({ entry, readable: false, site, past: undefined, sites: [site], sections, hidden: 0 })
}

function looksAt({ field, parts = [] }: Finding, names: ReadonlySet<string>): boolean {
  return (field !== undefined && names.has(field)) || parts.some((part) => looksAt(part, names))
}

// Those who may read a site but not its past are told of the present.
async function pastOf(visit: Visit, site: Site, date: string): Promise<PastVisit | undefined> {
  return (await pastVisit(visit, site.id, new URLSearchParams({ date }))) ?? undefined
}

/** A section explained, in words. */
export interface SectionInWords {
  readonly site: string
  readonly name: string
  readonly section: string
  readonly verdict: string
  readonly tone: 'good' | 'wait' | undefined
  /** `Y a paru du 3 mars au 8 mars 2026`, one line for each time. */
  readonly periods: readonly string[]
  /** What the section asks for, as a sentence. */
  readonly asks: string
  readonly reasons: readonly Reason[]
}

/** Puts a section explained into words of the interface. */
export function sectionInWords(
  present: Visit,
  section: SectionExplained,
  { organisation, past }: { readonly organisation: string; readonly past?: PastVisit | undefined },
): SectionInWords {
  const visit = past?.visit ?? present
  const { words, language } = visit
  const { site, subscription, explanation, shown } = section
  const { obstacle, finding, access, touch } = explanation
  const then = past && (shown.length > 0 ? 'was-shown' : 'was-not-shown')
  const barred = access === null ? [accessReason(visit, explanation, organisation)] : []
  return {
    site: site.id,
    name: site.name,
    section: inLanguage(subscription.label, language),
    verdict: words(`why.verdict.${then ?? obstacle ?? touch ?? 'shown'}`),
    tone: obstacle === null ? 'good' : obstacle === 'conditions' || obstacle === 'no-pact' ? undefined : 'wait',
    periods: shown.map(({ from, until }) =>
      until === null
        ? words('why.since', { from: dayText(from, language) })
        : words('why.past', { from: dayText(from, language), until: dayText(until, language) }),
    ),
    asks: conditionSentence(visit, subscription.when),
    reasons: [...reasonsOf(visit, finding), ...barred],
  }
}
