import { crc32 } from 'node:zlib'
import type { ZipEntry } from './unzip.ts'

/** A zip archive of these files, not compressed: what is read again is only what was looked at. */
export function storeZip(entries: readonly ZipEntry[]): Buffer {
  const pieces: Uint8Array[] = []
  const listed: Uint8Array[] = []
  let offset = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const about = header(entry, name.length)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), about, name, entry.bytes])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    listed.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), about, place, name]))
    pieces.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(listed)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, directory, end])
}

// What the two headers of a file share: version, flags, method, time, sum, sizes, lengths.
function header({ bytes }: ZipEntry, nameLength: number): Buffer {
  const about = Buffer.alloc(26)
  about.writeUInt16LE(20, 0)
  about.writeUInt16LE(0x0800, 2)
  about.writeUInt32LE(crc32(bytes), 10)
  about.writeUInt32LE(bytes.length, 14)
  about.writeUInt32LE(bytes.length, 18)
  about.writeUInt16LE(nameLength, 22)
  return about
}
