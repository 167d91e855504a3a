import { coverageJson } from '../../coverage/coverage-json.ts'
import { type Coverage, readCoverage } from '../../coverage/read-coverage.ts'
import { coverageSubjects } from '../../coverage/subjects.ts'
import type { Words } from '../../web/words/words.ts'
import { textOption } from '../arguments.ts'
import { type Command, EXIT, refusal } from '../command.ts'
import { table } from '../table.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm coverage`: what a site or an organisation covers by theme and territory, and what it lacks. */
export const coverage: Command = {
  name: 'coverage',
  usage: '[SITE|ORGANISATION] [--in TERRITORY] [--theme T] [--as LOGIN]',
  options: { in: { type: 'string' }, theme: { type: 'string' }, as: { type: 'string' } },
  positionals: ['subject?'],
  json: '{ of, counted, within, theme, whole, themes, territories, cells: [{ theme, territory, all, days30, days60, days90, latest }], quiet, emptySections, silentSources, imports }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const actor = await actorOf(call, farm)
      const [asked] = call.positionals
      const subjects = coverageSubjects(actor, await farm.memory())
      // A site and an organisation may share a name: the site is what the public sees.
      const subject =
        asked === undefined
          ? subjects[0]
          : (subjects.find(({ kind, id }) => kind === 'site' && id === asked) ??
            subjects.find(({ id }) => id === asked))
      if (!subject) throw refusal([{ code: 'unknown-coverage', params: { value: asked ?? '' } }])
      const { kind, id } = subject
      const place = { within: textOption(call, 'in'), theme: textOption(call, 'theme') }
      const read = await readCoverage(farm, { actor, kind, id, ...place })
      if (!read.ok) throw refusal(read.problems)
      call.out.value(coverageJson(read.value), coverageText(call.words, read.value))
      return EXIT.done
    }),
}

function coverageText(words: Words, read: Coverage): string {
  const { sum, within, themes } = read
  const columns = ['theme', 'days30', 'days60', 'days90', 'all'].map((one) => ({
    title: words(`cli.column.${one}`),
    ...(one === 'theme' ? {} : { align: 'right' as const }),
  }))
  const rows = themes.map(({ code, label }) => {
    const { days30, days60, days90, all } = sum.cell(code, within.key)
    return [label.fr, ...[days30, days60, days90, all].map(String)]
  })
  const heading = words('cli.coverage.heading', { subject: read.subject.id, within: within.name, all: sum.whole.all })
  return `${heading}\n${table(columns, rows)}`
}
