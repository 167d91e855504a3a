import { expect, it } from 'vitest'
import { allDone } from '../../../farm/storage/all-done.ts'
import { describeOnBoth } from '../../databases.ts'

describeOnBoth('A fresh database', (open) => {
  it('is empty, migrated and not shared with another one', async () => {
    const [one, other] = await Promise.all([open(), open()])
    await one.write(({ db }) =>
      db
        .insert(one.tables.meta)
        .values({ key: 'colour', value: 'green' })
        .then(() => undefined),
    )
    expect(await one.read.select().from(one.tables.meta)).toEqual([{ key: 'colour', value: 'green' }])
    expect(await other.read.select().from(other.tables.meta)).toEqual([])
  })

  it('hands out numbers that never meet, in the order they were asked for', async () => {
    const storage = await open()
    const blocks = await Promise.all([storage.newIds(700), storage.newIds(700), storage.newIds(3)])
    const all = blocks.flat()
    expect(new Set(all).size).toBe(1403)
    expect(blocks.every((ids) => ids.every((id, i) => i === 0 || id === (ids[i - 1] ?? 0) + 1))).toBe(true)
  })

  it('undoes a transaction that throws', async () => {
    const storage = await open()
    const attempt = storage.write(async ({ db }) => {
      await db.insert(storage.tables.meta).values({ key: 'colour', value: 'green' })
      throw new Error('stop')
    })
    await expect(attempt).rejects.toThrow('stop')
    expect(await storage.read.select().from(storage.tables.meta)).toEqual([])
  })

  it('undoes all that was sent together when one statement fails, and writes the next transaction', async () => {
    const { write, read, tables } = await open()
    const green = { key: 'colour', value: 'green' }
    const attempt = write(({ bulk }) =>
      allDone([
        bulk(tables.meta, [green]),
        bulk(tables.meta, [green]),
        bulk(tables.meta, [{ key: 'shape', value: 'round' }]),
      ]),
    )
    await expect(attempt).rejects.toThrow(/unique/i)
    expect(await read.select().from(tables.meta)).toEqual([])
    await write(({ bulk }) => bulk(tables.meta, [green]))
    expect(await read.select().from(tables.meta)).toEqual([green])
  })

  it('inserts rows in the order of the calls; what is there already fails, stays or is replaced as asked', async () => {
    const { write, read, tables } = await open()
    const colour = (value: string) => [{ key: 'colour', value }]
    await write(({ bulk }) =>
      allDone([
        bulk(tables.meta, colour('green')),
        bulk(tables.meta, colour('red'), 'keep'),
        bulk(
          tables.meta,
          colour('blue'),
          "on conflict (key) do update set value = meta.value || ' ' || excluded.value",
        ),
      ]),
    )
    expect(await read.select().from(tables.meta)).toEqual(colour('green blue'))
    await expect(write(({ bulk }) => bulk(tables.meta, colour('red')))).rejects.toThrow(/unique/i)
  })
})
