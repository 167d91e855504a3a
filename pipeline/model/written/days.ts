/** Days of the week as stored. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** One of the days of the week. */
export type Day = (typeof DAYS)[number]
