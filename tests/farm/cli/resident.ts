import { Readable } from 'node:stream'

/** One run of `farm` asked of the process that stays. */
export interface Asked {
  readonly run: number
  readonly args: readonly string[]
  readonly input: string
  readonly environment: Readonly<Record<string, string>>
}

/** What came of it. */
export interface Done {
  readonly run: number
  readonly code: number | null
  readonly out: string
  readonly err: string
}

// Takes the runs of `farm` one after the other, each with arguments, variables and standard streams of its own, in a process that has
// read its code already. Only `main.ts` itself is read anew: it does all it does as it is read.
const MAIN = new URL('../../../farm/cli/main.ts', import.meta.url)
const said = { out: '', err: '' }
let turn: Promise<unknown> = Promise.resolve()
process.stdout.write = listen('out')
process.stderr.write = listen('err')
process.on('message', (asked: Asked) => {
  turn = turn.then(async () => process.send?.(await run(asked)))
})

async function run({ run: number, args, input, environment }: Asked): Promise<Done> {
  Object.assign(said, { out: '', err: '' })
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, environment)
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...args)
  Object.defineProperty(process, 'stdin', { value: Readable.from([Buffer.from(input)]), configurable: true })
  // Each run watches its own output.
  process.stdout.removeAllListeners('error')
  process.exitCode = undefined
  try {
    await import(`${MAIN.href}?run=${number}`)
  } catch (error) {
    said.err += error instanceof Error ? error.stack : String(error)
    process.exitCode = 1
  }
  const code = Number(process.exitCode ?? 0)
  process.exitCode = undefined
  return { run: number, code, ...said }
}

function listen(to: 'out' | 'err'): typeof process.stdout.write {
  return (written: Uint8Array | string, ...rest: readonly unknown[]) => {
    said[to] += typeof written === 'string' ? written : Buffer.from(written).toString('utf8')
    const told = rest.at(-1)
    if (typeof told === 'function') process.nextTick(() => told())
    return true
  }
}
