import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { Subscription } from '../../../pipeline/model/site.ts'
import { askedServiceTypes } from '../../../pipeline/routing/asked.ts'
import type { Visit } from '../visit.ts'

/** A service of a site with the kinds of entries it may hold. */
export interface SectionKinds {
  readonly subscription: Subscription
  readonly serviceTypes: readonly ServiceType[]
  /** The kind lists are ordered and exported by. */
  readonly main: ServiceType | undefined
}

/** The service of this site at that word of its addresses, if any. */
export function sectionOf(visit: Visit, slug: string | undefined): SectionKinds | undefined {
  const subscription = visit.sections.find((one) => one.slug === slug)
  return subscription && kindsOf(visit, subscription)
}

/** The kinds a service may hold: those it names, else all of the farm. */
export function kindsOf({ memory }: Visit, subscription: Subscription): SectionKinds {
  const named = askedServiceTypes(subscription.when)
  const serviceTypes = named.flatMap((id) => memory.serviceType(id) ?? [])
  return { subscription, serviceTypes, main: serviceTypes[0] }
}
