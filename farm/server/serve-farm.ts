import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { flushCompileCache } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parisDay } from '../../pipeline/model/paris.ts'
import { startWorker } from '../jobs/worker.ts'
import type { Farm } from '../open-farm.ts'
import { publicOrigin } from '../settings.ts'
import { settleRecalls } from '../sites/settle-recalls.ts'
import { languageOf, pageOf } from '../web/rooms.ts'
import type { Arrival } from '../web/visit.ts'
import { createFront } from './create-server.ts'
import { gatherFeedReads } from './feed-reads.ts'
import type { HostKind, RequestFacts } from './options.ts'
import { restWhenIdle } from './rest-when-idle.ts'
import { stopFront } from './stop-front.ts'

/** A farm being served. */
export interface ServedFarm {
  readonly port: number
  /** Lets requests and jobs under way finish, then closes the farm. */
  stop(): Promise<void>
}

/** Serves an open farm with the built pages: front, pages, and the worker of its jobs. */
export async function serveFarm(
  farm: Farm,
  { port, built, work = true }: { port: number; built: string; work?: boolean },
): Promise<ServedFarm> {
  const pages: { handler: PageHandler } = await import(pathToFileURL(join(built, 'server', 'entry.mjs')).href)
  const reads = gatherFeedReads(farm)
  const front = createFront({
    render: (req, res, locals) => pages.handler(req, res, undefined, locals),
    locals: (req, facts) => arrive(farm, req, facts),
    knowsHost: (host) => hostKind(farm, host),
    isAnonymous: (req) => !SESSION_COOKIE.test(req.headers.cookie ?? ''),
    health: async () => ({ ok: true, ...(await pulse(farm)) }),
    epochs: farm.epochs,
    assets: [join(built, 'client')].filter((folder) => existsSync(folder)),
    acceptsForeignPost: (req, facts) =>
      facts.kind === 'desk'
        ? isApi(req) || mayComeFromElsewhere(farm, req)
        : facts.kind === 'site' && HARVESTED.test(req.url ?? ''),
    isApi,
    takesUpload,
    limits: { uploadBytes: farm.settings.uploadBytes },
    trustedProxies: farm.settings.trustedProxies,
    domain: farm.settings.domain,
    watchRead: reads.watch,
  })
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject)
    front.listen(port, () => resolve())
  })
  // Kept for the next start, however this one ends.
  flushCompileCache()
  const calendar = turnThePage(farm)
  // A recall that was cut short is found out to its end.
  void settleRecalls(farm).catch(() => undefined)
  const stay = restWhenIdle(front)
  const worker = work
    ? startWorker(farm, { everyMs: 2_000, deskOrigin: publicOrigin(farm.settings, 'desk') })
    : undefined
  return {
    port: portOf(front.address()),
    async stop() {
      clearInterval(calendar)
      stay()
      await stopFront(front)
      await worker?.stop()
      await reads.stop()
      await farm.close()
    },
  }
}

/** Astro's node handler; a third argument would make it skip our middleware on unknown paths. */
type PageHandler = (req: IncomingMessage, res: ServerResponse, next: undefined, locals: object) => Promise<void>

// Harvesters ask by form too, and come from nowhere; what they ask changes nothing.
const HARVESTED = /^(?:\/en)?\/oai(?:\?|$)/
// It honours no cookie, so nothing can be asked of it in somebody's name; its address is told apart before or after it is pointed to its page.
function isApi({ url = '' }: IncomingMessage): boolean {
  return /^(?:\/desk)?\/api\/v1(?:[/?]|$)/.test(url)
}

// From somebody known only, by a cookie or a key: what they are worth is judged before anything is read.
function takesUpload({ url = '', method, headers }: IncomingMessage, { kind }: RequestFacts): boolean {
  if (method !== 'POST' || kind !== 'desk') return false
  if (API_IMPORT.test(url)) return headers.authorization !== undefined
  return DESK_IMPORT.test(url) && SESSION_COOKIE.test(headers.cookie ?? '')
}

const API_IMPORT = /^(?:\/desk)?\/api\/v1\/imports(?:\?|$)/
const DESK_IMPORT = /^(?:\/en)?\/(?:import(?:\/spip)?|mappings\/(?:new|\d{1,15}))\/?(?:\?|$)/

const SESSION_COOKIE = /(?:^|;\s*)(?:__Host-)?terroir=/

// Points the request at its page, so that Astro finds it at once; the middleware judges whether it may be seen.
function arrive(farm: Farm, req: IncomingMessage, { host, origin, protocol, clientIp, kind }: RequestFacts): Arrival {
  const { pathname, search } = new URL(`${origin}${req.url}`)
  req.url = `${pageOf(ROOMS[kind], languageOf(pathname).path)}${search}`
  return { farm, host, origin, protocol, clientIp, asked: pathname }
}

const ROOMS = { site: 'portal', desk: 'desk', directory: 'directory' } as const

// Hubs call an address nobody can guess, and sign what they bring.
function mayComeFromElsewhere(farm: Farm, { url = '', headers }: IncomingMessage): boolean {
  return HUB_CALL.test(url) || (url === '/become' && isOurs(farm, headers.origin))
}

const HUB_CALL = /^\/websub\/[\w-]{43}$/

// The bar of a demo stands on every site, and is answered at the desk; elsewhere than in a demo nothing is behind it.
function isOurs(farm: Farm, origin: string | undefined): boolean {
  const host = origin === undefined ? undefined : URL.parse(origin)?.hostname
  return host === farm.settings.domain || host?.endsWith(`.${farm.settings.domain}`) === true
}

async function hostKind(farm: Farm, host: string): Promise<HostKind | null> {
  const { domain } = farm.settings
  if (host === domain) return 'directory'
  if (host === `desk.${domain}`) return 'desk'
  return (await farm.memory()).sites.byHost(host) ? 'site' : null
}

async function pulse(farm: Farm): Promise<{ database: string }> {
  await farm.storage.read.select().from(farm.storage.tables.meta).limit(1)
  return { database: farm.storage.dialect }
}

// What is upcoming, open or over changes with the day: kept pages carry the tag `day`.
function turnThePage(farm: Farm): NodeJS.Timeout {
  let today = parisDay(farm.now())
  return setInterval(() => {
    if (parisDay(farm.now()) === today) return
    today = parisDay(farm.now())
    farm.epochs.bump('day')
  }, 20_000).unref()
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address ? address.port : 0
}
