import { loadDemo } from '../jobs/load-demo.ts'
import type { Farm } from '../open-farm.ts'
import { type Call, refusal } from './command.ts'

/** Loads the demo network into an empty farm, with work waiting in the queues; answers how many entries it made. */
export async function makeDemo(farm: Farm, { out, words }: Pick<Call, 'out' | 'words'>): Promise<number> {
  out.say(words('cli.demo.loading'))
  const loaded = await loadDemo(farm, (done, total) => out.progress(words('cli.demo.progress', { done, total })))
  if (!loaded.ok) throw refusal(loaded.problems)
  return loaded.value
}
