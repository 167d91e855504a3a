import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFileBytes } from '../../../farm/batches/file-bytes.ts'
import { keepInput, openInput } from '../../../farm/batches/kept-input.ts'
import { isDamage } from '../../../farm/batches/packed-file.ts'
import { wholeBytes } from '../../../pipeline/intake/byte-source.ts'

let files: string
beforeEach(async () => {
  files = await mkdtemp(join(tmpdir(), 'terroir-'))
})
afterEach(() => rm(files, { recursive: true, force: true }))

const CSV = Buffer.from(`title;town\n${'Maçon;Nevers\n'.repeat(60_000)}`)

async function keptPath(id: string): Promise<string> {
  return join(files, 'imports', `${id}.zst`)
}

describe('What came in', () => {
  it('is kept compressed, once, and read again as it came', async () => {
    await writeFile(join(files, 'source.csv'), CSV)
    const file = await openFileBytes(join(files, 'source.csv'))
    const [first, second] = [await keepInput(files, file), await keepInput(files, CSV)]
    await file.close()
    expect(second).toBe(first)
    const opened = await openInput(files, first)
    if (!opened.ok) throw new Error('gone')
    expect(opened.value.length).toBe(CSV.length)
    expect(Buffer.from(opened.value.part(600_000, 600_040))).toEqual(CSV.subarray(600_000, 600_040))
    expect(Buffer.from(wholeBytes(opened.value)).equals(CSV)).toBe(true)
    await opened.value.close()
    expect(await readdir(join(files, 'imports'))).toEqual([`${first}.zst`])
  })

  it('says so where it was overwritten in the middle', async () => {
    const id = await keepInput(files, CSV)
    const path = await keptPath(id)
    const packed = await readFile(path)
    await writeFile(path, Buffer.concat([packed.subarray(0, 60), Buffer.alloc(8, 1), packed.subarray(68)]))
    const opened = await openInput(files, id)
    if (!opened.ok) throw new Error('gone')
    const { value } = opened
    expect(damageOf(() => value.part(0, value.length))).toBe(true)
    await value.close()
  })

  it.each(['cut short', 'without its end', 'emptied'])(
    'is gone when the disk has it %s, and can be sent again',
    async (how) => {
      const id = await keepInput(files, CSV)
      const path = await keptPath(id)
      const packed = await readFile(path)
      const kept = { 'cut short': packed.length / 2, 'without its end': packed.length - 1, emptied: 0 }[how]
      await writeFile(path, packed.subarray(0, kept))
      expect(await openInput(files, id)).toMatchObject({ problems: [{ code: 'input-gone' }] })
      expect(await keepInput(files, CSV)).toBe(id)
      const again = await openInput(files, id)
      expect(again.ok && again.value.length).toBe(CSV.length)
      if (again.ok) await again.value.close()
    },
  )
})

function damageOf(read: () => unknown): boolean {
  try {
    read()
    return false
  } catch (error) {
    return isDamage(error)
  }
}
