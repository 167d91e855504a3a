import { importPoints } from '../../territories/import-points.ts'
import { type Command, EXIT, refusal } from '../command.ts'
import { finishRerouting } from '../finish-rerouting.ts'
import { readInput } from '../input-file.ts'
import { problemJson, problemLine } from '../problem-lines.ts'
import { actorOf, withFarm } from '../with-farm.ts'

const SHOWN = 20

/** `farm territory-points`: takes where communes lie exactly from a CSV; what asks about distances follows. */
export const territoryPoints: Command = {
  name: 'territory-points',
  usage: 'FILE [--as PERSON]',
  options: { as: { type: 'string' } },
  positionals: ['FILE'],
  json: '{ written, former: [{ line, code, key }], gained, lost, problems: [{ line, field, code, message }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out, positionals } = call
      const bytes = await readInput(positionals[0])
      const imported = await importPoints(farm, { bytes, actor: await actorOf(call, farm) })
      if (!imported.ok) throw refusal(imported.problems)
      const { written, former, problems, job } = imported.value
      const { gained, lost } = job === null ? { gained: 0, lost: 0 } : await finishRerouting(call, farm, job)
      for (const problem of problems.slice(0, SHOWN)) out.say(problemLine(words, problem))
      if (problems.length > SHOWN) out.say(words('cli.territory-points.more', { count: problems.length - SHOWN }))
      const told = former.map(({ line, former: code = '', key }) => ({ line, code, key }))
      const text = [
        words('cli.territory-points.written', { count: written }),
        ...told
          .slice(0, SHOWN)
          .map(({ line, code, key }) => words('cli.territory-points.former', { line: String(line), code, key })),
        words('cli.territory-points.moved', { gained, lost }),
      ]
      const json = { written, former: told, gained, lost, problems: problems.map((one) => problemJson(words, one)) }
      out.value(json, text.join('\n'))
      return problems.length === 0 ? EXIT.done : EXIT.problems
    }),
}
