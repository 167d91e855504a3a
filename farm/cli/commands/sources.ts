import { writeOpml } from '../../../exports/opml.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Result } from '../../../pipeline/model/problem.ts'
import type { Farm } from '../../open-farm.ts'
import { createSource, listSources, pauseSource, resumeSource } from '../../sources/sources.ts'
import type { Source } from '../../storage/gateways/source-store.ts'
import { neededOption, numberArgument, numberOption } from '../arguments.ts'
import { savedMapping } from '../chosen-mapping.ts'
import { type Call, type Command, EXIT, misuse, refusal } from '../command.ts'
import { importOpml } from '../opml-lines.ts'
import { defaultsOption } from '../pair-options.ts'
import { sourceJson, sourceTable } from '../source-lines.ts'
import { withFarm } from '../with-farm.ts'

/** `farm sources`: lists the remote places pulled from, adds one or a whole list, pauses or resumes one. */
export const sources: Command = {
  name: 'sources',
  usage:
    '[list | add --url U --name N --service-type T --organisation O [--every MINUTES] [--mapping MAPPING] [--gone-after RUNS] [--default FIELD=VALUE]… | pause SOURCE | resume SOURCE | import-opml FILE --service-type T --organisation O [--apply [--all]] | export-opml]',
  options: {
    url: { type: 'string' },
    name: { type: 'string' },
    'service-type': { type: 'string' },
    organisation: { type: 'string' },
    every: { type: 'string' },
    mapping: { type: 'string' },
    'gone-after': { type: 'string' },
    default: { type: 'string', multiple: true },
    apply: { type: 'boolean' },
    all: { type: 'boolean' },
  },
  positionals: ['ACTION?', 'SOURCE?'],
  json: '{ sources: [{ source, name, url, organisation, serviceType, state, everyMinutes, lastAt, lastStatus, nextAt, failures, quarantine, learnt }] }; import-opml: { feeds: [{ name, url, categories, state, found, problem }], added: [source] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out, positionals } = call
      if (positionals[0] === 'import-opml') return importOpml(call, farm)
      if (positionals[0] === 'export-opml') return exportOpml(call, farm)
      const shown = await act(call, farm)
      const text = shown.length === 0 ? words('cli.sources.none') : sourceTable(words, shown)
      out.value({ sources: shown.map(sourceJson) }, text)
      return EXIT.done
    }),
}

async function act(call: Call, farm: Farm): Promise<readonly Source[]> {
  const [action = 'list'] = call.positionals
  if (action === 'list') return listSources(farm, FARM)
  if (action === 'add') return one(await add(call, farm))
  if (action === 'pause') return one(await pauseSource(farm, FARM, numberArgument(call, 1, 'SOURCE')))
  if (action === 'resume') return one(await resumeSource(farm, FARM, numberArgument(call, 1, 'SOURCE')))
  throw misuse(
    call.words('cli.one-of', {
      option: 'ACTION',
      value: action,
      choices: 'list, add, pause, resume, import-opml, export-opml',
    }),
  )
}

async function add(call: Call, farm: Farm): Promise<Result<Source>> {
  const organisation = neededOption(call, 'organisation')
  return createSource(farm, FARM, {
    url: neededOption(call, 'url'),
    name: neededOption(call, 'name'),
    serviceType: neededOption(call, 'service-type'),
    organisation,
    everyMinutes: numberOption(call, 'every', 60),
    mapping: (await savedMapping(call, farm, organisation)) ?? null,
    goneAfter: numberOption(call, 'gone-after', 0),
    defaults: defaultsOption(call),
  })
}

async function exportOpml({ out, words }: Call, farm: Farm): Promise<number> {
  const own = await listSources(farm, FARM)
  const feeds = own.map(({ name: title, url: feed }) => {
    return { title, feed, page: URL.parse(feed)?.origin ?? feed, language: 'fr' }
  })
  const text = writeOpml({ title: words('sources.opml.list'), feeds })
  out.value({ opml: text }, text)
  return EXIT.done
}

function one(result: Result<Source>): readonly Source[] {
  if (!result.ok) throw refusal(result.problems)
  return [result.value]
}
