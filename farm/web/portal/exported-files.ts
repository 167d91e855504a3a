import { extname } from 'node:path'
import type { Enclosure } from '../../../exports/exported.ts'
import type { Entry, Values } from '../../../pipeline/model/entry.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { isList, storedPart } from '../../../pipeline/model/written/parts.ts'
import { findFiles } from '../../library/files.ts'
import type { Visit } from '../visit.ts'

/** An entry chosen to leave, as its section shows it. */
export interface Picked {
  readonly entry: Entry
  readonly values: Values
  readonly serviceType: ServiceType
  /** Address of its page. */
  readonly link: string
}

/** The pictures and files of several entries, in their order, pictures first; what the farm keeps is looked up in one statement. */
export async function enclosuresOf(
  { farm, origin, readerKey }: Pick<Visit, 'farm' | 'origin' | 'readerKey'>,
  picked: readonly Picked[],
): Promise<readonly (readonly Enclosure[])[]> {
  const carried = picked.map(carriedBy)
  const kept = await findFiles(
    farm,
    carried.flat().flatMap(({ file }) => (isKept(file) ? [file] : [])),
  )
  const key = readerKey === undefined ? '' : `?key=${readerKey}`
  return carried.map((files) =>
    files.flatMap(({ file, title }): Enclosure[] => {
      const known = kept.get(file)
      if (known)
        return [{ file, url: `${origin}/files/${file}${key}`, mediaType: known.mediaType, size: known.size, title }]
      const url = isKept(file) ? null : URL.parse(file)
      return url?.protocol === 'https:' ? [{ file, url: url.href, mediaType: typeOfName(url.pathname), title }] : []
    }),
  )
}

interface Carried {
  readonly file: string
  readonly title: string
}

function carriedBy({ serviceType, values }: Picked): readonly Carried[] {
  const fields = serviceType.fields.filter(({ type, confidential }) => !confidential && TITLES[type] !== undefined)
  const sorted = fields.toSorted((a, b) => Number(b.type === 'image') - Number(a.type === 'image'))
  return sorted.flatMap(({ name, type }) => {
    const value = values[name]
    if (value === undefined || value === null) return []
    return (isList(value) ? value : [value]).flatMap((one) => {
      const title = (TITLES[type] ?? []).map((part) => storedPart(one, part)).find((text) => text !== '')
      return [{ file: storedPart(one, 'file'), title: title ?? '' }]
    })
  })
}

const TITLES: Readonly<Record<string, readonly string[]>> = { image: ['alt'], file: ['label', 'name'] }

function isKept(file: string): boolean {
  return /^[0-9a-f]{64}$/.test(file)
}

function typeOfName(path: string): string {
  return TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream'
}

const TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.webp': 'image/webp',
}
