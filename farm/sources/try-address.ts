import { decode } from '../../pipeline/intake/decode.ts'
import { feedManner } from '../../pipeline/intake/feed-manner.ts'
import { feedsOfPage } from '../../pipeline/intake/html-page.ts'
import { type Actor, FARM } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { webAddress } from '../../pipeline/model/written/web-address.ts'
import { importBatch } from '../batches/import-batch.ts'
import type { ImportRequest } from '../batches/import-request.ts'
import { mappingOf } from '../batches/mappings.ts'
import { readContent } from '../batches/read-content.ts'
import { type Fetched, fetchSource } from '../fetching/fetch-source.ts'
import type { Gateway } from './gateway.ts'
import { lookAtContent } from './look-at-content.ts'

/** What an address gives, before it is a source. */
export interface TriedAddress {
  readonly url: string
  /** What it calls itself; empty where it says nothing. */
  readonly title: string
  readonly format: string
  readonly items: number
  /** A few titles. */
  readonly samples: readonly string[]
  /** Of the first of them, all would be refused: fields they must have and lack, the commonest first. */
  readonly lacking: readonly string[]
}

/** What trying an address gave: something to read, or a web page that leads to some. */
export type AddressTrial =
  | { readonly kind: 'readable'; readonly found: TriedAddress }
  | { readonly kind: 'page'; readonly feeds: readonly TriedAddress[] }

/** An address to try, read as a source of that kind would be. */
export interface AddressWishes {
  readonly organisation: string
  readonly serviceType: string
  readonly url: string
  readonly mapping?: number | null | undefined
  readonly defaults?: Readonly<Record<string, string>> | undefined
  readonly signal?: AbortSignal | undefined
}

const PATIENCE = { connect: 4000, idle: 5000, total: 8000 }
const ALTOGETHER = 15_000
const MOST = 8

/** Where the tools most in use keep the feed of a site, when its page does not say. */
const USUAL = ['spip.php?page=backend', 'feed/', 'rss.xml', 'atom.xml', 'feed.xml', 'index.xml'] as const

/**
 * Tries an address without adding anything. Of a web page, the feeds are those it announces or links to and that can be read, else those
 * that lie where the tools most in use keep them. Problems, on `url`: `not-allowed`, `not-a-url`, `unsafe-url`, `page-without-feed`, those of
 * `fetchSource`, and those of reading.
 */
export async function tryAddress(gateway: Gateway, actor: Actor, wishes: AddressWishes): Promise<Result<AddressTrial>> {
  const knowledge = await gateway.ports.knowledge()
  const allowed = may(actor, { action: 'manage-sources', organisation: wishes.organisation }, knowledge)
  if (!allowed.yes) return fail({ code: 'not-allowed', params: { reason: allowed.because } })
  if (!knowledge.serviceType(wishes.serviceType))
    return fail({ code: 'unknown-service-type', field: 'serviceType', params: { value: wishes.serviceType } })
  const address = webAddress(wishes.url.trim())
  if (!address.ok) return fail({ code: address.code, field: 'url' })
  const deadline = AbortSignal.timeout(Math.max(ALTOGETHER, gateway.limits?.total ?? 0))
  const signal = wishes.signal ? AbortSignal.any([deadline, wishes.signal]) : deadline
  const trying = { ...wishes, signal }
  const fetched = await fetchPatiently(gateway, address.href, signal)
  if (fetched.kind !== 'fetched') return fail(atUrl(problemOf(fetched)))
  const looked = await look(gateway, trying, fetched)
  if (looked.ok) return ok({ kind: 'readable', found: { ...looked.value, url: address.href } })
  const [problem = { code: 'failure' }] = looked.problems
  if (problem.code !== 'html-instead-of-feed') return fail(atUrl(problem))
  const feeds = await feedsBehind(gateway, trying, fetched)
  return feeds.length > 0 ? ok({ kind: 'page', feeds }) : fail({ code: 'page-without-feed', field: 'url' })
}

type Page = Extract<Fetched, { kind: 'fetched' }>
type Trying = AddressWishes & { readonly signal: AbortSignal }

