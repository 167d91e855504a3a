import type { Source } from '../../storage/source-store.ts'
import type { Tone } from '../components/shapes.ts'
import type { Words } from '../words/words.ts'

/** The meaning of a source's state. */
export const SOURCE_TONES: Readonly<Record<Source['state'], Tone>> = {
  active: 'good',
  paused: 'info',
  troubled: 'stop',
}

/** What the last reading of a source gave, in a sentence. */
export function sourceStatus({ lastStatus, failures }: Source, words: Words): string {
  if (lastStatus === null) return words('form.sources.never')
  const [code = '', figure = ''] = lastStatus.split(' ')
  const key = `form.sources.status.${code}`
  if (words.has(key)) return words(key, { address: figure })
  const params = { status: figure, max: figure, expected: figure, found: figure, feed: figure, value: figure }
  const trouble = words.problem({ code, params })
  return failures > 1 ? `${trouble} ${words('form.sources.failures', { count: failures })}` : trouble
}
