/**
 * Cells a spreadsheet would run as a formula (OWASP "CSV injection"), and cells that only look guarded already:
 * writing puts one more `'` before both kinds, so that reading can always take exactly one away.
 */
export const FORMULA_START = /^'*[=+\-@\t\r\n]/

/** A cell as first written: takes away the `'` that kept a spreadsheet from running it, and nothing else. */
export function withoutGuard(cell: string): string {
  return cell.startsWith("'") && FORMULA_START.test(cell) ? cell.slice(1) : cell
}
