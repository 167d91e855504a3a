import type { Acquaintance, Sound } from './arriving.ts'
import { recognise } from './identity.ts'
import type { Actor } from './model/actor.ts'
import type { Entry } from './model/entry.ts'
import type { Ports } from './ports.ts'
import { GONE } from './revise.ts'

/** Reads at once what the farm already knows about a set of arrivals. */
export async function acquaint(ports: Ports, sound: readonly Sound[], actor: Actor): Promise<Acquaintance> {
  const opened = await ports.entries.many(sound.flatMap((one) => one.submission.entry ?? []))
  const like = await ports.entries.identify({
    externalIds: sound.flatMap((one) => one.identity.externalId ?? []),
    urls: sound.flatMap((one) => one.identity.canonicalUrl ?? []),
    fingerprints: sound.map((one) => one.identity.fingerprint),
  })
  // What a partner brings is never taken for the work of somebody else, which it may not see: at most they look alike.
  const theirs = actor.kind === 'partner' ? like.filter((entry) => entry.source === actor.partner) : like
  const kin = Map.groupBy(theirs, kinKey)
  const recognised = new Map<Sound, Entry>()
  for (const one of sound) {
    const found = recognise(one.identity, kin.get(kinKey(one.submission)) ?? [], one.submission.source ?? null)
    if (found) recognised.set(one, found)
  }
  const touched = [...new Set([...opened, ...recognised.values()].map((entry) => entry.id))]
  const byId = new Map(opened.map((entry) => [entry.id, entry]))
  return {
    opened: byId,
    ...(await recall(ports, { sound, recognised, opened: byId })),
    recognised,
    alike: Map.groupBy(like, (entry) => entry.fingerprint),
    deliveries: Map.groupBy(await ports.entries.deliveries(touched), (delivery) => delivery.entry),
    numbers: await ports.entries.revisionNumbers(touched),
  }
}

interface Known extends Pick<Acquaintance, 'opened' | 'recognised'> {
  readonly sound: readonly Sound[]
}

// Asked only of what is here already: an arrival that is new costs nothing.
async function recall(
  { entries }: Ports,
  { sound, opened, recognised }: Known,
): Promise<Pick<Acquaintance, 'pasts' | 'taken'>> {
  const met = [...recognised].map(([one, entry]) => ({ entry, equal: entry.contentHash === one.identity.contentHash }))
  // Another title must not make it another entry: only then does it matter whether it came by a batch.
  const renamed = sound.flatMap(({ submission, identity }) => {
    const entry = opened.get(submission.entry ?? 0)
    return entry && entry.fingerprint !== identity.fingerprint && entry.externalId === null ? [entry] : []
  })
  const differing = [...renamed, ...met.filter(({ equal }) => !equal).map(({ entry }) => entry)]
  const repeated = met.filter(({ equal }) => equal).map(({ entry }) => entry)
  const gone = met.filter(({ entry }) => GONE.has(entry.state)).map(({ entry }) => entry.id)
  const pasts = [await entries.pasts(differing), await entries.pasts(repeated, 'edited')]
  return { pasts: new Map(pasts.flatMap((one) => [...one])), taken: await entries.takenByBatch(gone) }
}

function kinKey(one: { readonly serviceType: string; readonly organisation: string }): string {
  return `${one.serviceType} ${one.organisation}`
}
