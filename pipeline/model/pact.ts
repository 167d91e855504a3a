import type { Condition } from './condition.ts'

/** What one organisation grants another: it holds once both have signed, until its end or its revocation. */
export interface Pact {
  readonly id: number
  readonly grantor: string
  readonly grantee: string
  /** The bodies under the grantee may take it too. */
  readonly below: boolean
  /** What is granted; null for everything public. */
  readonly scope: Condition | null
  /** Number of the person who proposed it for the grantor; null when the farm's declarations did. */
  readonly proposedBy: number | null
  /** Instants in milliseconds. */
  readonly proposedAt: number
  readonly signedBy: number | null
  readonly signedAt: number | null
  readonly until: number | null
  readonly revokedBy: number | null
  readonly revokedAt: number | null
}

/** Whether a pact holds at that moment. */
export function inForce({ signedAt, until, revokedAt }: Pact, now: number): boolean {
  return signedAt !== null && signedAt <= now && revokedAt === null && (until === null || now < until)
}

/** The pacts of the farm, in memory. */
export interface PactBook {
  /** Those an organisation granted, in force or not. */
  by(grantor: string): readonly Pact[]
  all(): readonly Pact[]
}

/** Arranges pacts by who grants. */
export function pactBook(pacts: readonly Pact[]): PactBook {
  const byGrantor = Map.groupBy(pacts, (pact) => pact.grantor)
  return { by: (grantor) => byGrantor.get(grantor) ?? [], all: () => pacts }
}
