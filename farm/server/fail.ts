import { randomBytes } from 'node:crypto'
import type { Exchange, Front } from './front.ts'
import type { Passing } from './front-response.ts'
import type { LogLine } from './options.ts'
import { type Refusal, refuse, writeRefusal } from './refuse.ts'

/** Answers 500 with a short id and logs the error under it, or cuts the answer short when it has begun. */
export function fail(front: Front, exchange: Exchange, error: unknown): void {
  const { req, res } = exchange
  if (req.errored && error === req.errored) return
  const refusal = report(front, exchange, error)
  if (res.isOnWire) res.destroy()
  else refuse(front, exchange, refusal)
}

/** What replaces the bare words Astro ends with when even its error page failed (it has logged why). */
export function replaceBareFailure(front: Front, exchange: Exchange): Passing {
  const refusal = report(front, exchange, 'The app gave up; its own log says why')
  const { headers, body } = writeRefusal(front, exchange, refusal)
  return { kind: 'pass', status: 500, headers, instead: body }
}

function report(front: Front, { req }: Exchange, error: unknown): Refusal {
  const id = randomBytes(4).toString('hex')
  // The query is left out: it may hold a key.
  const where = { method: req.method, host: req.headers.host, path: req.url?.split('?')[0] }
  log(front, { level: 'error', code: 'render-failed', id, ...where, ...describe(error) })
  return { status: 500, code: 'failure', params: { id } }
}

/** Tells the operator, by default as one JSON line on standard error. */
export function log({ options }: Front, line: LogLine): void {
  if (options.log) options.log(line)
  else process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`)
}

function describe(error: unknown): { message: string; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error) }
  return error.stack === undefined ? { message: error.message } : { message: error.message, stack: error.stack }
}
