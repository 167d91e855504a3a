import { connect } from 'node:net'

/** What to ask, how hard and for how long. */
export interface Load {
  /** An `http:` address. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Keep-alive connections, each with one request under way. */
  readonly connections: number
  readonly seconds: number
}

/** What came of it; durations in ms. */
export interface Measure {
  readonly rps: number
  readonly p50: number
  readonly p99: number
  /** Status of the last answer, to see that the right thing was measured. */
  readonly status: number
  /** Bytes of one answer, head and body. */
  readonly bytes: number
}

/** Loads one address over raw sockets, so that the driver costs less than what it drives. */
export async function measure(load: Load): Promise<Measure> {
  const run: Run = {
    request: requestOf(load),
    until: performance.now() + load.seconds * 1000,
    times: [],
    status: 0,
    bytes: 0,
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: load.connections }, () => drive(new URL(load.url), run)))
  const seconds = (performance.now() - started) / 1000
  const times = Float64Array.from(run.times).sort()
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN
  return { rps: times.length / seconds, p50: at(0.5), p99: at(0.99), status: run.status, bytes: run.bytes }
}

interface Run {
  readonly request: Buffer
  readonly until: number
  readonly times: number[]
  status: number
  bytes: number
}

function requestOf({ url, headers = {} }: Load): Buffer {
  const { host, pathname, search } = new URL(url)
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
}

function drive(url: URL, run: Run): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect(Number(url.port || 80), url.hostname)
  let answer: Answer | undefined
  let sent = 0
  const ask = () => {
    answer = undefined
    sent = performance.now()
    socket.write(run.request)
  }
  socket
    .setNoDelay(true)
    .on('connect', ask)
    .on('error', reject)
    .on('close', () => resolve())
  socket.on('data', (chunk: Buffer) => {
    answer = answer ? continueAnswer(answer, chunk) : beginAnswer(chunk, run)
    if (!isWhole(answer)) return
    finishAnswer(run, answer, sent)
    if (performance.now() < run.until) ask()
    else socket.destroy()
  })
  return promise
}

/** An answer on its way: how long it will be, or, sent in chunks, how it ends so far. */
interface Answer {
  readonly length: number | undefined
  readonly received: number
  readonly ending: string
}

const LAST_CHUNK = '\r\n0\r\n\r\n'

/** Every head is taken to arrive whole, as it does from a local server. */
function beginAnswer(chunk: Buffer, run: Run): Answer {
  const headEnd = chunk.indexOf('\r\n\r\n') + 4
  const head = chunk.toString('latin1', 0, headEnd)
  run.status = Number(head.slice(9, 12))
  const chunked = /\r\ntransfer-encoding: chunked/i.test(head)
  const length = run.status === 304 ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
  if (!chunked && Number.isNaN(length)) throw new Error(`The answer has no length: ${head}`)
  return continueAnswer({ length: chunked ? undefined : headEnd + length, received: 0, ending: '' }, chunk)
}

function continueAnswer({ length, received, ending }: Answer, chunk: Buffer): Answer {
  const tail = ending + chunk.toString('latin1', Math.max(0, chunk.byteLength - LAST_CHUNK.length))
  return { length, received: received + chunk.byteLength, ending: tail.slice(-LAST_CHUNK.length) }
}

function isWhole({ length, received, ending }: Answer): boolean {
  return length === undefined ? ending === LAST_CHUNK : received >= length
}

function finishAnswer(run: Run, { received }: Answer, sent: number): void {
  run.bytes = received
  run.times.push(performance.now() - sent)
}
