import type { Values } from '../../../pipeline/model/entry.ts'
import type { StoredValue } from '../../../pipeline/model/field-types/field-type.ts'
import { isList, storedPart } from '../../../pipeline/model/written/parts.ts'
import type { Changes } from '../../../pipeline/ports.ts'
import type { Writer } from '../storage.ts'
import type { Tables } from '../tables/tables.ts'

/** The revision that stands for what a site put in the place of an entry's own. */
export const BROUGHT_HERE = 0

/** Notes, within the transaction of a step, which kept files its revisions and touches carry. */
export async function writeFileUses(
  { fileUses }: Tables,
  writer: Writer,
  { revisions, touches }: Pick<Changes, 'revisions' | 'touches'>,
): Promise<void> {
  const own = revisions.flatMap(({ id, entry, values }) =>
    filesIn(values).map((file) => ({ file, entry, revision: id })),
  )
  const brought = touches.flatMap(({ entry, fields }) =>
    Object.values(fields)
      .flatMap(({ value }) => filesOf(value))
      .map((file) => ({ file, entry, revision: BROUGHT_HERE })),
  )
  if (own.length + brought.length > 0) await writer.bulk(fileUses, [...own, ...brought], 'keep')
}

// Most entries have no file: a loop without a list of its own, for imports pass here by the thousand.
function filesIn(values: Values): readonly string[] {
  let found = NONE
  for (const name in values) {
    const value = values[name]
    if (isList(value) ? value.some(isFile) : isFile(value ?? null)) found = found.concat(filesOf(value ?? null))
  }
  return found
}

function isFile(value: StoredValue): boolean {
  return typeof value === 'object' && storedPart(value, 'file') !== ''
}

const NONE: readonly string[] = []
// Addresses elsewhere stand in the same place.
const KEPT = /^[0-9a-f]{64}$/

function filesOf(value: StoredValue): readonly string[] {
  const items = isList(value) ? value : [value]
  return items.map((item) => storedPart(item, 'file')).filter((file) => KEPT.test(file))
}
