import type { ExportedList } from './exported.ts'
import { linkedNode } from './linked-node.ts'

/** A schema.org list of the entries (JSON-LD 1.1), each as what its kind declares it is. */
export async function* writeJsonLd(list: ExportedList): AsyncGenerator<string> {
  yield `${JSON.stringify(head(list)).slice(0, -1)},"itemListElement":[`
  let position = 1
  for await (const entry of list.entries) {
    const item = linkedNode(entry, list)
    if (item === undefined) continue
    yield (position === 1 ? '\n' : ',\n') + JSON.stringify({ '@type': 'ListItem', position, item })
    position += 1
  }
  yield '\n]}\n'
}

function head({ title, description, link, self }: ExportedList): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'ItemList',
    '@id': self,
    name: title,
    description: description || undefined,
    url: link,
    itemListOrder: 'https://schema.org/ItemListUnordered',
  }
}
