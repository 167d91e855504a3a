import { hash } from 'node:crypto'
import about from '../../../package.json' with { type: 'json' }
import type { Memory } from '../../memory.ts'

/**
 * The ETag of a list drawn from these parts (RFC 9110 §8.8.3): another also where what draws it was edited, or the declarations, the words
 * of themes and places or the network it is drawn by.
 */
export function listEtag(
  { stamp, declarations }: Pick<Memory, 'stamp' | 'declarations'>,
  parts: readonly string[],
): string {
  return `W/"${hash('sha1', [edition, declaredAs(declarations), stamp, ...parts].join(' '), 'base64url')}"`
}

const edition = import.meta.env.FARM_EDITION ?? about.version
const known = new WeakMap<Memory['declarations'], string>()

function declaredAs(declarations: Memory['declarations']): string {
  return known.getOrInsertComputed(declarations, ({ serviceTypes }) =>
    hash('sha1', JSON.stringify([...serviceTypes.values()]), 'base64url'),
  )
}
