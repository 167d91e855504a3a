import { KEY_OPERATIONS } from './about-key.ts'
import { IMPORT_OPERATIONS } from './imports.ts'
import type { Operation } from './operation.ts'
import { ENTRY_OPERATIONS } from './read-entries.ts'
import { SITE_OPERATIONS } from './read-sites.ts'
import { VOCABULARY_OPERATIONS } from './read-vocabularies.ts'
import { SUBMISSION_OPERATIONS } from './submissions.ts'

/** The operations by what they are about. */
export const OPERATION_GROUPS: readonly {
  readonly tag: string
  readonly about: string
  readonly operations: readonly Operation[]
}[] = [
  { tag: 'Sites', about: 'Sites and their sections.', operations: SITE_OPERATIONS },
  { tag: 'Entries', about: 'What a section shows, and what changed in it.', operations: ENTRY_OPERATIONS },
  { tag: 'Vocabularies', about: 'Kinds of entries, themes, territories.', operations: VOCABULARY_OPERATIONS },
  { tag: 'Submissions', about: 'What you bring, one by one.', operations: SUBMISSION_OPERATIONS },
  { tag: 'Imports', about: 'What you bring as whole files.', operations: IMPORT_OPERATIONS },
  { tag: 'Key', about: 'What your key permits, and why an entry is where it is.', operations: KEY_OPERATIONS },
  { tag: 'Webhooks', about: 'What is sent to you.', operations: [] },
]

/** All that the API does: what is not here is not answered, and nothing else is described. */
export const OPERATIONS: readonly Operation[] = OPERATION_GROUPS.flatMap(({ operations }) => operations)
