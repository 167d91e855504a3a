import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Same } from './cached-page-server.ts'
import { type Figure, quantile, tell } from './figure.ts'
import { type Measure, measure } from './load.ts'

/**
 * Compares a kept page with bare node:http sending the same bytes, head and body: `node tests/bench/cached-page.ts [seconds] [rounds]`.
 * Both are driven in turn and compared round by round; the CPU time per request is told too, as a busy machine blurs the rates.
 */
const [seconds = 0.5, rounds = 11] = process.argv.slice(2).map(Number)
// What node:http adds by itself it adds to both.
const BY_ITSELF = new Set(['date', 'connection', 'keep-alive'])
const servers = { bare: await start('bare'), front: await start('front') }
await measure({ url: servers.front.url, connections: 1, seconds: 0.3 })
const br = { 'accept-encoding': 'gzip, deflate, br' }
const etag = (await fetch(servers.front.url, { headers: br })).headers.get('etag') ?? ''
const cases = { plain: {}, br, '304': { ...br, 'if-none-match': etag } }
for (const [name, headers] of Object.entries(cases)) {
  servers.bare.child.send(await answerOf(servers.front.url, headers))
  await once(servers.bare.child, 'message')
  tell(figureOf(name, await alternate(headers)))
}
for (const server of Object.values(servers)) server.child.kill()

interface Target {
  readonly child: ChildProcess
  readonly url: string
}

interface Round extends Measure {
  /** CPU time of the server per request, µs. */
  readonly cpu: number
}

async function start(kind: string): Promise<Target> {
  const child = fork(fileURLToPath(new URL('cached-page-server.ts', import.meta.url)), [kind])
  const [address] = await once(child, 'message')
  return { child, url: `http://127.0.0.1:${address.port}/` }
}

async function answerOf(url: string, headers: Readonly<Record<string, string>>): Promise<Same> {
  const [answer]: IncomingMessage[] = await once(request(url, { headers }).end(), 'response')
  if (!answer) throw new Error('the front does not answer')
  const kept = answer.rawHeaders.filter((_, i, all) => !BY_ITSELF.has((all[i - (i % 2)] ?? '').toLowerCase()))
  const body = Buffer.concat(await answer.toArray()).toString('base64')
  return { status: answer.statusCode ?? 500, headers: kept, body }
}

async function alternate(headers: Readonly<Record<string, string>>) {
  const bare: Round[] = []
  const front: Round[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const pair = [await drive(servers.bare, headers), await drive(servers.front, headers)] as const
    if (round === 0) continue
    bare.push(pair[0])
    front.push(pair[1])
  }
  return { bare, front }
}

async function drive({ child, url }: Target, headers: Readonly<Record<string, string>>): Promise<Round> {
  const before = await cpuTime(child)
  const result = await measure({ url, headers, connections: 32, seconds })
  return { ...result, cpu: ((await cpuTime(child)) - before) / (result.rps * seconds) }
}

async function cpuTime(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const [{ user, system }] = await once(child, 'message')
  return user + system
}

function figureOf(name: string, { bare, front }: { bare: readonly Round[]; front: readonly Round[] }): Figure {
  const rate = quantile(
    front.map((run, at) => run.rps / (bare[at]?.rps ?? Number.NaN)),
    0.5,
  )
  const cpu = quantile(
    front.map((run, at) => (bare[at]?.cpu ?? Number.NaN) / run.cpu),
    0.5,
  )
  const pages = (runs: readonly Round[]) => {
    const rates = runs.map((run) => run.rps)
    return `${(quantile(rates, 0.5) / 1000).toFixed(1)} k/s`
  }
  const note = `${pages(front)} against ${pages(bare)}, ${front[0]?.bytes} B; by CPU time ${cpu.toFixed(2)}`
  return { name: `kept page, ${name}, by bare node:http`, measured: rate, unit: '×', bar: { atLeast: 0.7 }, note }
}
