import type { Organisation } from '../../pipeline/model/organisation.ts'
import type { Pact } from '../../pipeline/model/pact.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import { asksForTerritory } from '../../pipeline/model/replace-territory.ts'
import { isPerimeter, type Territory, type TerritoryKey } from '../../pipeline/model/territory.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import type { Subscribed } from '../../pipeline/routing/subscription-index.ts'
import { entriesHolding } from '../storage/entries/entries-in-territory.ts'
import type { PerimeterRoom } from './change-perimeter.ts'

/** One thing that uses a perimeter: a section asks for it, it is a body's territory, a part of another, granted by a pact, or written in entries. */
export type PerimeterUse =
  | ({ readonly kind: 'section' } & Subscribed)
  | { readonly kind: 'organisation'; readonly organisation: Organisation }
  | { readonly kind: 'perimeter'; readonly perimeter: Territory }
  | { readonly kind: 'pact'; readonly pact: Pact; readonly grantor: string; readonly grantee: string }
  | { readonly kind: 'entries'; readonly count: number }

/** Everything that uses a perimeter: nothing of it may be left behind when it goes. */
export async function usesOfPerimeter(room: PerimeterRoom, key: TerritoryKey): Promise<readonly PerimeterUse[]> {
  const memory = await room.memory()
  const { subscriptions, organisations, gazetteer } = memory
  const asking = [...subscriptions.all()].filter(({ subscription }) => asksForTerritory(subscription.when, key))
  const named = (id: string) => organisations.get(id)?.name ?? id
  const count = await entriesHolding(room.storage, key)
  return [
    ...asking.map((one) => ({ kind: 'section' as const, ...one })),
    ...organisations
      .all()
      .filter(({ territory }) => territory === key)
      .map((organisation) => ({ kind: 'organisation' as const, organisation })),
    ...holdersOf(memory, key).flatMap((one) => {
      const perimeter = gazetteer.get(one)
      return perimeter ? [{ kind: 'perimeter' as const, perimeter }] : []
    }),
    ...pactsNaming(memory, key).map((pact) => {
      return { kind: 'pact' as const, pact, grantor: named(pact.grantor), grantee: named(pact.grantee) }
    }),
    ...(count === 0 ? [] : [{ kind: 'entries' as const, count }]),
  ]
}

/** Perimeters a territory is directly a part of. */
export function holdersOf({ gazetteer }: Pick<Knowledge, 'gazetteer'>, key: TerritoryKey): readonly TerritoryKey[] {
  return gazetteer.get(key)?.parents.filter(isPerimeter) ?? []
}

/** Pacts, offered or in force, whose scope names a territory. */
export function pactsNaming({ pacts }: Pick<Knowledge, 'pacts'>, key: TerritoryKey): readonly Pact[] {
  return pacts
    .all()
    .filter(({ scope, revokedAt }) => revokedAt === null && scope !== null && asksForTerritory(scope, key))
}

/** A use as the problem it is for whoever removes the perimeter: `perimeter-asked`, `perimeter-of-organisation`, `perimeter-in-perimeter`, `perimeter-in-pact`, `perimeter-in-entries`. */
export function problemOfUse(use: PerimeterUse): Problem {
  switch (use.kind) {
    case 'section':
      return { code: 'perimeter-asked', params: { site: use.site.name, section: use.subscription.label.fr } }
    case 'organisation':
      return { code: 'perimeter-of-organisation', params: { name: use.organisation.name } }
    case 'perimeter':
      return { code: 'perimeter-in-perimeter', params: { name: use.perimeter.name } }
    case 'pact':
      return { code: 'perimeter-in-pact', params: { grantor: use.grantor, grantee: use.grantee } }
    case 'entries':
      return { code: 'perimeter-in-entries', params: { count: use.count } }
  }
}

/** Whether a problem tells of a use, as those of `problemOfUse` do. */
export function isUse(code: Problem['code']): boolean {
  return USES.has(code)
}

const USES = new Set([
  ...['perimeter-asked', 'perimeter-of-organisation', 'perimeter-in-perimeter'],
  ...['perimeter-in-pact', 'perimeter-in-entries'],
])
