/**
 * An expected failure as a value: a stable code, where it happened, and the figures its sentence needs.
 * Words for each code stand in the interface catalogues; the HTTP status of each in `farm/web/status.ts`.
 */
export interface Problem {
  /** Stable kebab-case code, e.g. `required`, `unknown-commune`, `stale-version`. */
  readonly code: string
  /** Name of the field concerned (dotted for a part: `address.postcode`). */
  readonly field?: string
  /** 1-based line of the file, or position of the item in a feed or XML document. */
  readonly line?: number
  /** Figures and names quoted in the sentence, such as `{ max: 300 }` or `{ value: 'Nevres' }`. */
  readonly params?: Readonly<Record<string, string | number>>
}

/** Either a value, or the problems that prevented it. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** A successful result. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** A failed result made of one or several problems. */
export function fail(...problems: Problem[]): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems }
}
