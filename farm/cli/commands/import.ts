import { basename } from 'node:path'
import { importBatch } from '../../batches/import-batch.ts'
import { rehearseImport } from '../../duplicates/rehearse-import.ts'
import { neededOption } from '../arguments.ts'
import { batchJson, batchText } from '../batch-lines.ts'
import { chosenMapping } from '../chosen-mapping.ts'
import { type Command, EXIT } from '../command.ts'
import { withInput } from '../input-file.ts'
import { defaultsOption } from '../pair-options.ts'
import { problemJson, problemLine } from '../problem-lines.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm import`: takes a file of whatever format into the farm as one batch, told line by line. */
export const importFile: Command = {
  name: 'import',
  usage:
    'FILE --service-type T --organisation O [--mapping NAME|FILE.json] [--map COLUMN=FIELD]… [--default FIELD=VALUE]… [--dry-run] [--as PERSON]',
  options: {
    'service-type': { type: 'string' },
    organisation: { type: 'string' },
    default: { type: 'string', multiple: true },
    map: { type: 'string', multiple: true },
    mapping: { type: 'string' },
    'dry-run': { type: 'boolean' },
    as: { type: 'string' },
  },
  positionals: ['FILE'],
  json: '{ batch, total, new, changed, same, duplicates, refused, gone, problems: [{ line, field, code, message }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out, positionals, values } = call
      const [path = ''] = positionals
      const organisation = neededOption(call, 'organisation')
      const { mapping, saved, serviceType: meant } = await chosenMapping(call, farm, organisation)
      const asked = {
        // A mapping knows what it was written for.
        serviceType: values['service-type'] === undefined && meant ? meant : neededOption(call, 'service-type'),
        organisation,
        mapping: saved,
      }
      const defaults = defaultsOption(call)
      const about = { ...asked, name: basename(path), actor: await actorOf(call, farm), defaults }
      const result = await withInput(path, (bytes) =>
        (values['dry-run'] === true ? rehearseImport : importBatch)(farm, {
          ...about,
          content: { bytes, mapping },
          onProgress: (done) => out.progress(words('cli.import.progress', { count: done })),
        }),
      )
      const serviceType = (await farm.memory()).serviceType(asked.serviceType)
      if (result.ok) {
        out.value(batchJson(words, result.value), batchText(words, result.value, serviceType))
        return result.value.refused === 0 ? EXIT.done : EXIT.problems
      }
      // Unreadable as a whole: the same value, with nothing counted.
      const nothing = { batch: null, total: 0, new: 0, changed: 0, same: 0, duplicates: 0, refused: 0, gone: 0 }
      const problems = result.problems.map((problem) => problemJson(words, problem))
      for (const problem of result.problems) out.say(problemLine(words, problem, serviceType))
      out.value({ ...nothing, problems }, '')
      return EXIT.problems
    }),
}
