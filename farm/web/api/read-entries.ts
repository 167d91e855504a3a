import { changedSince } from '../../lists/changed-since.ts'
import { entryDocument } from '../../lists/entry-document.ts'
import { entryOnSite } from '../../lists/entry-on-site.ts'
import { listEntries } from '../../lists/list-entries.ts'
import type { Listed } from '../../lists/listed.ts'
import { listRequest, readFilters, writeCursor } from '../portal/list-query.ts'
import type { SectionKinds } from '../portal/section.ts'
import { entryPath } from '../present/row-item.ts'
import { noteRead } from './gathered.ts'
import type { ApiAnswer, Call, Operation } from './operation.ts'
import { CURSOR, ENTRY, FROM, LANGUAGE, LIMIT, QUERY, SERVICE, SITE, TO } from './parameters.ts'
import { refusal } from './problem-json.ts'
import { tagsOf } from './read-sites.ts'
import { ref } from './schemas.ts'
import { mayReadKind, missing, type SiteVisit, sectionVisit } from './site-visit.ts'

type Section = SiteVisit & { readonly section: SectionKinds }

/** Entries as a section of a site shows them. */
export const ENTRY_OPERATIONS: readonly Operation[] = [
  {
    ...{ name: 'listEntries', method: 'GET', path: '/sites/{site}/services/{service}/entries', access: 'public' },
    parameters: [
      ...[SITE, SERVICE, QUERY],
      {
        ...{ name: 'theme', in: 'query', schema: { type: 'string' } },
        description: { fr: 'Code d’un thème.', en: 'Code of a theme.' },
      },
      {
        ...{ name: 'territory', in: 'query', schema: { type: 'string' } },
        description: { fr: 'Clé, code ou nom d’un territoire.', en: 'Key, code or name of a territory.' },
      },
      ...[FROM, TO],
      {
        ...{ name: 'updatedSince', in: 'query', schema: { type: 'string', format: 'date-time' } },
        description: {
          fr: 'Tout ce qui a changé depuis, retraits compris, du plus ancien au plus récent. Donnez la fois suivante le « asOf » reçu.',
          en: 'All that changed since, withdrawals included, oldest first. Give the “asOf” you received the next time.',
        },
      },
      ...[LIMIT, CURSOR, LANGUAGE],
    ],
    moreQuery: true,
    summary: {
      fr: 'La liste d’une rubrique, avec les filtres de sa page ; ou ce qui y a changé',
      en: 'The list of a section, with the filters of its page; or what changed in it',
    },
    about: {
      fr: 'Pour suivre une rubrique, demandez-la une fois en entier par « next », gardez le « asOf » de la première page, puis demandez updatedSince avec lui. Les facettes que listServices nomme sont autant de filtres ; updatedSince va sans filtre.',
      en: 'To follow a section, read it once to its end by “next”, keep the “asOf” of the first page, then ask updatedSince with it. The facets that listServices names are filters too; updatedSince goes without filters.',
    },
    answers: { 200: ref('EntryPage') },
    example: '/sites/nievre/services/agenda/entries?limit=5',
    run: listSection,
  },
  {
    ...{ name: 'getEntry', method: 'GET', path: '/sites/{site}/services/{service}/entries/{entry}', access: 'public' },
    parameters: [SITE, SERVICE, ENTRY, LANGUAGE],
    summary: { fr: 'Une fiche telle qu’une rubrique la montre', en: 'One entry as a section shows it' },
    answers: { 200: ref('Entry') },
    run: async (call) => {
      const found = sectionVisit(call)
      if ('status' in found) return found
      const { subscription } = found.section
      const shown = await entryOnSite(call.visit.farm.storage, Number(call.params.entry), [subscription.id])
      if (shown.kind !== 'unknown' && mayReadKind(call, found.site, shown.entry.serviceType))
        noteRead(call, { subscription: subscription.id, entry: shown.entry.id })
      if (shown.kind === 'gone') return refusal([{ code: 'entry-gone' }], call)
      if (shown.kind === 'unknown' || !mayReadKind(call, found.site, shown.entry.serviceType)) return missing(call)
      const body = documentOf(call, found, { ...shown, subscription: subscription.id })
      return { status: 200, body, tags: tagsOf([found.site]) }
    },
  },
]

