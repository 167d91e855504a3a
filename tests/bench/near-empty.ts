import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ENGINE_ROOT } from '../../farm/settings.ts'

/** A running near-empty site. */
export interface NearEmpty {
  readonly port: number
  /** Milliseconds of processor time it has used so far. */
  processor(): Promise<number>
  stop(): void
}

/** An Astro site behind bare node:http, in a process of its own: `/` says hello, the least Astro can cost; `/rows` has 30 rows of 2 kB in one component. */
export async function startNearEmpty(): Promise<NearEmpty> {
  const entry = build()
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), [entry])
  const [port] = await once(child, 'message')
  const processor = async () => {
    child.send('processor')
    return (await once(child, 'message'))[0]
  }
  return { port, processor, stop: () => void child.kill() }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(process.argv[2] ?? '')

async function serve(entry: string): Promise<void> {
  const { handler } = await import(pathToFileURL(entry).href)
  const server = createServer((req, res) => handler(req, res))
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.(typeof address === 'object' ? address?.port : 0)
  })
  process.on('message', () => process.send?.(process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000))
  process.on('disconnect', () => process.exit())
}

// Below node_modules, so that it finds the very Astro and adapter the farm is built with.
function build(): string {
  const root = join(ENGINE_ROOT, 'node_modules', '.cache', 'terroir-bench', 'near-empty')
  mkdirSync(join(root, 'src', 'pages'), { recursive: true })
  writeFileSync(join(root, 'astro.config.mjs'), CONFIG)
  writeFileSync(join(root, 'src', 'pages', 'index.astro'), PAGE)
  writeFileSync(join(root, 'src', 'pages', 'rows.astro'), ROWS)
  const astro = join(ENGINE_ROOT, 'node_modules', 'astro', 'bin', 'astro.mjs')
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
  execFileSync(process.execPath, [astro, 'build'], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
  return join(root, 'dist', 'server', 'entry.mjs')
}

const CONFIG = `import node from '@astrojs/node'
import { defineConfig } from 'astro/config'
const adapter = node({ mode: 'middleware', experimentalDisableStreaming: true })
export default defineConfig({ output: 'server', adapter, session: false, telemetry: false })
`

const PAGE = `---
const name = Astro.url.searchParams.get('name') ?? 'world'
---
<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Near empty</title></head>
  <body><p>Hello, {name}</p></body>
</html>
`

const ROWS = `---
const text = 'Une réunion à Nevers sur les métiers de la forêt, avec l’appui des communes. '.repeat(5)
const rows = Array.from({ length: 30 }, (_, i) => ({ href: '/offres/' + i, title: 'Offre n° ' + i, facts: [text, text, text, text] }))
---
<!doctype html>
<html lang="fr">
  <head><meta charset="utf-8" /><title>Rows</title></head>
  <body>
    <ul>
      {rows.map((row) => (
        <li>
          <article>
            <h2><a href={row.href}>{row.title}</a></h2>
            <dl>{row.facts.map((fact, i) => <div><dt>{i}</dt><dd>{fact}</dd></div>)}</dl>
          </article>
        </li>
      ))}
    </ul>
  </body>
</html>
`
