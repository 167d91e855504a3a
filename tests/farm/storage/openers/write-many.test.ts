import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../../../farm/storage/openers/open-sqlite.ts'
import { describeOnBoth } from '../../../databases.ts'

const terms = (entry: number, count: number) => Array.from({ length: count }, (_, i) => ({ entry, term: `term:${i}` }))
const aFile = () => join(mkdtempSync(join(tmpdir(), 'terroir-many-')), 'farm.sqlite')

describeOnBoth('Thousands of rows', (open) => {
  it('are kept whole, with what is asked and changed on the way', async () => {
    const { writeMany, read, tables } = await open()
    const { entryTerms } = tables
    const told = await writeMany(async ({ bulk, db }) => {
      await bulk(entryTerms, [...terms(1, 500), ...terms(2, 3)])
      const gone = await db.delete(entryTerms).where(eq(entryTerms.entry, 2)).returning({ term: entryTerms.term })
      return { gone: gone.length, left: await db.$count(entryTerms) }
    })
    expect(told).toEqual({ gone: 3, left: 500 })
    expect(await read.$count(entryTerms)).toBe(500)
  })

  it('are all undone when one of them fails, or the work throws, and the next are written', async () => {
    const { writeMany, write, read, tables } = await open()
    const { entryTerms } = tables
    await expect(writeMany(({ bulk }) => bulk(entryTerms, [...terms(1, 50), ...terms(1, 1)]))).rejects.toThrow()
    await expect(
      writeMany(async ({ bulk }) => {
        await bulk(entryTerms, terms(1, 50))
        throw new Error('changed its mind')
      }),
    ).rejects.toThrow('changed its mind')
    expect(await read.$count(entryTerms)).toBe(0)
    await writeMany(({ bulk }) => bulk(entryTerms, terms(1, 50)))
    await write(({ bulk }) => bulk(entryTerms, terms(2, 2)))
    expect(await read.$count(entryTerms)).toBe(52)
  })

  it('are on their way together, and one that fails takes none of the others with it', async () => {
    const { writeMany, write, read, tables } = await open()
    const { entryTerms } = tables
    const ends = await Promise.allSettled([
      writeMany(({ bulk }) => bulk(entryTerms, terms(1, 300))),
      writeMany(({ bulk }) => bulk(entryTerms, [...terms(2, 50), ...terms(2, 1)])),
      writeMany(({ bulk }) => bulk(entryTerms, terms(3, 300))),
      writeMany(async ({ bulk, db }) => {
        await bulk(entryTerms, terms(4, 50))
        throw new Error(`${await db.$count(entryTerms)} are no good`)
      }),
      writeMany(({ bulk }) => bulk(entryTerms, terms(5, 300))),
      write(({ bulk }) => bulk(entryTerms, terms(6, 3))),
    ])
    expect(ends.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(await read.$count(entryTerms)).toBe(903)
  })

  it('wait their turn, and others wait for them', async () => {
    const { writeMany, write, read, tables } = await open()
    const { meta } = tables
    const put = (value: string) => [{ key: 'said', value }]
    const last = 'on conflict (key) do update set value = excluded.value' as const
    await Promise.all([
      write(({ bulk }) => bulk(meta, put('first'), last)),
      writeMany(({ bulk }) => bulk(meta, put('second'), last)),
    ])
    await Promise.all([
      writeMany(({ bulk }) => bulk(meta, put('third'), last)),
      write(({ bulk }) => bulk(meta, put('fourth'), last)),
    ])
    const [row] = await read.select().from(meta).where(eq(meta.key, 'said'))
    expect(['third', 'fourth']).toContain(row?.value)
  })
})

describe('Thousands of rows on SQLite', () => {
  it('are written while others read, who see what stood before them', async () => {
    const { writeMany, read, tables, close } = await openSqlite(aFile())
    let over = false
    const writing = writeMany(({ bulk }) => bulk(tables.entryTerms, terms(1, 100_000))).finally(() => {
      over = true
    })
    const seen: number[] = []
    while (!over) {
      seen.push(await read.$count(tables.entryTerms))
      await setTimeout(0)
    }
    await writing
    expect(seen.length).toBeGreaterThan(10)
    expect(new Set(seen.slice(0, -1))).toEqual(new Set([0]))
    expect(await read.$count(tables.entryTerms)).toBe(100_000)
    await close()
  })

  it('end with their process, which waits for nothing but them', () => {
    const open = new URL('../../../../farm/storage/openers/open-sqlite.ts', import.meta.url)
    const tried = `import { openSqlite } from ${JSON.stringify(open.href)}
      const { write, writeMany, close, tables } = await openSqlite(${JSON.stringify(aFile())})
      const rows = (entry) => Array.from({ length: 3000 }, (_, i) => ({ entry, term: 'term:' + i }))
      for (let entry = 1; entry <= 20; entry += 1) {
        await writeMany(({ bulk }) => bulk(tables.entryTerms, rows(entry)))
        await write(async () => undefined)
      }
      await close()
      console.log('closed')`
    const program = aFile().replace('farm.sqlite', 'program.mjs')
    writeFileSync(program, tried)
    const ended = spawnSync(process.execPath, [program], { encoding: 'utf8' })
    expect([ended.status, ended.stdout.trim()], ended.stderr).toEqual([0, 'closed'])
  })

  it('do not count as written by another process; what one writes between them does', async () => {
    const file = aFile()
    const [ours, theirs] = [await openSqlite(file), await openSqlite(file)]
    const before = ours.foreignChanges()
    for (let entry = 1; entry <= 5; entry += 1) {
      await ours.writeMany(({ bulk }) => bulk(ours.tables.entryTerms, terms(entry, 500)))
      await ours.write(({ bulk }) => bulk(ours.tables.entryTerms, terms(entry + 10, 5)))
    }
    expect(ours.foreignChanges()).toBe(before)
    await theirs.write(({ bulk }) => bulk(theirs.tables.entryTerms, terms(100, 1)))
    await ours.writeMany(({ bulk }) => bulk(ours.tables.entryTerms, terms(200, 500)))
    const after = ours.foreignChanges()
    expect(after).not.toBe(before)
    await theirs.writeMany(({ bulk }) => bulk(theirs.tables.entryTerms, terms(300, 500)))
    expect(ours.foreignChanges()).not.toBe(after)
    await ours.close()
    await theirs.close()
  })

  it('are missed by nobody, however two processes take turns', async () => {
    const file = aFile()
    const [ours, theirs] = [await openSqlite(file), await openSqlite(file)]
    let known = ours.foreignChanges()
    let over = false
    const many = (async () => {
      for (let entry = 1; !over; entry += 1)
        await ours.writeMany(({ bulk }) => bulk(ours.tables.entryTerms, terms(entry, 20)))
    })()
    for (let entry = 100_000; entry < 100_010; entry += 1) {
      // In a thread too: here both share one process, which must not stand still while the other waits to go on.
      await theirs.writeMany(({ bulk }) => bulk(theirs.tables.entryTerms, terms(entry, 1)))
      // Ours may be committing: what it holds back it tells once that is over.
      await expect.poll(() => ours.foreignChanges(), { interval: 1 }).not.toBe(known)
      known = ours.foreignChanges()
    }
    over = true
    await many
    await ours.close()
    await theirs.close()
  })
})
