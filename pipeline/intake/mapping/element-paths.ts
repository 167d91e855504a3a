import { localName, type Tag, tags } from '../tags.ts'

/** How often an element comes in a document, by its path from the root without prefixes: `offers/offer`. */
export interface PathCount {
  readonly path: string
  /** The root is at 0. */
  readonly depth: number
  readonly count: number
  /** It comes several times within one parent. */
  readonly repeats: boolean
  readonly hasChildren: boolean
  /** How many names its children have. */
  readonly children: number
}

/** Counts the elements of a well-formed document by their paths, in the order they are met; the first 2,000 paths are followed. */
export function elementCounts(text: string): readonly PathCount[] {
  const counts = new Map<string, Counted>()
  const open: { readonly path: string; readonly within: Map<string, number> }[] = []
  for (const tag of tags(text)) {
    if (tag.kind === 'close') open.pop()
    if (tag.kind !== 'open' && tag.kind !== 'empty') continue
    const parent = open.at(-1)
    const name = withoutPrefix(tag)
    const path = parent === undefined ? name : `${parent.path}/${name}`
    const counted = note(counts, { path, depth: open.length })
    if (counted !== undefined && parent !== undefined) {
      const times = (parent.within.get(name) ?? 0) + 1
      parent.within.set(name, times)
      counted.repeats ||= times > 1
      counts.get(parent.path)?.children.add(name)
    }
    if (tag.kind === 'open') open.push({ path, within: new Map() })
  }
  return [...counts.values()].map(({ children, ...one }) => ({
    ...one,
    hasChildren: children.size > 0,
    children: children.size,
  }))
}

const MOST_PATHS = 2000

interface Counted {
  readonly path: string
  readonly depth: number
  count: number
  repeats: boolean
  readonly children: Set<string>
}

function note(counts: Map<string, Counted>, { path, depth }: Pick<Counted, 'path' | 'depth'>): Counted | undefined {
  const known = counts.get(path)
  if (known === undefined && counts.size >= MOST_PATHS) return undefined
  const counted = known ?? { path, depth, count: 0, repeats: false, children: new Set<string>() }
  counted.count += 1
  counts.set(path, counted)
  return counted
}

/** The pieces of a well-formed document that stand at a path, each to be parsed alone. */
export function* recordSlices(text: string, path: string): Generator<string> {
  const names = path.trim().toLowerCase().split('/')
  const open: string[] = []
  let start: number | undefined
  for (const tag of tags(text)) {
    const starts = tag.kind === 'open' || tag.kind === 'empty'
    if (starts && start === undefined && stands(open, tag, names)) {
      if (tag.kind === 'empty') yield text.slice(tag.start, tag.end)
      else start = tag.start
    }
    if (tag.kind === 'open') open.push(localName(tag.name))
    if (tag.kind !== 'close') continue
    open.pop()
    if (start === undefined || open.length !== names.length - 1) continue
    yield text.slice(start, tag.end)
    start = undefined
  }
}

function stands(open: readonly string[], tag: Tag, names: readonly string[]): boolean {
  if (open.length !== names.length - 1 || localName(tag.name) !== names.at(-1)) return false
  return open.every((name, depth) => name === names[depth])
}

function withoutPrefix({ name }: Tag): string {
  return name.slice(name.indexOf(':') + 1)
}
