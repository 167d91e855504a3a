import type { Bytes } from '../../../pipeline/intake/byte-source.ts'
import type { ColumnSketch } from '../../../pipeline/intake/mapping/describe-columns.ts'
import { describeColumns } from '../../../pipeline/intake/mapping/describe-columns.ts'
import type { Mapping } from '../../../pipeline/intake/mapping/mapping.ts'
import { openTable } from '../../../pipeline/intake/mapping/open-table.ts'
import type { OpenTable } from '../../../pipeline/intake/mapping/raw-table.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import { lookIntoWaiting } from '../../sources/waiting-file.ts'
import type { Visit } from '../visit.ts'

/** The file one looks at while mapping it, opened. */
export interface Sample {
  readonly bytes: Bytes
  readonly opened: OpenTable
  readonly columns: readonly ColumnSketch[]
}

/** Opens the file that waits under a digest, as the mapping says to read it; nothing where none is asked for, or it is gone. */
export async function openSample(
  { farm }: Pick<Visit, 'farm'>,
  asked: { readonly file: string; readonly mapping: Mapping | undefined },
): Promise<{ readonly sample: Sample | undefined; readonly problems: readonly Problem[] }> {
  const bytes = asked.file === '' ? undefined : await lookIntoWaiting(farm.files, asked.file)
  if (bytes === undefined) return { sample: undefined, problems: [] }
  const { mapping } = asked
  const wanted = mapping && [...mapping.identity, ...Object.values(mapping.fields).flatMap(({ from }) => from)]
  const opened = await openTable({ bytes, reading: mapping?.reading ?? {}, wanted })
  // Where it cannot be read as it was asked, it is shown as it reads by itself, to choose again.
  const shown = opened.ok ? opened : await openTable({ bytes, reading: {}, wanted })
  const problems = opened.ok ? [] : opened.problems.map((one) => ({ ...one, field: controlOf(one) }))
  if (!shown.ok) return { sample: undefined, problems }
  return { sample: { bytes, opened: shown.value, columns: describeColumns(shown.value.table) }, problems }
}

function controlOf({ code }: Problem): string {
  if (code === 'no-records') return 'r-records'
  if (code === 'unknown-sheet') return 'r-sheet'
  return code === 'unknown-encoding' ? 'r-encoding' : 'file'
}
