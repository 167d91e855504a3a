/** Shades of a map from a figure: 0 for none, 1 to 6 in steps that grow with the highest figure. */
export interface HeatScale {
  level(count: number): number
  /** The shades in use beside none, with the lowest and the highest figure of each. */
  readonly steps: readonly { readonly level: number; readonly from: number; readonly to: number }[]
}

const SHADES = 6

/** The scale of these figures: each step is as many times wider than the last, so that small figures do not all look alike. */
export function heatScale(counts: readonly number[]): HeatScale {
  const most = counts.reduce((a, b) => Math.max(a, b), 0)
  const starts = most <= SHADES ? range(most).map((i) => i + 1) : geometric(most)
  const level = (count: number) => starts.filter((start) => start <= count).length
  const steps = starts.map((from, i) => ({ level: i + 1, from, to: (starts[i + 1] ?? most + 1) - 1 }))
  return { level, steps }
}

function geometric(most: number): number[] {
  const starts: number[] = []
  for (const i of range(SHADES)) starts.push(Math.max((starts.at(-1) ?? 0) + 1, Math.round(most ** (i / SHADES))))
  return starts
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i)
}
