import { cleanLine } from './clean.ts'

/** A file name safe on any disk and in any header: no path, control, reserved or bidi character, no leading dot, at most 120 characters. */
export function fileName(written: string): string {
  const last =
    cleanLine(written.slice(-1000))
      .replace(/[\\/]+$/, '')
      .split(/[\\/]/)
      .at(-1) ?? ''
  const safe = last.replace(/[<>:"|?*%\p{Cc}\p{Cf}]+/gu, '_').replace(/^[.\s]+|[.\s]+$/g, '')
  const short = shortened(safe)
  if (short === '') return 'document'
  return RESERVED.test(short) ? `_${short}` : short
}

const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
const LONGEST = 120

function shortened(name: string): string {
  if (name.length <= LONGEST) return name
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  return `${name
    .slice(0, LONGEST - extension.length)
    .toWellFormed()
    .replace(/[.\s\ufffd]+$/, '')}${extension}`
}
