import type { ServiceType } from '../model/service-type.ts'
import type { Gazetteer } from '../model/territory.ts'
import type { Thesaurus } from '../model/theme.ts'

/** Something wrong, or likely to be, in a condition that is well written. */
export interface Fault {
  readonly code: string
  /** `error`: nothing could ever answer, or it means nothing; `warning`: it may be meant. */
  readonly level: 'error' | 'warning'
  /** JSON Pointer of the condition concerned; empty for the whole. */
  readonly place: string
  readonly params?: Readonly<Record<string, string>>
}

/** What a condition is checked against. */
export interface FaultKnowledge {
  readonly gazetteer: Gazetteer
  readonly thesaurus: Thesaurus
  serviceType(id: string): ServiceType | undefined
}
