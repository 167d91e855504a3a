import { setImmediate as pause } from 'node:timers/promises'
import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import type { Site, Subscription } from '../../pipeline/model/site.ts'
import { coverageSections, lastNewOfSources, type SectionFigures } from '../storage/deliveries/coverage-store.ts'
import { listSources, type Source } from '../storage/gateways/source-store.ts'
import type { CoverageMemory, CoverageRoom } from './coverage-room.ts'
import { rememberDear } from './remember-dear.ts'
import type { CoverageSubject } from './subjects.ts'

/** Days without anything new after which a theme, a territory, a section or a source is called quiet. */
export const QUIET_DAYS = 60

/** A section with its figures. */
export interface CoveredSection extends SectionFigures {
  readonly site: Site
  readonly section: Subscription
}

/** A source that brought nothing new for long; `latest` is its last new entry, null where there never was one. */
export interface SilentSource {
  readonly source: Source
  readonly latest: number | null
}

/** How much of what a site shows was brought by sources or files. */
export interface SiteOrigins {
  readonly site: Site
  readonly all: number
  readonly imported: number
}

/** What is missing around a subject. */
export interface Quiet {
  /** Sections that show something, but nothing published for sixty days; the longest quiet first. */
  readonly sections: readonly CoveredSection[]
  readonly empty: readonly CoveredSection[]
  readonly sources: readonly SilentSource[]
  /** Sites more than half of whose entries were brought by sources or files. */
  readonly imports: readonly SiteOrigins[]
}

interface Asked {
  readonly subject: CoverageSubject
  readonly actor: Actor
}

/** Finds the sections, sources and sites of a subject that ask for a person. */
export async function readQuiet(room: CoverageRoom, asked: Asked): Promise<Quiet> {
  const memory = await room.memory()
  const old = room.now() - QUIET_DAYS * 86_400_000
  const sections = await readSections(room, sitesOf(asked, memory), memory)
  return {
    empty: sections.filter((one) => one.all === 0),
    sections: sections
      .filter((one) => one.all > 0 && (one.latest ?? 0) < old)
      .sort((a, b) => (a.latest ?? 0) - (b.latest ?? 0)),
    sources: await silentSources(room, { ...asked, memory, old }),
    imports: siteOrigins(sections).filter(({ all, imported }) => imported * 2 > all),
  }
}

function sitesOf({ subject, actor }: Asked, memory: CoverageMemory): readonly Site[] {
  if (subject.kind === 'site') return [subject.site]
  const below = memory.organisations.below(subject.id)
  return memory.sites
    .all()
    .filter(({ organisation }) => below.has(organisation))
    .filter(({ id, organisation }) => may(actor, { action: 'see-coverage', organisation, site: id }, memory).yes)
}

async function readSections(
  room: CoverageRoom,
  sites: readonly Site[],
  memory: CoverageMemory,
): Promise<CoveredSection[]> {
  const ids = sites.map(({ id }) => id)
  const { found: figures } = await remembered(room, ids.join(' '), () => countSections(room, ids))
  return sites.flatMap((site) =>
    memory.sites
      .subscriptions(site.id)
      .map((section) => ({ site, section, ...(figures.get(section.id) ?? { all: 0, imported: 0, latest: null }) })),
  )
}

// A network of a hundred sites shows hundreds of thousands of entries.
const remembered = rememberDear<ReadonlyMap<number, SectionFigures>>(300)
const SITES_AT_ONCE = 10

async function countSections(
  { storage }: CoverageRoom,
  sites: readonly string[],
): Promise<ReadonlyMap<number, SectionFigures>> {
  const figures = new Map<number, SectionFigures>()
  for (let i = 0; i < sites.length; i += SITES_AT_ONCE) {
    const some = await coverageSections(storage, sites.slice(i, i + SITES_AT_ONCE))
    for (const [section, found] of some) figures.set(section, found)
    await pause()
  }
  return figures
}

function siteOrigins(sections: readonly CoveredSection[]): SiteOrigins[] {
  return [...Map.groupBy(sections, ({ site }) => site)].map(([site, own]) => ({
    site,
    all: own.reduce((sum, one) => sum + one.all, 0),
    imported: own.reduce((sum, one) => sum + one.imported, 0),
  }))
}

interface SourcesAsked extends Asked {
  readonly memory: CoverageMemory
  readonly old: number
}

// A paused source is silent because a person said so.
async function silentSources(
  { storage }: CoverageRoom,
  { subject, actor, memory, old }: SourcesAsked,
): Promise<SilentSource[]> {
  const head = subject.kind === 'site' ? subject.site.organisation : subject.id
  const managed = [...memory.organisations.below(head)].filter(
    (organisation) => may(actor, { action: 'manage-sources', organisation }, memory).yes,
  )
  if (managed.length === 0) return []
  const sources = (await listSources(storage, managed)).filter(({ state }) => state !== 'paused')
  const latest = await lastNewOfSources(
    storage,
    sources.map(({ id }) => id),
  )
  return sources
    .map((source) => ({ source, latest: latest.get(source.id) ?? null }))
    .filter((one) => (one.latest ?? one.source.createdAt) < old || one.source.state === 'troubled')
}
