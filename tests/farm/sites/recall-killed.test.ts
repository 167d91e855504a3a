import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Farm, openFarm } from '../../../farm/open-farm.ts'
import { readSettings } from '../../../farm/settings.ts'
import { recall } from '../../../farm/sites/recall.ts'
import { recallStatement, recallsFor } from '../../../farm/sites/recall-statement.ts'
import { settleRecalls } from '../../../farm/sites/settle-recalls.ts'
import { isSearchable } from '../../../farm/storage/deliveries/ledger-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeFarmOnBoth, environmentOf } from '../../farms.ts'
import { ROOT } from '../../house-files.ts'
import { publishSheet } from './published.ts'

const STAGES = ['before the commit', 'within the commit', 'after the commit', 'while settling', 'never'] as const

describeFarmOnBoth('A recall whose process is killed', (open) => {
  const recalled = new Map<string, number>()
  let farm: Farm

  beforeAll(async () => {
    const first = await open()
    for (const stage of STAGES) {
      const entry = await publishSheet(first, `À rappeler, ${stage}`)
      recalled.set(stage, entry)
      expect(await recallIn(first, entry, stage)).toBe(stage === 'never' ? null : 'SIGKILL')
    }
    farm = await reopened(first)
    await settleRecalls(farm)
  }, 180_000)

  afterAll(() => farm.close())

  it.each(STAGES)('%s ends the same after a restart', async (stage) => {
    const entry = recalled.get(stage) ?? 0
    const [made] = await recallsFor(farm, { actor: FARM, entry, limit: 5 })
    const there = (await farm.ports.entries.get(entry))?.state
    // All of it or nothing: what was not recalled is published still, and can be.
    expect(there).toBe(made ? 'withdrawn' : 'published')
    expect(made === undefined).toBe(stage === 'before the commit' || stage === 'within the commit')
    if (!made) expect((await recall(farm, { entry, actor: FARM, reason: 'Information démentie' })).ok).toBe(true)
    expect(await endState(farm, entry)).toEqual(END)
  })
})

const END = {
  state: 'withdrawn',
  live: 0,
  searchable: false,
  recalls: 1,
  pending: 0,
  kinds: ['cache', 'search', 'site'],
}

async function endState(farm: Farm, entry: number) {
  const recalls = await recallsFor(farm, { actor: FARM, entry, limit: 5 })
  const told = await recallStatement(farm, { recall: recalls[0]?.id ?? 0, actor: FARM })
  const places = told.ok ? told.value.places : []
  const deliveries = await farm.ports.entries.deliveries([entry])
  return {
    state: (await farm.ports.entries.get(entry))?.state,
    live: deliveries.filter((one) => one.state === 'live').length,
    searchable: await isSearchable(farm.storage, entry),
    recalls: recalls.length,
    pending: places.filter((one) => one.confirmedAt === null).length,
    kinds: [...new Set(places.map((one) => one.kind))].sort(),
  }
}

async function reopened(farm: Farm): Promise<Farm> {
  const again = await openFarm(readSettings(environmentOf(farm)))
  if (!again.ok) throw new Error(JSON.stringify(again.problems))
  return again.value
}

async function recallIn(farm: Farm, entry: number, stage: string): Promise<string | null> {
  const script = join(ROOT, 'tests/farm/sites/recall-child.ts')
  const child = spawn(process.execPath, [script, String(entry), stage], { stdio: 'inherit', env: environmentOf(farm) })
  const [, signal] = await once(child, 'exit')
  return signal
}
