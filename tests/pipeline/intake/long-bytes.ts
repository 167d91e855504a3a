import type { ByteSource } from '../../../pipeline/intake/byte-source.ts'

/** Bytes made up as they are read: texts in order, each as often as it says. Asking for more than a megabyte at once throws. */
export function longBytes(...texts: readonly (readonly [text: string, times: number])[]): ByteSource {
  let end = 0
  const stretches = texts.map(([text, times]) => {
    const unit = Buffer.from(text)
    const block = Buffer.alloc(unit.length * Math.max(1, Math.ceil(MOST / unit.length) + 1), unit)
    const from = end
    end += unit.length * times
    return { from, to: end, size: unit.length, block }
  })
  const length = end
  const part = (from: number, asked: number) => {
    const to = Math.min(asked, length)
    if (to - from > MOST) throw new Error('read as a whole')
    const met = stretches.filter((one) => one.from < to && one.to > from)
    return Buffer.concat(
      met.map((one) => {
        const start = Math.max(from, one.from)
        const at = (start - one.from) % one.size
        return one.block.subarray(at, at + Math.min(to, one.to) - start)
      }),
    )
  }
  return { length, part }
}

const MOST = 1_000_000
