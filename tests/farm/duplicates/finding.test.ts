import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { catchUp } from '../../../farm/duplicates/catch-up.ts'
import { countCommonKeys, readStand } from '../../../farm/storage/entries/likeness-store.ts'
import { demoFarm, environmentOf } from '../../farms.ts'
import { toldTwice } from '../../pipeline/reworded.ts'
import { asLines, forum, proposed, takeIn } from './told.ts'

describe('Finding duplicates', { timeout: 240_000 }, () => {
  const open = demoFarm()

  it('finds nine of ten of those that were reworded, and hardly anything else, and leaves aside what everyone shares', async () => {
    const farm = await open()
    const told = toldTwice({ seed: 7, things: 300 })
    const arrivals = await takeIn(farm, asLines(told))
    const thingOf = new Map(arrivals.map(({ entry = 0 }, i) => [entry, told[i]?.thing ?? 0]))
    await catchUp(farm)
    const found = (await proposed(farm, [...thingOf.keys()])).map((pair) =>
      pair.split(' ').map((id) => thingOf.get(Number(id))),
    )
    const right = found.filter(([one, other]) => one === other).length
    const wanted = [...Map.groupBy(told, ({ thing }) => thing).values()].filter((list) => list.length === 2).length
    expect(right / wanted).toBeGreaterThanOrEqual(0.9)
    expect(right / found.length).toBeGreaterThanOrEqual(0.95)
    const many = Array.from({ length: 260 }, (_, i) =>
      forum({ title: `Permanence ${i}`, body: `Permanence ${i}` }, { externalId: `p${i}` }),
    )
    await takeIn(farm, many)
    await catchUp(farm)
    expect(await countCommonKeys(farm.storage)).toBeGreaterThan(0)
  })

  it('goes on where a killed process left it, to the same end', async () => {
    const farm = await open()
    const told = toldTwice({ seed: 11, things: 250 })
    const arrivals = await takeIn(farm, asLines(told))
    const ids = arrivals.map(({ entry = 0 }) => entry)
    const child = fileURLToPath(new URL('catch-up-child.ts', import.meta.url))
    const left: (number | null)[] = []
    for (const steps of ['1', '2']) {
      const ended = spawnSync(process.execPath, [child, steps], { env: environmentOf(farm) })
      expect(ended.signal, String(ended.stderr)).toBe('SIGKILL')
      left.push((await readStand(farm.storage)).walked)
    }
    expect(left[1]).toBeGreaterThan(left[0] ?? 0)
    await catchUp(farm)
    const resumed = await proposed(farm, ids)
    await farm.storage.write(async ({ db }) => {
      const { likeness, duplicates, meta } = farm.storage.tables
      await db.delete(likeness)
      await db.delete(duplicates)
      await db.delete(meta).where(eq(meta.key, 'likeness'))
    })
    await catchUp(farm)
    expect(resumed.length).toBeGreaterThan(20)
    expect(resumed).toEqual(await proposed(farm, ids))
  })
})
