import type { Pact } from '../../pipeline/model/pact.ts'
import { readPacts } from '../storage/network/pact-store.ts'
import type { Storage } from '../storage/storage.ts'
import type { PactsFile } from './schemas.ts'

/** The declared pacts that are not there yet: those two bodies have agreed on since are theirs, and stay as they are. */
export async function freshPacts(
  storage: Storage,
  declared: PactsFile['pacts'],
  now: number,
): Promise<readonly Pact[]> {
  const known = new Set((await readPacts(storage)).map(parties))
  const fresh = declared.filter((one) => !known.has(parties(one)))
  const ids = await storage.newIds(fresh.length)
  const blank = { proposedBy: null, signedBy: null, until: null, revokedBy: null, revokedAt: null }
  return fresh.map(({ grantor, grantee, below, scope, signed }, i) => ({
    ...blank,
    id: ids[i] ?? 0,
    grantor,
    grantee,
    below,
    scope: scope ?? null,
    // What stands from the first day on holds for whatever is older too.
    proposedAt: signed ? 0 : now,
    signedAt: signed ? 0 : null,
  }))
}

function parties({ grantor, grantee }: { readonly grantor: string; readonly grantee: string }): string {
  return `${grantor} ${grantee}`
}
