import { linkedNode, linkedScript } from '../../../exports/linked-node.ts'
import type { Visit } from '../visit.ts'
import { exportedEntry } from './exported-entry.ts'
import { enclosuresOf, type Picked } from './exported-files.ts'
import { termLabels } from './exported-list.ts'

/** An entry as search engines read it in its page (schema.org, JSON-LD), ready for a script of data; undefined for a kind without one. */
export async function entryNode(visit: Visit, picked: Picked): Promise<string | undefined> {
  if (picked.serviceType.standards['json-ld'] === undefined) return undefined
  const [enclosures = []] = await enclosuresOf(visit, [picked])
  const entry = exportedEntry(visit, { ...picked, enclosures })
  const node = linkedNode(entry, { language: visit.language, termLabel: termLabels(visit) })
  return node && linkedScript(node)
}
