/** Pictures a site may show; never SVG, which can carry script. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'] as const

/** What the bytes of a file really are, whatever its name pretends; undefined for a kind that is not accepted. */
export function mediaTypeOf(bytes: Uint8Array, name: string): string | undefined {
  const signed = SIGNATURES.find(({ at = 0, start }) => begins(bytes, at, start))
  if (signed)
    return signed.type === ZIP ? packageType(bytes, name) : signed.type === OLE ? oldOffice(name) : signed.type
  return isText(bytes) ? TEXT_TYPES[extensionOf(name)] : undefined
}

/** Whether that media type is a picture a site may show. */
export function isImage(mediaType: string): boolean {
  return IMAGE_TYPES.some((one) => one === mediaType)
}

const ZIP = 'zip'
const OLE = 'ole'

const SIGNATURES: readonly { readonly type: string; readonly start: string; readonly at?: number }[] = [
  { type: 'image/png', start: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', start: '\xff\xd8\xff' },
  { type: 'image/gif', start: 'GIF8' },
  { type: 'image/webp', start: 'WEBP', at: 8 },
  { type: 'image/avif', start: 'ftypavif', at: 4 },
  { type: 'image/avif', start: 'ftypavis', at: 4 },
  { type: 'application/pdf', start: '%PDF-' },
  { type: ZIP, start: 'PK\x03\x04' },
  { type: OLE, start: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
]

const OPEN_XML = 'application/vnd.openxmlformats-officedocument.'
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.'

const PACKAGES: Readonly<Record<string, { readonly type: string; readonly holds: string }>> = {
  docx: { type: `${OPEN_XML}wordprocessingml.document`, holds: 'word/' },
  xlsx: { type: `${OPEN_XML}spreadsheetml.sheet`, holds: 'xl/' },
  pptx: { type: `${OPEN_XML}presentationml.presentation`, holds: 'ppt/' },
  odt: { type: `${OPEN_DOCUMENT}text`, holds: `${OPEN_DOCUMENT}text` },
  ods: { type: `${OPEN_DOCUMENT}spreadsheet`, holds: `${OPEN_DOCUMENT}spreadsheet` },
  odp: { type: `${OPEN_DOCUMENT}presentation`, holds: `${OPEN_DOCUMENT}presentation` },
}

const OLD_OFFICE: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
}

const TEXT_TYPES: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  md: 'text/plain',
  csv: 'text/csv',
  ics: 'text/calendar',
}

function packageType(bytes: Uint8Array, name: string): string | undefined {
  const known = PACKAGES[extensionOf(name)]
  return known && Buffer.from(bytes).includes(known.holds, 0, 'latin1') ? known.type : undefined
}

function oldOffice(name: string): string | undefined {
  return OLD_OFFICE[extensionOf(name)]
}

function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
}

function begins(bytes: Uint8Array, at: number, start: string): boolean {
  return Buffer.from(bytes.subarray(at, at + start.length)).toString('latin1') === start
}

// A text may be in Latin-1: only control characters tell it from other things.
function isText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 4096).every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13)
}
