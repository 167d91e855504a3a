import { eq, inArray } from 'drizzle-orm'
import type { Farm } from '../../farm/open-farm.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { Entry } from '../../pipeline/model/entry.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import type { Arrival, Submission } from '../../pipeline/model/submission.ts'
import type { Word } from '../../pipeline/moderation/verdict.ts'
import { person } from '../farms.ts'

type Raw = Readonly<Record<string, RawValue>>

/** The demo's people who write and decide in these tests, by their first names. */
export async function castOf(farm: Farm) {
  const who = (login: string) => person(farm, login)
  return {
    /** Administers the farm. */
    camille: await who('camille.ferrand'),
    /** Moderates for the région, and proof-reads there. */
    sylvie: await who('sylvie.rollin'),
    marc: await who('marc.thevenin'),
    /** The Nièvre: moderator, proof-reader, contributor, editor of its site. */
    nadia: await who('nadia.belkacem'),
    paul: await who('paul.guillemin'),
    lea: await who('lea.bonnard'),
    thomas: await who('thomas.jacquet'),
    /** Moderators of the Yonne and of the Côte-d'Or. */
    ines: await who('ines.carpentier'),
    aurelie: await who('aurelie.vincent'),
    /** Brittany: administrator, and a contributor of the Morbihan. */
    maelle: await who('maelle.legoff'),
    soizic: await who('soizic.lebihan'),
    /** The partner, where one may decide alone. */
    hanane: await who('hanane.roussel'),
  }
}

/** The people of `castOf`. */
export type Cast = Awaited<ReturnType<typeof castOf>>

/** News of the Yonne body, sent by form: one moderator reviews it. */
export function news(title: string, raw: Raw = {}): Submission {
  const about = { summary: `${title}, en bref.`, body: `${title} : tout ce qu’il faut savoir pour s’y rendre.` }
  return {
    serviceType: 'news',
    organisation: 'yonne',
    road: 'form',
    intent: 'propose',
    raw: { title, ...about, themes: ['employment'], territories: ['Auxerre'], ...raw },
  }
}

/** A document of the Yonne body, in a language of its own. */
export function booklet(title: string, language: string): Submission {
  const raw = {
    title,
    language,
    publication_date: '2026-10',
    kind: 'guide',
    licence: 'etalab-2.0',
    themes: ['employment'],
  }
  return { serviceType: 'document', organisation: 'yonne', road: 'form', intent: 'propose', raw }
}

/** A watch item of the Nièvre body: private, and live at once. */
export function watch(title: string, raw: Raw = {}): Submission {
  const source = { source_url: `https://veille.example/${encodeURIComponent(title)}`, source_name: 'Un flux' }
  return {
    serviceType: 'watch',
    organisation: 'nievre',
    road: 'form',
    intent: 'propose',
    raw: { title, ...source, captured_at: '2026-11-02T10:00', triage: 'to-sort', ...raw },
  }
}

/** A bulletin of the Nièvre body: live at once, reviewed after. */
export function bulletin(title: string, raw: Raw = {}): Submission {
  const dates = { effective_from: '2026-11-02T10:00' }
  return {
    serviceType: 'bulletin',
    organisation: 'nievre',
    road: 'form',
    intent: 'propose',
    raw: {
      title,
      severity: 'information',
      sector: ['viticulture'],
      body: 'Surveiller.',
      themes: ['employment'],
      territories: ['Nevers'],
      ...dates,
      ...raw,
    },
  }
}

/** What became of one submission. */
export async function send(farm: Farm, actor: Actor, submission: Submission): Promise<Arrival> {
  const [arrival] = await farm.submit([submission], { actor })
  if (!arrival) throw new Error('no answer')
  return arrival
}

/** The entry one submission made; throws where it was not taken. */
export async function written(farm: Farm, actor: Actor, submission: Submission): Promise<Entry> {
  const arrival = await send(farm, actor, submission)
  if (arrival.problems.length > 0) throw new Error(JSON.stringify(arrival))
  return entryOf(farm, arrival.entry)
}

/** An entry as it now stands. */
export async function entryOf(farm: Farm, id: number | undefined): Promise<Entry> {
  const entry = await farm.ports.entries.get(id ?? 0)
  if (!entry) throw new Error(`no entry ${id}`)
  return entry
}

/** Published news, approved by the body's moderator. */
export async function published(farm: Farm, cast: Cast, submission: Submission): Promise<Entry> {
  const { id } = await written(farm, cast.ines, submission)
  const said = await say(farm, cast.sylvie, id, 'approve')
  if (!said.ok) throw new Error(JSON.stringify(said.problems))
  return said.value
}

/** A person's word on an entry. */
export function say(farm: Farm, actor: Actor, entry: number, word: Word) {
  return farm.decide({ entry, word, reason: 'Parce que', actor })
}

/** The same submission, for an entry already there. */
export function about({ id }: Pick<Entry, 'id'>, submission: Submission): Submission {
  return { ...submission, entry: id }
}

/** The same submission, as a line of a file. */
export function line(number: number, submission: Submission, more: Partial<Submission> = {}): Submission {
  return { ...submission, road: 'csv', line: number, ...more }
}

/** Sections an entry shows in now, by site. */
export async function shownOn(farm: Farm, entry: number): Promise<readonly string[]> {
  const all = await farm.ports.entries.deliveries([entry])
  return all.filter((one) => one.state === 'live').map((one) => one.site)
}

/** Rows of every table of content, to compare before and after. */
export async function everything(farm: Farm): Promise<Record<string, number>> {
  const { tables, read } = farm.storage
  const { entries, revisions, entryTerms, deliveries, decisions, events, duplicates } = tables
  const counted: Record<string, number> = {}
  const all = { entries, revisions, entryTerms, deliveries, decisions, events, duplicates }
  for (const [name, table] of Object.entries(all)) counted[name] = (await read.select().from(table)).length
  return counted
}

/** Values of the live, else working, revision. */
export async function valuesOf(farm: Farm, entry: Entry) {
  return (await farm.ports.entries.revision(entry.liveRevision ?? entry.workingRevision))?.values ?? {}
}

/** Entries whose live text holds the word, by the search index. */
export async function found(farm: Farm, stem: string, among: readonly number[]): Promise<readonly number[]> {
  const { read, tables, search } = farm.storage
  const rows = await read
    .select({ id: tables.entries.id, holds: search.holds(tables.entries.id, [stem]) })
    .from(tables.entries)
    .where(inArray(tables.entries.id, [...among]))
  return rows.filter((row) => Boolean(row.holds)).map((row) => row.id)
}

/** Terms an entry is filtered by. */
export async function termsIn(farm: Farm, entry: number): Promise<readonly string[]> {
  const { entryTerms } = farm.storage.tables
  const rows = await farm.storage.read.select().from(entryTerms).where(eq(entryTerms.entry, entry))
  return rows.map((row) => row.term).sort()
}
