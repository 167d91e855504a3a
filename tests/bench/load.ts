import { connect, type Socket } from 'node:net'

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
  let left = 0
  let sent = 0
  const ask = () => {
    sent = performance.now()
    socket.write(run.request)
  }
  socket
    .setNoDelay(true)
    .on('connect', ask)
    .on('error', reject)
    .on('close', () => resolve())
  socket.on('data', (chunk: Buffer) => {
    left = left === 0 ? beginAnswer(chunk, run) : left - chunk.byteLength
    if (left > 0) return
    finishAnswer(run, sent)
    if (performance.now() < run.until) ask()
    else end(socket)
  })
  return promise
}

/** Bytes still to come; every head is taken to arrive whole, as it does from a local server. */
function beginAnswer(chunk: Buffer, run: Run): number {
  const headEnd = chunk.indexOf('\r\n\r\n') + 4
  const head = chunk.toString('latin1', 0, headEnd)
  run.status = Number(head.slice(9, 12))
  const length = run.status === 304 ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
  if (Number.isNaN(length)) throw new Error(`The answer has no length: ${head}`)
  run.bytes = headEnd + length
  return run.bytes - chunk.byteLength
}

function finishAnswer(run: Run, sent: number): void {
  run.times.push(performance.now() - sent)
}

function end(socket: Socket): void {
  socket.destroy()
}
