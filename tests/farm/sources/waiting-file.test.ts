import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepWaiting, lookIntoWaiting, readWaiting } from '../../../farm/sources/waiting-file.ts'
import { partsOf, wholeBytes } from '../../../pipeline/intake/byte-source.ts'

describe('A file that waits for what is said of it', () => {
  let files: string
  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'waiting-'))
  })
  afterAll(() => rm(files, { recursive: true, force: true }))

  it('is written part by part, never held as a whole, and looked into at any place', async () => {
    const line = Buffer.from('Forum des métiers;58000 Nevers\n')
    const length = line.byteLength * 50_000
    let most = 0
    const part = (from: number, to: number) => {
      most = Math.max(most, Math.min(to, length) - from)
      return Buffer.from(
        Array.from({ length: Math.min(to, length) - from }, (_, i) => line[(from + i) % line.byteLength] ?? 0),
      )
    }
    const id = await keepWaiting(files, { length, part })
    expect(most).toBeLessThanOrEqual(262_144)
    const found = await lookIntoWaiting(files, id)
    if (!found) throw new Error('gone')
    expect(found.length).toBe(length)
    expect(Buffer.from(found.part(line.byteLength * 7, line.byteLength * 8))).toEqual(line)
    expect(found.part(length - 3, length + 100)).toHaveLength(3)
    expect(found.part(length + 5, length + 9)).toHaveLength(0)
    expect([...partsOf(found, 100_000)].reduce((sum, one) => sum + one.byteLength, 0)).toBe(length)
    expect(Buffer.compare(wholeBytes(found), (await readWaiting(files, id)) ?? Buffer.alloc(0))).toBe(0)
  })

  it('leaves nothing behind where it could not be read to its end, and leads nowhere else by its name', async () => {
    const broken = {
      length: 10,
      part: () => {
        throw new Error('disk')
      },
    }
    const before = await readdir(join(files, 'imports'))
    await expect(keepWaiting(files, broken)).rejects.toThrow('disk')
    expect(await readdir(join(files, 'imports'))).toEqual(before)
    for (const name of ['', '../../etc/passwd', 'f'.repeat(64)])
      expect(await lookIntoWaiting(files, name)).toBeUndefined()
  })
})
