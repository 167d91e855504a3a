import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findFile, keepFile, MAX_FILE_BYTES, readKeptBytes } from '../../../farm/library/files.ts'
import { describeOnBoth } from '../../databases.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(40)])
const about = { organisation: 'nievre', person: 7, wanted: 'document' } as const

describeOnBoth('Keeping files', (open) => {
  async function room() {
    const files = mkdtempSync(join(tmpdir(), 'terroir-files-'))
    folders.push(files)
    return { storage: await open(), files, now: () => 1_000 }
  }

  it('keeps the same bytes once, under their digest, with a name safe to save under', async () => {
    const house = await room()
    const first = await keepFile(house, { ...about, wanted: 'image', name: '../../etc/pass\u202egnp.png', bytes: PNG })
    const again = await keepFile(house, { ...about, name: 'copie.png', bytes: PNG })
    if (!first.ok || !again.ok) throw new Error('refused')
    expect(first.value.id).toBe(again.value.id)
    expect(first.value).toMatchObject({ mediaType: 'image/png', size: PNG.byteLength, organisation: 'nievre' })
    expect(first.value.name).not.toMatch(/[/\\\u202e]|\.\./)
    expect(readdirSync(join(house.files, first.value.id.slice(0, 2)))).toEqual([first.value.id])
    expect(await findFile(house, first.value.id)).toMatchObject({ person: 7, createdAt: 1_000 })
    expect(await readKeptBytes(house, first.value)).toEqual(PNG)
  })

  it('believes the bytes, never the name', async () => {
    const house = await room()
    const refused = async (name: string, bytes: Uint8Array, wanted: 'image' | 'document' = 'document') => {
      const kept = await keepFile(house, { ...about, wanted, name, bytes })
      return kept.ok ? kept.value.mediaType : kept.problems[0]?.code
    }
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    expect(await refused('dessin.svg', svg, 'image')).toBe('not-an-image')
    expect(await refused('dessin.png', svg, 'image')).toBe('not-an-image')
    expect(await refused('page.html', Buffer.from('<script>alert(1)</script>'))).toBe('file-type-refused')
    expect(await refused('outil.pdf', Buffer.from('MZ\x90\x00'))).toBe('file-type-refused')
    expect(await refused('archive.docx', Buffer.from('PK\x03\x04 something else'))).toBe('file-type-refused')
    expect(await refused('vide.pdf', Buffer.alloc(0))).toBe('empty-file')
    expect(await refused('gros.pdf', Buffer.alloc(MAX_FILE_BYTES + 1))).toBe('file-too-big')
    expect(await refused('note.pdf', Buffer.from('%PDF-1.7 …'))).toBe('application/pdf')
    expect(await refused('liste.csv', Buffer.from('a;b\né;c', 'latin1'))).toBe('text/csv')
    expect(await refused('lettre.docx', Buffer.from('PK\x03\x04 … word/document.xml'))).toContain('wordprocessingml')
  })

  it('never reads outside its folder', async () => {
    const house = await room()
    expect(() => readKeptBytes(house, { id: '../../etc/passwd' })).toThrow()
  })
})
