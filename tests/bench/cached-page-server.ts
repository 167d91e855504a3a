import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { createEpochs } from '../../farm/cache/epochs.ts'
import { createFront } from '../../farm/server/create-server.ts'

/** An answer to give as it is: head and body (base64) of what the front answers. */
export interface Same {
  readonly status: number
  readonly headers: string[]
  readonly body: string
}

/**
 * One server of the cached-page bench, in its own process: the `front`, or `bare` node:http that answers whatever it was told to; tells its
 * port, then its CPU time when asked.
 */
const server = process.argv[2] === 'bare' ? createServer(answerBare()) : createSampleFront()
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.on('SIGINT', () => process.exit())
process.on('message', (asked) => {
  if (asked === 'cpu') process.send?.(process.cpuUsage())
})

function answerBare(): RequestListener {
  let [status, headers, body] = [500, [] as string[], Buffer.alloc(0)]
  process.on('message', (asked: 'cpu' | Same) => {
    if (asked === 'cpu') return
    ;[status, headers, body] = [asked.status, asked.headers, Buffer.from(asked.body, 'base64')]
    process.send?.('ready')
  })
  return (_, res) => void res.writeHead(status, headers).end(body)
}

function createSampleFront() {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'farm-cache-tags': 'site:nievre, site:x, theme:jobs' }
  return createFront({
    render: (_, res) => void res.writeHead(200, headers).end(sampleHtml()),
    locals: () => ({}),
    knowsHost: () => Promise.resolve('site'),
    isAnonymous: (req) => !/(?:^|;\s*)session=/.test(req.headers.cookie ?? ''),
    health: async () => ({ ok: true }),
    epochs: createEpochs(),
  })
}

/** About 18 kB, as a home page of 30 entries. */
function sampleHtml(): string {
  const digest = (n: number) => createHash('sha256').update(String(n)).digest('base64url')
  const row = (n: number) =>
    `<li class="row"><a href="/agenda/${n}">Réunion d’information n° ${n * 7919} sur les métiers</a><p>Nevers, le ${(n % 28) + 1} mars, de ${n % 9} h à ${n % 7} h.</p><a class="theme" href="/agenda?theme=${digest(n)}">Emploi et formation</a><span class="muted">Source : maison de l’emploi, mise à jour le ${(n % 27) + 1} février, n° ${digest(n + 99)}.</span></li>`
  return `<!doctype html><html lang="fr"><title>Nièvre</title><ul>${Array.from({ length: 48 }, (_, n) => row(n)).join('\n')}</ul></html>`
}
