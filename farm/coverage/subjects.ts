import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import type { Organisation } from '../../pipeline/model/organisation.ts'
import type { Site } from '../../pipeline/model/site.ts'
import type { CoverageScope } from '../storage/deliveries/coverage-store.ts'
import type { CoverageMemory } from './coverage-room.ts'

/** Whose coverage is looked at: what an organisation and those under it publish, or what a site shows. */
export type CoverageSubject =
  | { readonly kind: 'organisation'; readonly id: string; readonly organisation: Organisation }
  | { readonly kind: 'site'; readonly id: string; readonly site: Site }

/** The organisations, then the sites, whose coverage the actor may see; each in the order of the farm. */
export function coverageSubjects(actor: Actor, memory: CoverageMemory): readonly CoverageSubject[] {
  const organisations = memory.organisations
    .all()
    .filter(({ id }) => may(actor, { action: 'see-coverage', organisation: id }, memory).yes)
  const sites = memory.sites
    .all()
    .filter(({ id, organisation }) => may(actor, { action: 'see-coverage', organisation, site: id }, memory).yes)
  return [
    ...organisations.map((one) => ({ kind: 'organisation' as const, id: one.id, organisation: one })),
    ...sites.map((one) => ({ kind: 'site' as const, id: one.id, site: one })),
  ]
}

/** Which entries a subject covers with: a site's, or those of the organisations at and under one that the actor may read. */
export function scopeOf(subject: CoverageSubject, actor: Actor, memory: CoverageMemory): CoverageScope {
  if (subject.kind === 'site') return { site: subject.id }
  const below = memory.organisations.below(subject.id)
  const readable = (organisation: string) =>
    may(actor, { action: 'read-entry', entry: { organisation, author: null, state: 'published' } }, memory).yes
  return { organisations: [...below].filter(readable) }
}

/** The territory a subject answers for; the whole country where nothing is said. */
export function homeOf(subject: CoverageSubject, memory: CoverageMemory): string {
  const id = subject.kind === 'site' ? subject.site.organisation : subject.id
  const near = memory.organisations.above(id).map((one) => memory.organisations.get(one)?.territory ?? null)
  return near.find((key) => key !== null && memory.gazetteer.get(key) !== undefined) ?? 'country:FR'
}
