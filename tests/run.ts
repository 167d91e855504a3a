import { fileURLToPath } from 'node:url'
import { parseCLI, type Reporter, startVitest, type TestModule } from 'vitest/node'

/** Runs the tests (all, or those whose path holds an argument) and closes with `N passed, N failed`, and `, N skipped` when any. */
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const vitest = await startVitest('test', filter, {
  ...options,
  run: true,
  watch: false,
  reporters: ['default', counter(tally)],
})
await vitest.close()
const nothing = tally.passed + tally.failed === 0
if (nothing) process.stderr.write('No test was run.\n')
process.stdout.write(`${closingLine(tally)}\n`)
process.exitCode = tally.failed > 0 || nothing ? 1 : 0

interface Tally {
  passed: number
  failed: number
  skipped: number
}

function counter(counted: Tally): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      for (const module of modules) count(counted, module)
      counted.failed += errors.length
    },
  }
}

// A file that cannot even be read, or whose hooks fail, has no failed test of its own, and failed all the same.
function count(counted: Tally, module: TestModule): void {
  let failedHere = 0
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    if (state === 'passed') counted.passed += 1
    else if (state === 'failed') failedHere += 1
    else counted.skipped += 1
  }
  const broken = !module.ok() && failedHere === 0 ? 1 : 0
  counted.failed += failedHere + broken
}

function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}
