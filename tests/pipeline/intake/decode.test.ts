import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decode } from '../../../pipeline/intake/decode.ts'

const FRENCH = 'L’été à Nœux – 12 €'

function read(bytes: Uint8Array, mediaType?: string) {
  const result = decode(bytes, mediaType)
  if (!result.ok) return result.problems[0]?.code
  return { ...result.value, warnings: result.value.warnings.map(({ code }) => code) }
}

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8')
}

describe('decoding', () => {
  it('lets the byte order mark win over the declaration, and says so', () => {
    const bytes = utf8(`\uFEFF<?xml version="1.0" encoding="iso-8859-1"?><a>${FRENCH}</a>`)
    expect(read(bytes)).toMatchObject({ encoding: 'utf-8', warnings: ['wrong-declared-encoding'] })
    expect(read(bytes)).toMatchObject({ text: expect.stringMatching(/^<\?xml.*L’été à Nœux/) })
  })

  it('reads what claims to be ISO-8859-1 as windows-1252, so that ’ and œ are not lost', () => {
    const bytes = iconv.encode(`<?xml version="1.0" encoding="ISO-8859-1"?><a>${FRENCH}</a>`, 'windows-1252')
    expect(read(bytes)).toMatchObject({ text: expect.stringContaining(FRENCH), warnings: [] })
  })

  it('believes the XML declaration before the content-type', () => {
    const bytes = iconv.encode('<?xml version="1.0"\nencoding="iso-8859-15"?><a>cœur</a>', 'iso-8859-15')
    expect(read(bytes, 'text/xml; charset=utf-8')).toMatchObject({ text: expect.stringContaining('cœur') })
  })

  it('uses the charset of the content-type when the file says nothing', () => {
    const bytes = iconv.encode('nom;ville\nÉlan;Čáslav', 'iso-8859-2')
    expect(read(bytes, 'text/csv; charset="ISO-8859-2"')).toMatchObject({ text: expect.stringContaining('Čáslav') })
  })

  it('guesses windows-1252 for the CSV of a French Excel', () => {
    const bytes = iconv.encode(`titre;prix\n${FRENCH};12 €`, 'windows-1252')
    expect(read(bytes)).toMatchObject({ encoding: 'windows-1252', text: expect.stringContaining(FRENCH), warnings: [] })
  })

  it('falls back to windows-1252 with a warning when declared UTF-8 is not', () => {
    const bytes = iconv.encode(`<?xml version="1.0" encoding="UTF-8"?><a>${FRENCH}</a>`, 'windows-1252')
    expect(read(bytes)).toMatchObject({ text: expect.stringContaining(FRENCH), warnings: ['wrong-declared-encoding'] })
  })

  it('recognises UTF-8 behind a declaration of another encoding', () => {
    expect(read(utf8(FRENCH), 'text/csv; charset=iso-8859-1')).toMatchObject({
      text: FRENCH,
      warnings: ['wrong-declared-encoding'],
    })
  })

  it('does not complain of a declaration that plain ASCII cannot contradict', () => {
    expect(read(utf8('a;b'), 'text/csv; charset=iso-8859-1')).toMatchObject({ text: 'a;b', warnings: [] })
  })

  it.each(['utf-16le', 'utf-16be'])('reads %s with and without its mark', (encoding) => {
    const text = 'titre\trésumé\nÉté\tsoleil'
    expect(read(iconv.encode(text, encoding, { addBOM: true }))).toMatchObject({ text, encoding })
    expect(read(iconv.encode(text, encoding, { addBOM: false }))).toMatchObject({ text, encoding })
  })

  it('forgives a file cut in the middle of its last character', () => {
    expect(read(utf8('café crème €').subarray(0, -1))).toMatchObject({ text: 'café crème ', encoding: 'utf-8' })
    expect(read(iconv.encode('un seul café', 'windows-1252'))).toMatchObject({ text: 'un seul café' })
  })

  it('keeps the accents of a UTF-8 file that holds one foreign byte, and counts what is lost', () => {
    const bytes = Buffer.concat([utf8('éàü'.repeat(100)), Buffer.from([0x92])])
    expect(read(bytes)).toMatchObject({ encoding: 'utf-8', warnings: ['damaged-characters'] })
  })

  it('refuses NUL bytes as no text at all', () => {
    expect(read(utf8('titre;résumé\0\n'))).toBe('binary-file')
    expect(read(new Uint8Array(500))).toBe('binary-file')
  })
})
