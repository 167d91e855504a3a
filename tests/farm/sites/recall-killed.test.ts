import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { type Farm, openFarm } from '../../../farm/open-farm.ts'
import { readSettings } from '../../../farm/settings.ts'
import { recall } from '../../../farm/sites/recall.ts'
import { recallStatement, recallsFor } from '../../../farm/sites/recall-statement.ts'
import { settleRecalls } from '../../../farm/sites/settle-recalls.ts'
import { isSearchable } from '../../../farm/storage/deliveries/ledger-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type {} from '../../demo-template.ts'
import { ROOT } from '../../house-files.ts'
import { publishSheet } from './published.ts'

const STAGES = ['before the commit', 'within the commit', 'after the commit', 'while settling', 'never'] as const

describe('A recall whose process is killed', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'terroir-recall-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(STAGES)('%s ends the same after a restart', async (stage) => {
    const data = join(folder, stage.replaceAll(' ', '-'))
    const first = await openIn(data, true)
    const entry = await publishSheet(first, 'À rappeler')
    await first.close()
    const signal = await recallIn(data, entry, stage)
    expect(signal).toBe(stage === 'never' ? null : 'SIGKILL')
    const farm = await openIn(data, false)
    await settleRecalls(farm)
    const [made] = await recallsFor(farm, { actor: FARM, entry, limit: 5 })
    const there = (await farm.ports.entries.get(entry))?.state
    // All of it or nothing: what was not recalled is published still, and can be.
    expect(there).toBe(made ? 'withdrawn' : 'published')
    expect(made === undefined).toBe(stage === 'before the commit' || stage === 'within the commit')
    if (!made) expect((await recall(farm, { entry, actor: FARM, reason: 'Information démentie' })).ok).toBe(true)
    expect(await endState(farm, entry)).toEqual(END)
    await farm.close()
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

async function openIn(data: string, fresh: boolean): Promise<Farm> {
  if (fresh) {
    mkdirSync(data, { recursive: true })
    copyFileSync(inject('demo').sqlite, join(data, 'farm.sqlite'))
  }
  const farm = await openFarm(readSettings({ FARM_DATA: data, FARM_SETTINGS: '/nowhere' }))
  if (!farm.ok) throw new Error(JSON.stringify(farm.problems))
  return farm.value
}

async function recallIn(data: string, entry: number, stage: string): Promise<string | null> {
  const script = join(ROOT, 'tests/farm/sites/recall-child.ts')
  const child = spawn(process.execPath, [script, data, String(entry), stage], { stdio: 'inherit' })
  const [, signal] = await once(child, 'exit')
  return signal
}
