import type { Arrival, Submission } from '../../../pipeline/model/submission.ts'
import { neededOption, numberOption, textOption } from '../arguments.ts'
import { type Call, type Command, EXIT, misuse, refusal } from '../command.ts'
import { readJsonInput } from '../input-file.ts'
import { problemJson, problemLine } from '../problem-lines.ts'
import { readRawJson } from '../raw-values.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm submit`: enters raw values, of one entry or of several, as the form of the desk would. */
export const submit: Command = {
  name: 'submit',
  usage: '[FILE] --service-type T --organisation O [--as PERSON] [--entry N] [--draft]',
  options: {
    'service-type': { type: 'string' },
    organisation: { type: 'string' },
    as: { type: 'string' },
    entry: { type: 'string' },
    draft: { type: 'boolean' },
  },
  positionals: ['FILE?'],
  json: '{ arrivals: [{ line, outcome: "new"|"changed"|"same"|"duplicate"|"refused", entry, problems: [{ line, field, code, message }] }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out } = call
      const actor = await actorOf(call, farm)
      const submissions = await readSubmissions(call)
      const arrivals = await farm.submit(submissions, { actor })
      const serviceType = (await farm.memory()).serviceType(neededOption(call, 'service-type'))
      const told = arrivals.map(({ line = null, outcome, entry = null, problems }) => ({
        ...{ line, outcome, entry, problems: problems.map((problem) => problemJson(words, problem)) },
      }))
      const lines = arrivals.flatMap(({ outcome, entry, problems }) => [
        words(`cli.outcome.${outcome}`, { entry: String(entry ?? '') }),
        ...problems.map((problem) => `  ${problemLine(words, problem, serviceType)}`),
      ])
      out.value({ arrivals: told }, lines.join('\n'))
      return arrivals.every(taken) ? EXIT.done : EXIT.problems
    }),
}

function taken({ outcome }: Arrival): boolean {
  return outcome !== 'refused' && outcome !== 'duplicate'
}

async function readSubmissions(call: Call): Promise<Submission[]> {
  const serviceType = neededOption(call, 'service-type')
  const organisation = neededOption(call, 'organisation')
  const entry = textOption(call, 'entry') === undefined ? undefined : numberOption(call, 'entry', 0)
  const read = readRawJson(await readJsonInput(call.positionals[0], call))
  if ('place' in read) throw refusal([{ code: 'not-raw-values', params: { place: read.place } }])
  if (entry !== undefined && read.records.length !== 1) throw misuse(call.words('cli.submit.one-entry'))
  const intent = call.values.draft === true ? 'draft' : 'propose'
  const many = read.records.length > 1
  return read.records.map((raw, i) => ({
    ...{ serviceType, organisation, road: 'form' as const, raw, entry, intent, ...(many ? { line: i + 1 } : {}) },
  }))
}
