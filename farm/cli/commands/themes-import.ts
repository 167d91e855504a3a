import { importThemes } from '../../themes/change-themes.ts'
import { VOCABULARY_FORMATS } from '../../themes/vocabulary-rows.ts'
import { chosenOption, neededOption } from '../arguments.ts'
import { type Command, EXIT, refusal } from '../command.ts'
import { finishRerouting } from '../finish-rerouting.ts'
import { readInput } from '../input-file.ts'
import { columnsOption } from '../pair-options.ts'
import { vocabularyImportJson, vocabularyImportText } from '../theme-lines.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm themes-import`: makes a vocabulary of a Turtle, JSON-LD or CSV file, or brings one up to date. */
export const themesImport: Command = {
  name: 'themes-import',
  usage:
    'FILE --vocabulary V [--format turtle|json-ld|csv] [--map COLUMN=FIELD]… [--retire-missing] [--dry-run] [--as PERSON]',
  options: {
    vocabulary: { type: 'string' },
    format: { type: 'string' },
    map: { type: 'string', multiple: true },
    'retire-missing': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    as: { type: 'string' },
  },
  positionals: ['FILE'],
  json: '{ vocabulary, format, added: [code], changed: [code], moved: [code], gone: [code], retired: [code], sites: { gained, lost }, unread, problems: [{ line, field, code, message }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out, positionals, values } = call
      const vocabulary = neededOption(call, 'vocabulary')
      const asked = {
        ...{ actor: await actorOf(call, farm), vocabulary },
        ...{ bytes: await readInput(positionals[0]), mapping: columnsOption(call) },
        ...{
          format: chosenOption(call, 'format', VOCABULARY_FORMATS),
          retireMissing: values['retire-missing'] === true,
        },
      }
      const dryRun = values['dry-run'] === true
      const rehearsed = await importThemes(farm, { ...asked, rehearse: true })
      if (!rehearsed.ok) throw refusal(rehearsed.problems)
      const refused = rehearsed.value.problems.length > 0
      const done = refused || dryRun ? rehearsed : await importThemes(farm, asked)
      if (!done.ok) throw refusal(done.problems)
      const { job, moves } = done.value
      const would = { gained: moves.comes, lost: moves.goes }
      const told = { imported: done.value, sites: job === null ? would : await finishRerouting(call, farm, job) }
      out.value(vocabularyImportJson(words, vocabulary, told), vocabularyImportText(words, told, refused || dryRun))
      return refused ? EXIT.problems : EXIT.done
    }),
}
