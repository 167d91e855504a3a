import type { Fact } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'

/** The body that answers for a site, as its honest pages name it. */
export interface Publisher {
  readonly name: string
  readonly email: string
  /** The body at the head of its network. */
  readonly network: string
  readonly networkAddress: string
  readonly facts: readonly Fact[]
}

/** Who publishes this site, from the identity its organisation declares. */
export function publisherOf({ site, memory, words }: Visit): Publisher {
  const organisation = memory.organisations.get(site?.organisation ?? '')
  const root = memory.organisations.get(memory.organisations.above(organisation?.id ?? '').at(-1) ?? '')
  const { address, phone, email, website, publication_director: director } = organisation?.identity ?? {}
  const facts: (Fact | undefined)[] = [
    fact('publisher', organisation?.name),
    fact('director', director),
    fact('address', address),
    fact('phone', phone, phone && `tel:${phone.replaceAll(' ', '')}`),
    fact('email', email, email && `mailto:${email}`),
    fact('website', website, website),
  ]
  return {
    name: organisation?.name ?? '',
    email: email ?? root?.identity.email ?? '',
    network: root?.name ?? '',
    networkAddress: root?.identity.address ?? '',
    facts: facts.filter((one) => one !== undefined),
  }

  function fact(id: string, ...[value, href]: [string | undefined, (string | undefined)?]): Fact | undefined {
    return value ? { label: words(`portal.legal.${id}`), value, ...(href ? { href } : {}) } : undefined
  }
}
