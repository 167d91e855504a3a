import type { Tone } from './shapes.ts'

/** The icon each meaning always wears, so that colour is never alone to tell it. */
export const TONE_ICONS: Readonly<Record<Tone, string>> = {
  wait: 'clock',
  good: 'circle-check',
  stop: 'octagon-alert',
  info: 'info',
}
