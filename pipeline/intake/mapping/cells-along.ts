import { isObject } from './columns-of.ts'
import type { Cell } from './raw-table.ts'

/**
 * What stands at a path (`contrat/type`, `@id`) of an element or an object: its text, or its texts where it, or what holds it, is repeated.
 */
export function cellsAlong(value: unknown, path: string): Cell {
  const found: string[] = []
  gather(value, path.split('/'), found)
  return found.length === 1 ? (found[0] ?? '') : found
}

const MOST_TEXTS = 500

function gather(value: unknown, [name, ...rest]: readonly string[], found: string[]): void {
  if (found.length >= MOST_TEXTS) return
  if (Array.isArray(value)) {
    for (const item of value) gather(item, name === undefined ? [] : [name, ...rest], found)
    return
  }
  if (name !== undefined) {
    if (isObject(value) && Object.hasOwn(value, name)) gather(value[name], rest, found)
    return
  }
  const text = textOf(value)
  if (text !== '') found.push(text)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  // An element with attributes, or with others in it, keeps its own text apart.
  return isObject(value) ? textOf(value['#text']) : ''
}
