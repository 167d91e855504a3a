import type { Exchange, Front } from './front.ts'

/** Answers `GET /healthz`: 200 or 503 with the farm's own account as JSON. */
export async function answerHealth(front: Front, exchange: Exchange): Promise<void> {
  const health = await front.options.health().catch(() => ({ ok: false }))
  answer(front, exchange, {
    status: health.ok ? 200 : 503,
    mediaType: 'application/json',
    text: `${JSON.stringify(health)}\n`,
  })
}

/** Answers `GET /metrics`: the counters as text. */
export function answerMetrics(front: Front, exchange: Exchange): void {
  const mediaType = 'text/plain; version=0.0.4; charset=utf-8'
  answer(front, exchange, { status: 200, mediaType, text: front.metrics.write(front.cache) })
}

/** Whether the client is on this machine; one that any proxy forwarded is not taken for local. */
export function isLocal({ req }: Exchange, clientIp: string): boolean {
  const forwarded = req.headers['x-forwarded-for'] ?? req.headers.forwarded ?? req.headers.via
  return forwarded === undefined && /^(?:127\.|::1$)/.test(clientIp)
}

interface Statement {
  readonly status: number
  readonly mediaType: string
  readonly text: string
}

function answer(front: Front, { res }: Exchange, { status, mediaType, text }: Statement): void {
  const body = Buffer.from(text)
  const headers = ['content-type', mediaType, 'content-length', String(body.byteLength), 'cache-control', 'no-store']
  res.send(status, [...headers, ...front.security({ https: false, open: false })], body)
}
