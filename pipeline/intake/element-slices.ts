import { localName, tags } from './tags.ts'

/**
 * Pieces of a well-formed document, one per element that is wanted by its local name and its depth (the root is at 0), so that
 * each can be parsed alone.
 */
export function* elementSlices(text: string, wanted: (name: string, depth: number) => boolean): Generator<string> {
  let depth = 0
  let open: { readonly start: number; readonly depth: number } | undefined
  for (const tag of tags(text)) {
    if (tag.kind === 'close') depth -= 1
    if (tag.kind === 'close' && open?.depth === depth) {
      yield text.slice(open.start, tag.end)
      open = undefined
    }
    if (tag.kind === 'open' || tag.kind === 'empty') {
      const found = open === undefined && wanted(localName(tag.name), depth)
      if (found && tag.kind === 'empty') yield text.slice(tag.start, tag.end)
      if (found && tag.kind === 'open') open = { start: tag.start, depth }
    }
    if (tag.kind === 'open') depth += 1
  }
}
