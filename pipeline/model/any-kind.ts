import { COMMON_FIELDS } from './common-fields.ts'
import { declareServiceType } from './declare.ts'
import type { ServiceType } from './service-type.ts'

/** Stands for entries of several kinds at once, by the fields that are the same in all of them; no entry is of it. */
export const ANY_KIND: ServiceType = anyKind()

function anyKind(): ServiceType {
  const declared = declareServiceType(
    {
      id: 'any',
      path: 'tout',
      label: { fr: 'Fiche', en: 'Entry' },
      plural: { fr: 'Fiches', en: 'Entries' },
      description: { fr: 'Des fiches de toutes sortes', en: 'Entries of every kind' },
      visibility: 'public',
      workflow: 'none',
      lifetime: {},
      presentation: { row: 'plain', facts: [], keyFacts: [], facets: [], icon: 'file' },
      exports: [],
      fields: Object.keys(COMMON_FIELDS).map((name) => ({ name })),
    },
    'any-kind.ts',
  )
  if (!declared.ok) throw new Error(JSON.stringify(declared.problems))
  return declared.value
}
