import type { Membership } from '../../../pipeline/model/actor.ts'
import type { Visit } from '../visit.ts'

/** Roles of a person in words, with where each holds: `Modération, Maison Loire et Morvan`. */
export function roleText(visit: Visit, { memberships }: { readonly memberships: readonly Membership[] }): string {
  const { words } = visit
  if (memberships.length === 0) return words('desk.role.none')
  const byRole = Map.groupBy(memberships, (held) => held.role)
  return [...byRole]
    .map(([role, held]) => {
      const places = held.flatMap((one) => placeOf(visit, one) ?? [])
      return [words(`desk.role.${role}`), ...places].join(', ')
    })
    .join(' · ')
}

function placeOf({ memory }: Visit, { organisation, site }: Membership): string | undefined {
  return site === undefined ? memory.organisations.get(organisation ?? '')?.shortName : memory.sites.get(site)?.name
}