function fetchPatiently({ allowPrivate, limits }: Gateway, url: string, signal: AbortSignal): Promise<Fetched> {
  return fetchSource(url, { allowPrivate, limits: { ...PATIENCE, ...limits }, signal })
}

function problemOf(fetched: Exclude<Fetched, { kind: 'fetched' }>): Problem {
  const { code, ...problem } = fetched.kind === 'failed' ? fetched.problem : { code: 'broken-answer' }
  // It is we who stop waiting.
  return code === 'interrupted' ? { code: 'timeout' } : { code, ...problem }
}

function atUrl(problem: Problem): Problem {
  return { ...problem, field: 'url' }
}

async function look(
  gateway: Gateway,
  wishes: Trying,
  { bytes, mediaType, finalUrl }: Page,
): Promise<Result<TriedAddress>> {
  const { organisation, serviceType, mapping: saved = null } = wishes
  const mapping = saved === null ? undefined : await mappingOf(gateway, saved)
  if (mapping?.ok === false) return mapping
  const content = { bytes, mediaType, baseUrl: finalUrl, ...(mapping ? { mapping: mapping.value } : {}) }
  const request = { name: finalUrl, organisation, serviceType, actor: FARM, content, defaults: wishes.defaults }
  const read = await lookAtContent(gateway, request)
  if (!read.ok) return read
  const { shape, samples, present } = read.value
  // Every item would be refused for want of everything.
  if (shape.items > 0 && present.size === 0) return fail({ code: 'no-known-column' })
  const { title } = feedManner(bytes, { mediaType, baseUrl: finalUrl })
  const about = { url: finalUrl, title, format: shape.format, items: shape.items, samples }
  return ok({ ...about, lacking: await lackingOf(gateway, request) })
}

const REHEARSED = 60

// A rehearsal alone knows: much that an item must have is worked out from the rest of it.
async function lackingOf(gateway: Gateway, request: ImportRequest): Promise<readonly string[]> {
  const knowledge = await gateway.ports.knowledge()
  const serviceType = knowledge.serviceType(request.serviceType)
  const { content, defaults } = request
  const read = serviceType ? await readContent(content, { serviceType, knowledge, defaults }) : undefined
  if (!read?.ok) return []
  const items = [...Iterator.from(read.value.items).take(REHEARSED)]
  const some = { ...request, content: { items, road: read.value.road }, dryRun: true }
  const report = await importBatch(gateway, some)
  if (!report.ok || report.value.total === 0 || report.value.refused < report.value.total) return []
  const missing = report.value.problems.flatMap(({ code, field }) =>
    code === 'required' ? (field?.split('.')[0] ?? []) : [],
  )
  const counted = Map.groupBy(missing, (name) => name)
  return [...counted].toSorted(([, one], [, other]) => other.length - one.length).map(([name]) => name)
}

async function feedsBehind(gateway: Gateway, wishes: Trying, page: Page): Promise<TriedAddress[]> {
  const text = decode(page.bytes, page.mediaType)
  const told = text.ok ? feedsOfPage(text.value.text, page.finalUrl) : []
  const named = new Map(told.map(({ url, title }) => [url, title]))
  const found = await readable(gateway, wishes, { urls: [...named.keys()], page })
  if (found.length > 0) return found.map((one) => ({ ...one, title: one.title || (named.get(one.url) ?? '') }))
  const usual = USUAL.flatMap((path) => URL.parse(path, page.finalUrl)?.href ?? [])
  return readable(gateway, wishes, { urls: usual.filter((url) => !named.has(url)), page })
}

async function readable(
  gateway: Gateway,
  wishes: Trying,
  { urls, page }: { readonly urls: readonly string[]; readonly page: Page },
): Promise<TriedAddress[]> {
  const tried = await Promise.all(
    urls
      .filter((url) => url !== page.finalUrl)
      .slice(0, MOST)
      .map(async (url) => {
        const fetched = await fetchPatiently(gateway, url, wishes.signal)
        const found = fetched.kind === 'fetched' ? await look(gateway, wishes, fetched) : undefined
        return found?.ok ? [{ ...found.value, url }] : []
      }),
  )
  return tried.flat()
}
