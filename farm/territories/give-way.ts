import { eq } from 'drizzle-orm'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { TerritoryKey } from '../../pipeline/model/territory.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { askReroute } from '../routing/ask-reroute.ts'
import { noteChange } from '../storage/knowledge/change-store.ts'
import {
  perimeterMembers,
  perimetersAndMembers,
  removeTerritory,
  setParents,
  territoriesByKey,
} from '../storage/knowledge/territory-store.ts'
import type { Writer } from '../storage/storage.ts'
import type { Tables } from '../storage/tables/tables.ts'
import { askInstead } from './ask-instead.ts'
import { type GeographyDifference, geographyDifference } from './geography-difference.ts'
import { savePerimeterWithin } from './perimeters.ts'
import { holdersOf, pactsNaming } from './uses-of-perimeter.ts'

/** A perimeter that goes, by whom and when, with numbers nothing else has: five more than the farm has sites. */
export interface GivingWay {
  readonly key: TerritoryKey
  /** What stands in its place wherever it was used; undefined where nothing uses it. */
  readonly instead: TerritoryKey | undefined
  readonly actor: Actor
  readonly at: number
  /** Year of the geography that is held. */
  readonly vintage: number
  readonly newIds: readonly number[]
  readonly knowledge: Knowledge
}

/** What went with it, and the jobs that follow. */
export interface GaveWay {
  /** Territories that now lie otherwise. */
  readonly moved: readonly TerritoryKey[]
  /** Territories whose entries may be routed otherwise. */
  readonly touched: readonly TerritoryKey[]
  /** The job that describes again what lay in it. */
  readonly describing: number
  /** The job that routes again the sections that now ask for something else; null where none did. */
  readonly routing: number | null
}

/**
 * Takes a perimeter out, and puts another territory in its place in every section, body and perimeter that used it. Signed pacts keep
 * their words, and so do entries: there its key is read from then on as what stands in its place, as that of a merged commune is.
 */
export async function giveWay(tables: Tables, writer: Writer, giving: GivingWay): Promise<GaveWay> {
  const { db } = writer
  const { key, instead, actor, at, vintage, knowledge } = giving
  const [id = 0, event = 0, change = 0, ...newIds] = giving.newIds
  const before = [...(await perimetersAndMembers(db, tables)), ...(await territoriesByKey(db, tables, given(instead)))]
  const also = takers(knowledge, key)
  const asking = { was: key, by: instead ?? key, actor, at, newIds, also }
  const routing = instead === undefined ? null : await askInstead(tables, writer, asking)
  await takeOut(tables, writer, key)
  const touched = new Set([key])
  if (instead !== undefined) {
    await db.update(tables.organisations).set({ territory: instead }).where(eq(tables.organisations.territory, key))
    for (const holder of holdersOf(knowledge, key))
      for (const one of await refill(tables, writer, { holder, instead })) touched.add(one)
    touched.add(instead)
    await writer.bulk(tables.territoryChanges, [
      { id: change, vintage, kind: 'replaced', was: key, became: [instead], at },
    ])
  }
  const keys = [...new Set(before.map((one) => one.key))]
  const after = await territoriesByKey(db, tables, keys)
  const back = geographyDifference({ territories: after, aliases: [] }, { territories: before, aliases: [] })
  const noted = { id: event, at, kind: 'territories-changed', person: personOf(actor) } as const
  await noteChange(tables, writer, { ...noted, data: { back } })
  const asked = { about: 'territories', subscriptions: null, touching: [...touched], describe: true } as const
  const describing = await askReroute(tables, writer, { ...asked, part: 'geography', id, at })
  return { moved: movedBy(back), touched: [...touched], describing, routing }
}

function given(key: TerritoryKey | undefined): readonly TerritoryKey[] {
  return key === undefined ? [] : [key]
}

function movedBy({ put, gone }: GeographyDifference): readonly TerritoryKey[] {
  return [...put.map((one) => one.key), ...gone]
}

// Sections of bodies that a pact grants what lies in it.
function takers(knowledge: Knowledge, key: TerritoryKey): readonly number[] {
  const bodies = new Set(
    pactsNaming(knowledge, key).flatMap(({ grantee, below }) => {
      return below ? [...knowledge.organisations.below(grantee)] : [grantee]
    }),
  )
  return [...knowledge.subscriptions.all()]
    .filter(({ site }) => bodies.has(site.organisation))
    .map(({ subscription }) => subscription.id)
}

async function takeOut(tables: Tables, { db }: Writer, key: TerritoryKey): Promise<void> {
  for (const member of await perimeterMembers(db, tables, key))
    await setParents(db, tables, { key: member.key, parents: member.parents.filter((parent) => parent !== key) })
  await removeTerritory(db, tables, key)
}

// What could make it refuse was looked for before: whatever came between ends it all, and nothing is written.
async function refill(
  tables: Tables,
  writer: Writer,
  { holder, instead }: { readonly holder: TerritoryKey; readonly instead: TerritoryKey },
): Promise<readonly TerritoryKey[]> {
  const [perimeter] = await territoriesByKey(writer.db, tables, [holder])
  if (!perimeter) return []
  const held = (await perimeterMembers(writer.db, tables, holder)).map(({ key }) => key)
  const members = [...new Set([...held, instead])]
  const saved = await savePerimeterWithin(writer, tables, { ...perimeter, members })
  if (!saved.ok) throw new Error(`${holder} cannot hold ${instead}: ${JSON.stringify(saved.problems)}`)
  return saved.value.touched
}
