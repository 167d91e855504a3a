import type { Problem } from '../../pipeline/model/problem.ts'
import { loadDemo } from '../jobs/load-demo.ts'
import type { Farm } from '../open-farm.ts'
import { wordsIn } from '../web/words/words.ts'
import { CommandFailure, type Output } from './command.ts'

/** Loads the demo network into an empty farm: its bodies, sites, people and entries, with work waiting in the queues. */
export async function makeDemo(farm: Farm, out: Output): Promise<void> {
  out.say('Chargement du réseau de démonstration…')
  const loaded = await loadDemo(farm, (done, total) => {
    if (process.stderr.isTTY) process.stderr.write(`\r  ${done} fiches sur ${total}${done === total ? '\n' : ''}`)
  })
  if (!loaded.ok) fail(loaded.problems)
}

function fail(problems: readonly Problem[]): never {
  throw new CommandFailure(problems.map(problemLine).join('\n'))
}

function problemLine(problem: Problem): string {
  const { file, place } = problem.params ?? {}
  const where = [file, place, problem.line && `n° ${problem.line}`, problem.field].filter(Boolean).join(', ')
  return `${where} : ${wordsIn('fr').problem(problem)}`
}
