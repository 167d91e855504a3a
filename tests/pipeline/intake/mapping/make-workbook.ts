import { crc32, deflateRawSync } from 'node:zlib'

/** A workbook of Excel written by hand: sheets by name, as rows of XML cells or plain texts; `extra` adds or replaces files of the archive. */
export function makeWorkbook(
  sheets: Readonly<Record<string, string | readonly (readonly (string | number)[])[]>>,
  extra: Readonly<Record<string, string | Uint8Array>> = {},
): Uint8Array {
  const names = Object.keys(sheets)
  const relations = names.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  const listed = names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
  const files: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': `${PROLOG}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    'xl/workbook.xml': `${PROLOG}<workbook ${MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${PROLOG}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${PROLOG}<styleSheet ${MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
  }
  for (const [i, name] of names.entries()) {
    const rows = sheets[name] ?? []
    const data = typeof rows === 'string' ? rows : rows.map((cells, at) => rowXml(cells, at + 1)).join('')
    files[`xl/worksheets/sheet${i + 1}.xml`] = `${PROLOG}<worksheet ${MAIN}><sheetData>${data}</sheetData></worksheet>`
  }
  return zipOf({ ...files, ...extra })
}

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>'
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

function rowXml(cells: readonly (string | number)[], row: number): string {
  const xml = cells.map((cell, i) => {
    const at = `${String.fromCharCode(65 + i)}${row}`
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
    return cell.startsWith('<c')
      ? cell.replace('<c', `<c r="${at}"`)
      : `<c r="${at}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
  })
  return `<row r="${row}">${xml.join('')}</row>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** A zip archive of these files. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const locals: Buffer[] = []
  const listed: Buffer[] = []
  let offset = 0
  for (const [path, content] of Object.entries(files)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(8, 4)
    about.writeUInt32LE(crc32(bytes), 10)
    about.writeUInt32LE(packed.length, 14)
    about.writeUInt32LE(bytes.length, 18)
    about.writeUInt16LE(Buffer.byteLength(path), 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), about, Buffer.from(path), packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    listed.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), about, place, Buffer.from(path)]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(listed)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(listed.length, 8)
  end.writeUInt16LE(listed.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}
