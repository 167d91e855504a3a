import type { Entry } from '../../../pipeline/model/entry.ts'
import { ENTRY_STATES } from '../../../pipeline/model/entry.ts'
import { listEntries } from '../../lists/list-entries.ts'
import type { Cursor } from '../../lists/list-request.ts'
import type { Farm } from '../../open-farm.ts'
import { deskEntries } from '../../storage/entries/desk-store.ts'
import { chosenOption, numberOption, textOption } from '../arguments.ts'
import { type Call, type Command, EXIT, refusal } from '../command.ts'
import { entryJson, entryTable } from '../entry-lines.ts'
import { withFarm } from '../with-farm.ts'

/** `farm entries`: entries of the farm, the last changed first; with `--site`, what that site shows. */
export const entries: Command = {
  name: 'entries',
  usage: '[--service-type T] [--organisation O] [--state S] [--site SITE] [--limit N]',
  options: {
    'service-type': { type: 'string' },
    organisation: { type: 'string' },
    state: { type: 'string' },
    site: { type: 'string' },
    limit: { type: 'string' },
  },
  positionals: [],
  json: '{ entries: [{ entry, title, serviceType, organisation, state, review, version, updatedAt, publishedAt }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { out, words } = call
      const memory = await farm.memory()
      const wishes = await readWishes(call, farm)
      const found = wishes.site === undefined ? await ofFarm(farm, wishes) : await ofSite(farm, wishes, wishes.site)
      const rows = found.map((entry) => ({ entry, at: entry.updatedAt }))
      const text = rows.length === 0 ? words('cli.entries.none') : entryTable({ words, memory }, rows)
      out.value({ entries: found.map(entryJson) }, text)
      return EXIT.done
    }),
}

interface Wishes {
  readonly serviceType: string | undefined
  readonly organisation: string | undefined
  readonly state: (typeof ENTRY_STATES)[number] | undefined
  readonly site: string | undefined
  readonly limit: number
}

async function readWishes(call: Call, farm: Farm): Promise<Wishes> {
  const memory = await farm.memory()
  const wishes = {
    serviceType: textOption(call, 'service-type'),
    organisation: textOption(call, 'organisation'),
    state: chosenOption(call, 'state', ENTRY_STATES),
    site: textOption(call, 'site'),
    limit: numberOption(call, 'limit', 50),
  }
  const { serviceType, organisation, site } = wishes
  if (serviceType !== undefined && !memory.serviceType(serviceType))
    throw refusal([{ code: 'unknown-service-type', params: { value: serviceType } }])
  if (organisation !== undefined && !memory.organisations.get(organisation))
    throw refusal([{ code: 'unknown-organisation', params: { value: organisation } }])
  if (site !== undefined && !memory.sites.get(site)) throw refusal([{ code: 'unknown-site', params: { value: site } }])
  return wishes
}

async function ofFarm(farm: Farm, { state, ...wishes }: Wishes): Promise<Entry[]> {
  const organisations = (await farm.memory()).organisations.all().map((one) => one.id)
  const states = state === undefined ? undefined : [state]
  const rows = await deskEntries(farm.storage, { ...wishes, organisations, everything: true, states, order: 'recent' })
  return rows.map((row) => row.entry)
}

const PAGE = 200

async function ofSite(farm: Farm, wishes: Wishes, site: string): Promise<Entry[]> {
  const subscriptions = (await farm.memory()).sites.subscriptions(site).map((one) => one.id)
  const found = new Map<number, Entry>()
  let after: Cursor | undefined
  do {
    const request = { subscriptions, terms: [], query: '', upcoming: false, after, limit: PAGE }
    const page = await listEntries(farm.storage, request)
    for (const { entry } of page.items) if (wanted(entry, wishes)) found.set(entry.id, entry)
    after = page.next ?? undefined
  } while (after !== undefined && found.size < wishes.limit)
  return [...found.values()].slice(0, wishes.limit)
}

function wanted(entry: Entry, { serviceType, organisation, state }: Wishes): boolean {
  const right = (wish: string | undefined, value: string) => wish === undefined || wish === value
  return right(serviceType, entry.serviceType) && right(organisation, entry.organisation) && right(state, entry.state)
}
