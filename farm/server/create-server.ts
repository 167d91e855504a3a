import { createServer, IncomingMessage, type Server } from 'node:http'
import { Flights } from '../cache/flights.ts'
import { PageCache } from '../cache/page-cache.ts'
import { accept } from './accept.ts'
import { AssetShelf } from './assets.ts'
import { answerBrokenRequest, refuseConnect } from './broken-request.ts'
import { fail } from './fail.ts'
import type { Exchange, Front } from './front.ts'
import { FrontResponse } from './front-response.ts'
import { createAddressReader } from './host.ts'
import { Metrics } from './metrics.ts'
import { DEFAULT_LIMITS, type FrontOptions, type Limits } from './options.ts'
import { createProxies } from './proxies.ts'
import { createSecurityHeaders } from './security-headers.ts'

/** A front that serves the farm's hosts over HTTP/1.1. */
export type FrontServer = Server<typeof IncomingMessage, typeof FrontResponse>

/** Creates the server that stands before the app: `listen` starts it, `stopFront` ends it. */
export function createFront(options: FrontOptions): FrontServer {
  const front = assemble(options)
  const server: FrontServer = createServer(settingsFor(front.limits))
  const onStatus = (status: number, res: FrontResponse) => {
    front.metrics.countStatus(status)
    if (!server.listening) res.shouldKeepAlive = false
  }
  const listen = (req: IncomingMessage, res: FrontResponse) => {
    res.onStatus = onStatus
    take(front, { req, res })
  }
  server.on('request', listen).on('checkContinue', listen)
  server.on('clientError', (error, socket) => answerBrokenRequest(front, error, socket))
  server.on('connect', (_, socket) => refuseConnect(front, socket))
  return server
}

function assemble(options: FrontOptions): Front {
  const { epochs, cacheBytes, domain, assets = [], trustedProxies = [] } = options
  const security = createSecurityHeaders(domain)
  return {
    options,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    cache: new PageCache(cacheBytes === undefined ? { epochs } : { epochs, maxBytes: cacheBytes }),
    flights: new Flights(),
    assets: new AssetShelf(assets, security),
    metrics: new Metrics(),
    proxies: createProxies(trustedProxies),
    security,
    readAddress: { http: createAddressReader('http'), https: createAddressReader('https') },
  }
}

function settingsFor(limits: Limits) {
  return {
    IncomingMessage,
    ServerResponse: FrontResponse,
    maxHeaderSize: limits.headBytes,
    headersTimeout: limits.headersMs,
    // Bodies other than uploads have less time (`limitTime`).
    requestTimeout: Math.max(limits.requestMs, limits.uploadMs),
    connectionsCheckingInterval: Math.min(5_000, limits.headersMs / 4, limits.requestMs / 4),
    // Longer than usual proxies keep theirs, so that they never write on a connection just closed.
    keepAliveTimeout: 65_000,
    // A missing host gets the same 400 page, with the same headers, as a wrong one.
    requireHostHeader: false,
  }
}

function take(front: Front, exchange: Exchange): void {
  try {
    accept(front, exchange)
  } catch (error) {
    fail(front, exchange, error)
  }
}
