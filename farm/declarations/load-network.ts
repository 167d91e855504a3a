import type { Condition } from '../../pipeline/model/condition.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Subscription } from '../../pipeline/model/site.ts'
import { putNetwork, readNetwork } from '../storage/network/network-store.ts'
import { putPact } from '../storage/network/pact-store.ts'
import type { Storage } from '../storage/storage.ts'
import { freshPacts } from './declared-pacts.ts'
import { noteDeclared } from './note-declared.ts'
import type { InstanceFiles } from './read-instances.ts'
import { checked, type OrganisationsFile, type PactsFile, type PeopleFile, type SiteFile } from './schemas.ts'

/**
 * Loads the declared organisations and sites, adding and replacing by id, and answers with the declared people, checked
 * along; a mistake anywhere stops it before anything changed.
 */
export async function loadNetwork(
  storage: Storage,
  files: InstanceFiles,
  now: number,
): Promise<Result<PeopleFile['people']>> {
  const organisationFiles = files.organisations.map(checked<OrganisationsFile>('organisations'))
  const siteFiles = files.sites.map(checked<SiteFile>('site'))
  const peopleFiles = files.people.map(checked<PeopleFile>('people'))
  const pactFiles = files.pacts.map(checked<PactsFile>('pacts'))
  const read = [...organisationFiles, ...siteFiles, ...peopleFiles, ...pactFiles]
  const problems = read.flatMap((one) => (one.ok ? [] : one.problems))
  if (problems.length > 0) return fail(...problems)
  const organisations = organisationFiles.flatMap((one) => (one.ok ? one.value.organisations : []))
  const sites = siteFiles.flatMap((one) => (one.ok ? [one.value] : []))
  const people = peopleFiles.flatMap((one) => (one.ok ? one.value.people : []))
  const pacts = pactFiles.flatMap((one) => (one.ok ? one.value.pacts : []))
  const strays = strangers({ organisations, sites, people, pacts }, files)
  if (strays.length > 0) return fail(...strays)
  const known = await readNetwork(storage)
  const subscriptions = await numbered(storage, sites, known.subscriptions)
  const agreed = await freshPacts(storage, pacts, now)
  const newIds = await storage.newIds(sites.length + 1)
  const declared = {
    now,
    organisations: organisations.map(({ short_name: shortName, territory, policy, ...one }) => ({
      ...one,
      shortName,
      territory: territory ?? null,
      policy: policy ?? {},
    })),
    sites: sites.map(({ services: _, hosts, ...site }) => ({ ...siteColumns(site), hosts: hosts ?? [] })),
    subscriptions,
  }
  await storage.write(async (writer) => {
    await noteDeclared(storage, writer, { ...declared, known, newIds })
    await putNetwork(storage, writer, declared)
    for (const pact of agreed) await putPact(storage, writer, pact)
  })
  return ok(people)
}

function siteColumns({
  id,
  name,
  tagline,
  kind,
  visibility,
  organisation,
  languages,
  skin,
}: Omit<SiteFile, 'services' | 'hosts'>) {
  return { id, name, tagline, kind, visibility, organisation, languages, skin }
}

async function numbered(
  storage: Storage,
  sites: readonly SiteFile[],
  known: readonly Subscription[],
): Promise<Subscription[]> {
  const ids = new Map(known.map((one) => [`${one.site} ${one.slug}`, one.id]))
  const declared = sites.flatMap((site) =>
    site.services.map((service, position) => ({ site: site.id, service, position })),
  )
  const fresh = await storage.newIds(declared.length)
  return declared.map(({ site, service: { id: slug, label, mode, when, arrangement }, position }, i) => ({
    id: ids.get(`${site} ${slug}`) ?? fresh[i] ?? 0,
    site,
    slug,
    label,
    mode,
    when,
    position,
    arrangement: arrangement ?? null,
  }))
}

interface Declared {
  readonly organisations: OrganisationsFile['organisations']
  readonly sites: readonly SiteFile[]
  readonly people: PeopleFile['people']
  readonly pacts: PactsFile['pacts']
}

function strangers({ organisations, sites, people, pacts }: Declared, files: InstanceFiles): Problem[] {
  const bodies = new Set(organisations.map((one) => one.id))
  const places = new Set(sites.map((one) => one.id))
  const problems: Problem[] = []
  const meet = (
    kind: string,
    name: string | null | undefined,
    about: { file: string; place: string; among: ReadonlySet<string> },
  ) => {
    if (name == null || about.among.has(name)) return
    problems.push({
      code: 'bad-declaration-unknown',
      params: { file: about.file, place: about.place, kind, value: name },
    })
  }
  const bodiesFile = files.organisations[0]?.file ?? ''
  for (const [i, one] of organisations.entries()) {
    meet('organisation', one.parent, { file: bodiesFile, place: `/organisations/${i}/parent`, among: bodies })
  }
  for (const [i, site] of sites.entries()) {
    meet('organisation', site.organisation, { file: files.sites[i]?.file ?? '', place: '/organisation', among: bodies })
    const named = site.services.flatMap((service) => originsOf(service.when))
    for (const name of named)
      meet('organisation', name, { file: files.sites[i]?.file ?? '', place: '/services', among: bodies })
  }
  for (const [i, person] of people.entries()) {
    const file = files.people[0]?.file ?? ''
    for (const role of person.roles) {
      meet('organisation', role.organisation, { file, place: `/people/${i}/roles`, among: bodies })
      meet('site', role.site, { file, place: `/people/${i}/roles`, among: places })
    }
  }
  for (const [i, { grantor, grantee }] of pacts.entries()) {
    const file = files.pacts[0]?.file ?? ''
    meet('organisation', grantor, { file, place: `/pacts/${i}/grantor`, among: bodies })
    meet('organisation', grantee, { file, place: `/pacts/${i}/grantee`, among: bodies })
  }
  return problems
}

function originsOf(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(originsOf)
  if ('any' in condition) return condition.any.flatMap(originsOf)
  if ('none' in condition) return condition.none.flatMap(originsOf)
  if (!('origin' in condition)) return []
  return condition.origin.flatMap((rule) =>
    rule.startsWith('organisation:') ? [rule.slice('organisation:'.length)] : [],
  )
}
