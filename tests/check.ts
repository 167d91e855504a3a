import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'

/** `npm run check`: types, lint and format, then the tests of the house that need no database; ends with 1 where any complains. */
process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const steps = [
  ['node_modules/astro/bin/astro.mjs', 'check', '--minimumSeverity', 'warning'],
  ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
]
const failed = steps.filter((step) => !passes(step))
const house = ['tests/structure.test.ts', 'tests/catalogues.test.ts', 'tests/docs.test.ts']
const vitest = await startVitest('test', house, { run: true, watch: false, config: false, include: house })
const broken = vitest.state.getTestModules().some((module) => !module.ok())
await vitest.close()
process.exitCode = failed.length > 0 || broken ? 1 : 0

function passes(step: readonly string[]): boolean {
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' }
  return spawnSync(process.execPath, step, { stdio: 'inherit', env }).status === 0
}
