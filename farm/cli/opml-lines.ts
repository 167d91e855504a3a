import { FARM } from '../../pipeline/model/actor.ts'
import type { Farm } from '../open-farm.ts'
import { addFeeds } from '../sources/add-opml.ts'
import { type TriedFeed, tryOpml } from '../sources/opml-trial.ts'
import { neededOption, numberOption } from './arguments.ts'
import { type Call, EXIT, refusal } from './command.ts'
import { readInput } from './input-file.ts'
import { defaultsOption } from './pair-options.ts'
import { problemJson, problemLine } from './problem-lines.ts'
import { table } from './table.ts'

/** Tries a list of sources, and with `--apply` adds those that answer (`--all`: the others too). */
export async function importOpml(call: Call, farm: Farm): Promise<number> {
  const { words, out, values } = call
  const organisation = neededOption(call, 'organisation')
  const serviceType = neededOption(call, 'service-type')
  const bytes = await readInput(call.positionals[1])
  const onProgress = (done: number, total: number) => out.progress(`${done}/${total}`)
  const trial = await tryOpml(farm, FARM, { bytes, organisation, serviceType, onProgress })
  if (!trial.ok) throw refusal(trial.problems)
  const fresh = trial.value.filter(({ state }) => state === 'new')
  const fit = fresh.filter(({ problem }) => !problem)
  const json = trial.value.map((feed) => feedJson(call, feed))
  if (values.apply !== true) {
    const counts = { new: fresh.length, known: trial.value.length - fresh.length, unfit: fresh.length - fit.length }
    out.value(
      { feeds: json, added: [] },
      `${feedTable(call, trial.value)}\n\n${words('cli.sources.opml.tried', counts)}`,
    )
    return EXIT.done
  }
  const pace = numberOption(call, 'every', 60)
  const about = { organisation, serviceType, everyMinutes: pace, defaults: defaultsOption(call) }
  const wishes = (values.all === true ? fresh : fit).map(({ title: name, url }) => ({ ...about, name, url }))
  const done = await addFeeds(farm, FARM, wishes)
  if (!done.ok) throw refusal(done.problems)
  const { added, problems } = done.value
  const lines = [
    ...problems.map((one) => problemLine(words, one)),
    words('cli.sources.opml.done', { count: added.length }),
  ]
  out.value({ feeds: json, added, problems: problems.map((one) => problemJson(words, one)) }, lines.join('\n'))
  return problems.length > 0 ? EXIT.problems : EXIT.done
}

function feedJson({ words }: Call, { title: name, url, categories, state, found, problem }: TriedFeed) {
  return { name, url, categories, state, found: found ?? null, problem: problem ? problemJson(words, problem) : null }
}

function feedTable({ words }: Call, feeds: readonly TriedFeed[]): string {
  const columns = [{ title: words('cli.column.name') }, { title: words('cli.column.state') }, { title: 'URL' }]
  const rows = feeds.map(({ title, url, state, found, problem }) => {
    const said = found ? words('sources.opml.fits', { format: found.format, count: found.items }) : ''
    return [
      title,
      [words(`sources.opml.state.${state}`), said, problem ? words.problem(problem) : ''].filter(Boolean).join(', '),
      url,
    ]
  })
  return table(columns, rows)
}
