import { changeVintage, rehearseMovements, type VintagePlan } from '../../territories/change-vintage.ts'
import type { Words } from '../../web/words/words.ts'
import { type Command, EXIT, refusal } from '../command.ts'
import { finishRerouting } from '../finish-rerouting.ts'
import { readInput } from '../input-file.ts'
import { problemJson, problemLine } from '../problem-lines.ts'
import { table } from '../table.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm territory-vintage`: moves the geography on by INSEE's file of movements of communes, or tells what that would do. */
export const territoryVintage: Command = {
  name: 'territory-vintage',
  usage: 'FILE [--dry-run] [--as PERSON]',
  options: { 'dry-run': { type: 'boolean' }, as: { type: 'string' } },
  positionals: ['FILE'],
  json: '{ vintage, applied, changes: [{ kind: "merged"|"split"|"recoded"|"renamed"|"moved", was, became: [key], entries }], sites: [{ site, comes, goes }], gained, lost, problems: [{ line, field, code, message }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out, positionals, values } = call
      const change = { bytes: await readInput(positionals[0]), actor: await actorOf(call, farm) }
      const planned = await rehearseMovements(farm, change)
      if (!planned.ok) throw refusal(planned.problems)
      const plan = planned.value
      const applied = values['dry-run'] !== true
      let moved = { gained: plan.comes, lost: plan.goes }
      if (applied) {
        const done = await changeVintage(farm, change)
        if (!done.ok) throw refusal(done.problems)
        moved = done.value.job === null ? { gained: 0, lost: 0 } : await finishRerouting(call, farm, done.value.job)
      }
      const json = {
        ...{ vintage: plan.vintage, applied, changes: changesOf(plan) },
        sites: plan.sites.map(({ site, comes, goes }) => ({ site, comes, goes })),
        ...moved,
        problems: plan.problems.map((problem) => problemJson(words, problem)),
      }
      out.value(json, textOf(words, plan, { applied, moved }))
      return plan.problems.length === 0 ? EXIT.done : EXIT.problems
    }),
}

function changesOf({ changes, written }: VintagePlan) {
  return changes.map(({ kind, was, became }) => ({ kind, was, became, entries: written.get(was) ?? 0 }))
}

const SHOWN = 30

interface Done {
  readonly applied: boolean
  readonly moved: { readonly gained: number; readonly lost: number }
}

function textOf(words: Words, plan: VintagePlan, { applied, moved }: Done): string {
  const { vintage, names, problems } = plan
  const changes = changesOf(plan)
  const heads = ['kind', 'was', 'became'].map((one) => ({ title: words(`territories.change.${one}`) }))
  const rows = changes
    .slice(0, SHOWN)
    .map(({ kind, was, became, entries }) => [
      words(`territories.kind.${kind}`),
      was,
      became.map((key) => `${names.get(key) ?? ''} ${key}`.trim()).join(', ') || '—',
      String(entries),
    ])
  const columns = [...heads, { title: words('territories.change.written'), align: 'right' as const }]
  return [
    ...(applied ? [] : [words('cli.rehearsal')]),
    words('territories.vintage.tried', { vintage: String(vintage), count: changes.length }),
    ...(rows.length === 0 ? [] : [table(columns, rows)]),
    ...(changes.length > SHOWN ? [words('territories.changes.more', { count: changes.length - SHOWN })] : []),
    words(applied ? 'cli.territory-points.moved' : 'cli.territory-vintage.would', moved),
    ...problems.slice(0, SHOWN).map((problem) => `  ${problemLine(words, problem)}`),
    ...(problems.length > SHOWN ? [`  ${words('cli.more-problems', { count: problems.length - SHOWN })}`] : []),
  ].join('\n')
}
