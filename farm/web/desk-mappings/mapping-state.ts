import type { Mapping } from '../../../pipeline/intake/mapping/mapping.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { BatchReport } from '../../batches/batch-report.ts'
import type { SavedMapping } from '../../storage/gateways/mapping-store.ts'
import type { MappingForm } from './mapping-form.ts'
import type { Sample } from './open-sample.ts'

/** What the page of a mapping shows. */
export interface MappingPage {
  /** Absent for a new one. */
  readonly saved: SavedMapping | undefined
  readonly form: MappingForm
  readonly mapping: Mapping
  readonly kind: ServiceType | undefined
  readonly sample: Sample | undefined
  readonly organisations: readonly string[]
  readonly problems: readonly Problem[]
  /** The address that was tried, where it gave nothing. */
  readonly url?: string | undefined
  /** The whole file rehearsed. */
  readonly report: BatchReport | undefined
}
