import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Runs every bench in turn, or those whose name holds an argument: each prints what it measured beside what it is held to. */
const folder = fileURLToPath(new URL('.', import.meta.url))
const wanted = process.argv.slice(2)
const benches = ['cached-page', 'routing', 'csv-import'].filter(
  (name) => wanted.length === 0 || wanted.some((one) => name.includes(one)),
)
const known = new Set(readdirSync(folder))
let failed = 0
for (const name of benches) {
  if (!known.has(`${name}.ts`)) continue
  process.stdout.write(`\n## ${name}\n`)
  if (spawnSync(process.execPath, [`${folder}${name}.ts`], { stdio: 'inherit' }).status !== 0) failed += 1
}
process.exitCode = failed > 0 ? 1 : 0
