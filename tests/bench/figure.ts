/** One line of the bench's table. */
export interface Figure {
  readonly name: string
  readonly measured: number
  readonly unit: 'ms' | 'MB' | '×' | ''
  /** What the house asks of it; a figure without a bar is told for the record. */
  readonly bar?: { readonly atLeast: number } | { readonly atMost: number }
  /** How it was measured, in a few words. */
  readonly note?: string
}

/** Whether a figure keeps its bar; null without one. */
export function holds({ measured, bar }: Figure): boolean | null {
  if (!bar) return null
  return 'atLeast' in bar ? measured >= bar.atLeast : measured <= bar.atMost
}

/** Hands figures to the run, or prints them when the bench runs by itself. */
export function tell(...figures: readonly Figure[]): void {
  if (process.send) process.send(figures)
  else console.log(table(figures))
}

/** The figures as a table. */
export function table(figures: readonly Figure[]): string {
  const cells = figures.map((figure) => [
    figure.name,
    written(figure.measured, figure.unit),
    barOf(figure),
    { true: 'holds', false: 'MISSES', null: '' }[`${holds(figure)}`],
    figure.note ?? '',
  ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 1 || i === 2 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ')
  return cells.map((row) => line(row).trimEnd()).join('\n')
}

/** The value at that share of the sorted values: 0.5 for the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function barOf({ bar, unit }: Figure): string {
  if (!bar) return ''
  return 'atLeast' in bar ? `≥ ${written(bar.atLeast, unit)}` : `≤ ${written(bar.atMost, unit)}`
}

function written(value: number, unit: Figure['unit']): string {
  const figures = Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(2)
  return unit === '' ? figures : `${figures} ${unit}`
}
