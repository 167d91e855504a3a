import { withoutGuard } from '../model/formula-guard.ts'

/** Text of a cell: trimmed, without the `'` our exports put before what a spreadsheet would run. */
export function clean(cell: string | undefined): string {
  const text = (cell ?? '').trim()
  return text.startsWith("'") ? withoutGuard(text).trim() : text
}
