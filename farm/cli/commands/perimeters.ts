import { ok, type Result } from '../../../pipeline/model/problem.ts'
import type { Territory } from '../../../pipeline/model/territory.ts'
import type { Farm } from '../../open-farm.ts'
import type { Rehearsal } from '../../routing/rehearse.ts'
import { perimeterMembers, territoriesOfLevel } from '../../storage/knowledge/territory-store.ts'
import { changePerimeter, rehearsePerimeter } from '../../territories/change-perimeter.ts'
import { placesNamed } from '../../territories/places-named.ts'
import { rehearseRemoval, removePerimeter } from '../../territories/remove-perimeter.ts'
import { problemOfUse, usesOfPerimeter } from '../../territories/uses-of-perimeter.ts'
import { neededOption, textOption } from '../arguments.ts'
import { type Call, type Command, EXIT, misuse, refusal } from '../command.ts'
import { finishRerouting } from '../finish-rerouting.ts'
import { pairs, table } from '../table.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm perimeters`: lists the perimeters, shows one with what uses it, makes or changes one, or removes one. */
export const perimeters: Command = {
  name: 'perimeters',
  usage:
    '[list | show CODE | set CODE --name N --member PLACE… | remove CODE [--instead PLACE]] [--dry-run] [--as PERSON]',
  options: {
    name: { type: 'string' },
    member: { type: 'string', multiple: true },
    instead: { type: 'string' },
    'dry-run': { type: 'boolean' },
    as: { type: 'string' },
  },
  positionals: ['ACTION?', 'CODE?'],
  json: '{ perimeters: [{ code, name, population, members }] }, show { code, name, population, members: [{ key, name }], uses: [{ kind: "section"|"organisation"|"perimeter"|"pact"|"entries", message }] }, set and remove { code, applied, sites: [{ site, comes, goes }], gained, lost }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const [action = 'list'] = call.positionals
      const act = ACTIONS.get(action)
      if (act === undefined)
        throw misuse(
          call.words('cli.one-of', { option: 'ACTION', value: action, choices: [...ACTIONS.keys()].join(', ') }),
        )
      await act(call, farm)
      return EXIT.done
    }),
}

const ACTIONS: ReadonlyMap<string, (call: Call, farm: Farm) => Promise<void>> = new Map([
  ['list', list],
  ['show', show],
  ['set', set],
  ['remove', remove],
])

async function list({ words, out }: Call, { storage }: Farm): Promise<void> {
  const rows = await Promise.all(
    (await territoriesOfLevel(storage, 'perimeter')).map(async ({ key, code, name, population }) => {
      const members = await perimeterMembers(storage.read, storage.tables, key)
      return { code, name, population, members: members.length }
    }),
  )
  const columns = [
    ...['code', 'name'].map((one) => ({ title: words(`territories.perimeter.${one}`) })),
    ...['members', 'population'].map((one) => ({
      title: words(`territories.perimeter.${one}`),
      align: 'right' as const,
    })),
  ]
  const lines = rows.map(({ code, name, members, population }) => [code, name, String(members), String(population)])
  out.value({ perimeters: rows }, rows.length === 0 ? words('territories.perimeters.none') : table(columns, lines))
}

async function show(call: Call, farm: Farm): Promise<void> {
  const { words, out } = call
  const { key, code, name, population } = await heldPerimeter(call, farm)
  const members = await perimeterMembers(farm.storage.read, farm.storage.tables, key)
  const uses = await usesOfPerimeter(farm, key)
  const told = uses.map((use) => ({ kind: use.kind, message: words.problem(problemOfUse(use)) }))
  const json = { code, name, population, members: members.map((one) => ({ key: one.key, name: one.name })), uses: told }
  const text = [
    pairs([
      [words('territories.perimeter.code'), code],
      [words('territories.perimeter.name'), name],
      [words('territories.perimeter.population'), String(population)],
    ]),
    '',
    pairs(members.map((one) => [one.key, one.name])),
    '',
    ...(told.length === 0 ? [words('territories.perimeter.remove.free')] : told.map(({ message }) => message)),
  ]
  out.value(json, text.join('\n'))
}

async function heldPerimeter(call: Call, farm: Farm): Promise<Territory> {
  const code = codeArgument(call)
  const found = (await farm.memory()).gazetteer.get(`perimeter:${code}`)
  // The code of one that is gone leads to what took its place.
  if (found?.code !== code) throw refusal([{ code: 'unknown-territory', params: { value: code } }])
  return found
}

async function set(call: Call, farm: Farm): Promise<void> {
  const code = codeArgument(call)
  const name = neededOption(call, 'name')
  const asked = [call.values.member ?? []].flat().map(String)
  const members = placesNamed(asked, (await farm.memory()).gazetteer)
  if (!members.ok) throw refusal(members.problems)
  const change = { actor: await actorOf(call, farm), perimeter: { code, name, members: members.value } }
  await doOrTell(call, farm, {
    code,
    tell: () => rehearsePerimeter(farm, change),
    async act() {
      const done = await changePerimeter(farm, change)
      return done.ok ? ok([done.value]) : done
    },
  })
}

async function remove(call: Call, farm: Farm): Promise<void> {
  const code = codeArgument(call)
  const place = textOption(call, 'instead')
  const instead = place === undefined ? ok([]) : placesNamed([place], (await farm.memory()).gazetteer)
  if (!instead.ok) throw refusal(instead.problems.map(({ line: _, ...one }) => ({ ...one, field: 'instead' })))
  const removal = { actor: await actorOf(call, farm), code, instead: instead.value[0] }
  await doOrTell(call, farm, {
    code,
    tell: () => rehearseRemoval(farm, removal),
    async act() {
      const done = await removePerimeter(farm, removal)
      return done.ok ? ok([done.value.describing, done.value.routing]) : done
    },
  })
}

function codeArgument({ positionals, words }: Call): string {
  const code = positionals[1]
  if (code === undefined) throw misuse(words('cli.needed', { option: 'CODE' }))
  return code
}

interface Doing {
  readonly code: string
  tell(): Promise<Result<Rehearsal>>
  /** Answers the jobs that follow. */
  act(): Promise<Result<readonly (number | null)[]>>
}

async function doOrTell(call: Call, farm: Farm, { code, tell, act }: Doing): Promise<void> {
  const { words, out, values } = call
  const told = await tell()
  if (!told.ok) throw refusal(told.problems)
  const sites = told.value.sites.map(({ site, comes, goes }) => ({ site, comes, goes }))
  if (values['dry-run'] === true) {
    const sum = { gained: told.value.comes, lost: told.value.goes }
    const text = [words('cli.rehearsal'), words('cli.territory-vintage.would', sum)]
    out.value({ code, applied: false, sites, ...sum }, text.join('\n'))
    return
  }
  const done = await act()
  if (!done.ok) throw refusal(done.problems)
  const sum = { gained: 0, lost: 0 }
  for (const job of done.value) {
    const moved = job === null ? sum : await finishRerouting(call, farm, job)
    if (job !== null) Object.assign(sum, { gained: sum.gained + moved.gained, lost: sum.lost + moved.lost })
  }
  out.value({ code, applied: true, sites, ...sum }, words('cli.territory-points.moved', sum))
}
