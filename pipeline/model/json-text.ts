const written = new WeakMap<object, string>()

/** The JSON of a value nobody changes any more, written once however often it is asked for. */
export function jsonText(value: object): string {
  return written.getOrInsertComputed(value, JSON.stringify)
}

/** That JSON where it was asked for before. */
export function jsonTextKnown(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? written.get(value) : undefined
}
