import { KEY_OPERATIONS } from './about-key.ts'
import { IMPORT_OPERATIONS } from './imports.ts'
import type { Operation } from './operation.ts'
import { ENTRY_OPERATIONS } from './read-entries.ts'
import { SITE_OPERATIONS } from './read-sites.ts'
import { VOCABULARY_OPERATIONS } from './read-vocabularies.ts'
import { SUBMISSION_OPERATIONS } from './submissions.ts'

/** All that the API does: what is not here is not answered, and nothing else is described. */
export const OPERATIONS: readonly Operation[] = [
  ...SITE_OPERATIONS,
  ...ENTRY_OPERATIONS,
  ...VOCABULARY_OPERATIONS,
  ...SUBMISSION_OPERATIONS,
  ...IMPORT_OPERATIONS,
  ...KEY_OPERATIONS,
]
