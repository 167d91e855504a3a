import type { Actor } from '../../../pipeline/model/actor.ts'
import type { Result } from '../../../pipeline/model/problem.ts'
import { catchUp } from '../../duplicates/catch-up.ts'
import { type Cluster, clustersFor } from '../../duplicates/clusters-for.ts'
import { sayDifferent, sayTheSame, takeBackWord } from '../../duplicates/decide-duplicates.ts'
import type { Farm } from '../../open-farm.ts'
import { countCommonKeys } from '../../storage/entries/likeness-store.ts'
import { numberOption } from '../arguments.ts'
import { type Call, type Command, EXIT, misuse, refusal } from '../command.ts'
import { entryJson } from '../entry-lines.ts'
import { table } from '../table.ts'
import { actorOf, namedActor, withFarm } from '../with-farm.ts'

/** `farm duplicates`: compares what is new or has changed, lists what looks alike, and hears a person's word on it. */
export const duplicates: Command = {
  name: 'duplicates',
  usage: '[list | same KEPT OTHER,… | different ENTRY OTHER,… | undo ENTRY OTHER] [--as PERSON] [--limit N]',
  options: { as: { type: 'string' }, limit: { type: 'string' } },
  positionals: ['ACTION?', 'ENTRY?', 'OTHERS?'],
  json: '{ clusters: [{ entries: [{ …as entries }], pairs: [{ entry, other, score, verdict, person, at }] }], total, compared, proposed, common } or, of a word, { entries: [entry] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const [action = 'list'] = call.positionals
      if (action === 'list') return list(call, farm)
      const said = await say(call, farm, action)
      if (!said.ok) throw refusal(said.problems)
      call.out.value({ entries: said.value }, call.words(`cli.duplicates.said.${action}`, { count: said.value.length }))
      return EXIT.done
    }),
}

async function list(call: Call, farm: Farm): Promise<number> {
  const { out, words } = call
  const actor: Actor = await actorOf(call, farm)
  const onStep = ({ walked }: { readonly walked: number }) =>
    out.progress(words('cli.duplicates.walked', { count: walked }))
  const { compared, proposed } = await catchUp(farm, { onStep })
  const limit = numberOption(call, 'limit', 50)
  const { clusters, total } = await clustersFor(farm, { actor, limit })
  const common = await countCommonKeys(farm.storage)
  const json = clusters.map(({ entries, pairs }) => ({ entries: entries.map(entryJson), pairs }))
  const told = words('cli.duplicates.compared', { compared, proposed })
  const aside = common === 0 ? [] : [words('cli.duplicates.common', { count: common })]
  const rows = clusters.length === 0 ? words('cli.duplicates.none') : clusterTable(call, clusters)
  out.value({ clusters: json, total, compared, proposed, common }, [told, ...aside, rows].join('\n'))
  return EXIT.done
}

function clusterTable({ words }: Call, clusters: readonly Cluster[]): string {
  const columns = [
    { title: words('cli.column.entry'), align: 'right' as const },
    ...['state', 'organisation', 'title'].map((one) => ({ title: words(`cli.column.${one}`) })),
  ]
  const groups = clusters.map(({ entries }) =>
    table(
      columns,
      entries.map(({ id, state, organisation, title }) => [
        String(id),
        words(`cli.state.${state}`),
        organisation,
        title,
      ]),
    ),
  )
  return groups.join('\n\n')
}

async function say(call: Call, farm: Farm, action: string): Promise<Result<readonly number[]>> {
  const [, ...named] = call.positionals
  const [first = 0, ...others] = named.flatMap((one) => one.split(',')).map((one) => wholeNumber(call, one))
  if (others.length === 0) throw misuse(call.words('cli.needed', { option: 'OTHER' }))
  const actor = await namedActor(call, farm)
  if (action === 'same') return sayTheSame(farm, { actor, kept: first, others })
  if (action === 'different') return sayDifferent(farm, { actor, kept: first, others })
  if (action === 'undo') return takeBackWord(farm, { actor, entry: first, other: others[0] ?? 0 })
  throw misuse(call.words('cli.one-of', { option: 'ACTION', value: action, choices: 'list, same, different, undo' }))
}

function wholeNumber({ words }: Call, value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw misuse(words('cli.not-a-number', { name: 'ENTRY', value }))
}
