import type { Values } from './model/entry.ts'
import { searchWords } from './model/search-words.ts'
import type { ServiceType } from './model/service-type.ts'
import { stems } from './model/stems.ts'
import type { Changes, Knowledge } from './ports.ts'
import { termsOf } from './terms.ts'

/** What lists filter by and what search finds of a live entry, by the trees as they are now. */
export function describe(
  { entry, values }: { readonly entry: { readonly id: number }; readonly values: Values },
  { serviceType, knowledge, now }: { serviceType: ServiceType; knowledge: Knowledge; now: number },
): Pick<Changes, 'terms' | 'searchable'> {
  const { gazetteer, thesaurus } = knowledge
  const { title, text } = searchWords({ serviceType, values, context: { gazetteer, thesaurus, now } })
  return {
    terms: [{ entry: entry.id, terms: termsOf(serviceType, values, knowledge) }],
    searchable: [{ entry: entry.id, title: stems(title).join(' '), words: stems(text).join(' ') }],
  }
}
