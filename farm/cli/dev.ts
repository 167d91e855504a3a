import { dev } from 'astro'
import { startWorker } from '../jobs/worker.ts'
import { openFarm } from '../open-farm.ts'
import { ENGINE_ROOT, readSettings } from '../settings.ts'
import { wordsIn } from '../web/words/words.ts'
import '../web/dev-arrival.ts'
import { makeDemo } from './make-demo.ts'
import { problemLine } from './problem-lines.ts'
import { signposts } from './signposts.ts'
import { pairs } from './table.ts'
import { languageOf, terminal } from './terminal.ts'

/**
 * `npm run dev`: the same farm behind Astro's dev server, where an edited page shows at once. Without the front there is no
 * page cache, no security header and no origin check: never for the public.
 */
const words = wordsIn(languageOf(process.env))
const out = terminal(false)
const settings = readSettings()
const opened = await openFarm(settings)
if (opened.ok) await serve(opened.value)
else {
  for (const problem of opened.problems) out.say(problemLine(words, problem))
  process.exitCode = 1
}

async function serve(farm: NonNullable<typeof globalThis.terroirFarm>): Promise<void> {
  if ((await farm.memory()).organisations.all().length === 0) await makeDemo(farm, { out, words })
  globalThis.terroirFarm = farm
  const worker = startWorker(farm, { everyMs: 2_000 })
  const server = await dev({
    root: ENGINE_ROOT,
    logLevel: 'warn',
    server: { port: settings.port, host: '127.0.0.1', allowedHosts: true },
  })
  const addresses = await signposts(farm, server.address.port, words)
  out.say(`${words('cli.serve.ready')}\n\n${pairs(addresses.map(({ name, url }) => [`  ${name}`, url]))}\n`)
  const stop = async () => {
    await server.stop()
    await worker.stop()
    await farm.close()
    process.exit()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
}
