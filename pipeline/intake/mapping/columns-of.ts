/** Whether a value is an object with members. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The paths at which elements or objects hold something, in the order they are met: `titre`, `contrat/type`, `@id`; a thousand at most. */
export function columnsOf(values: Iterable<unknown>): readonly string[] {
  const paths = new Map<string, true>()
  for (const value of values) note(value, '', paths)
  return [...paths.keys()]
}

const MOST_PATHS = 1000

function note(value: unknown, path: string, paths: Map<string, true>): void {
  if (paths.size >= MOST_PATHS) return
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 50)) note(item, path, paths)
    return
  }
  if (!isObject(value)) {
    if (path !== '') paths.set(path, true)
    return
  }
  for (const [name, member] of Object.entries(value)) {
    // Its own text stands for an element that holds others too.
    if (name === '#text') {
      if (path !== '' && String(member).trim() !== '') paths.set(path, true)
    } else if (!name.includes('/')) note(member, path === '' ? name : `${path}/${name}`, paths)
  }
}