async function listSection(call: Call): Promise<ApiAnswer> {
  const found = sectionVisit(call)
  if ('status' in found) return found
  const { query } = call
  const facets = new Set(found.section.main?.presentation.facets ?? [])
  const declared = new Set([...FILTERS, 'updatedSince', 'limit', 'cursor', 'language'])
  const filters = [...query.keys()].filter((name) => facets.has(name) || FILTERS.includes(name))
  const strange = [...query.keys()].find((name) => !declared.has(name) && !facets.has(name))
  if (strange !== undefined)
    return refusal([{ code: 'unknown-parameter', field: strange, params: { value: strange } }], call)
  const since = query.get('updatedSince')
  if (since !== null && filters.length > 0) return refusal([{ code: 'not-together', field: 'updatedSince' }], call)
  const [from, to] = [query.get('from'), query.get('to')]
  if (from !== null && to !== null && from > to)
    return refusal([{ code: 'bad-parameter', field: 'to', params: { value: to, expected: `≥ ${from}` } }], call)
  if (!query.has('cursor')) noteRead(call, { subscription: found.section.subscription.id })
  return since === null ? listed(call, found) : changed(call, found, Date.parse(since))
}

const FILTERS = ['q', 'theme', 'territory', 'from', 'to']

async function listed(call: Call, found: Section): Promise<ApiAnswer> {
  const { query, visit } = call
  const { section, site } = found
  const search = new URLSearchParams(query)
  const place = query.get('territory')
  if (place !== null) search.set('place', place)
  const filters = readFilters(search, found.visit, section.main)
  const theme = query.get('theme')
  if (theme && !filters.theme) return unknownValue(call, 'theme', theme)
  if (place && (filters.unreadPlace !== undefined || !filters.place)) return unknownValue(call, 'territory', place)
  const cursor = query.get('cursor')
  const after = new URLSearchParams(cursor === null ? {} : { after: cursor })
  const now = visit.farm.now()
  const request = { ...listRequest(filters, { sections: [section], search: after, now }), limit: limitOf(query) }
  const page = await listEntries(visit.farm.storage, request)
  const next = page.next === null ? null : writeCursor(page.next)
  return pageAnswer(call, found, {
    items: page.items,
    deleted: [],
    next,
    asOf: now - OVERLAP,
    tags: [...tagsOf([site]), 'day'],
  })
}

async function changed(call: Call, found: Section, since: number): Promise<ApiAnswer> {
  const { query, visit } = call
  const cursor = query.get('cursor')?.split('.').map(Number)
  const now = visit.farm.now()
  const rows = await changedSince(visit.farm.storage, {
    subscription: found.section.subscription.id,
    since,
    after: cursor && { at: cursor[0] ?? 0, entry: cursor[1] ?? 0 },
    limit: limitOf(query),
  })
  const last = rows.changes.at(-1)
  const next = rows.more && last ? `${last.at}.${last.entry}` : null
  const items = rows.changes.flatMap((one) => (one.listed ? [one.listed] : []))
  const deleted = rows.changes.filter((one) => !one.listed)
  // A change is dated before it is written: told again rather than missed.
  return pageAnswer(call, found, { items, deleted, next, asOf: now - OVERLAP, tags: [] })
}

const OVERLAP = 60_000

interface PageParts {
  readonly items: readonly Listed[]
  readonly deleted: readonly { readonly entry: number; readonly at: number }[]
  readonly next: string | null
  readonly asOf: number
  readonly tags: readonly string[]
}

function pageAnswer(call: Call, found: Section, { items, deleted, next, asOf, tags }: PageParts): ApiAnswer {
  const { domain } = call.visit.farm.settings
  const body = {
    items: items
      .filter(({ entry }) => mayReadKind(call, found.site, entry.serviceType))
      .flatMap((one) => documentOf(call, found, one) ?? []),
    deleted: deleted.map(({ entry, at }) => {
      return { id: entry, uri: `tag:${domain},2026:entry:${entry}`, at: new Date(at).toISOString() }
    }),
    next,
    asOf: new Date(asOf).toISOString(),
  }
  return { status: 200, body, tags, headers: next === null ? {} : { link: `<${nextAddress(call, next)}>; rel="next"` } }
}

function nextAddress({ query, params, base }: Call, next: string): string {
  const asked = new URLSearchParams(query)
  asked.set('cursor', next)
  const path = `/sites/${encodeURIComponent(params.site ?? '')}/services/${encodeURIComponent(params.service ?? '')}/entries`
  return `${base}${path}?${asked}`
}

function documentOf(call: Call, { section, site }: Section, listed: Listed) {
  const { visit, language } = call
  const { subscription } = section
  const { domain } = visit.farm.settings
  const written = entryDocument(listed, { section: subscription, knowledge: visit.memory, domain, language })
  if (!written) return undefined
  const { id, uri, ...rest } = written
  const link = visit.siteUrl(site.id, entryPath(subscription.slug, { id, title: written.title }))
  return { id, uri, link, ...rest }
}

function limitOf(query: URLSearchParams): number {
  return Number(query.get('limit') ?? 30)
}

function unknownValue(call: Call, field: string, value: string): ApiAnswer {
  const expected = call.language === 'fr' ? 'valeur inconnue' : 'unknown value'
  return refusal([{ code: 'bad-parameter', field, params: { value: value.slice(0, 80), expected } }], call)
}
