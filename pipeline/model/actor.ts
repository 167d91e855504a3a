/** Roles, from the lightest; an organisation's role holds for the organisations below it too. */
export const ROLES = [
  'contributor',
  'proof-reader',
  'moderator',
  'editor',
  'administrator',
  'farm-administrator',
] as const

/** One of the roles. */
export type Role = (typeof ROLES)[number]

/** A role somewhere: on an organisation (and below), on one site, or on the farm (neither). */
export interface Membership {
  readonly role: Role
  readonly organisation?: string | undefined
  readonly site?: string | undefined
}

/**
 * Who acts: a person with their memberships, a partner by one of its keys, the farm itself (schedules, gateways, the operator's command
 * line), or nobody.
 */
export type Actor =
  | {
      readonly kind: 'person'
      readonly id: number
      readonly login: string
      readonly name: string
      readonly memberships: readonly Membership[]
    }
  | {
      readonly kind: 'partner'
      /** Numbers of the key, and of the partner it belongs to: what the partner brings has it as its source. */
      readonly key: number
      readonly partner: number
      readonly name: string
      /** The body that let it in. */
      readonly organisation: string
      /** What the key may do, as `readGrants` reads it. */
      readonly scopes: readonly string[]
    }
  | { readonly kind: 'farm' }
  | { readonly kind: 'visitor' }

/** Nobody in particular. */
export const VISITOR: Actor = { kind: 'visitor' }

/** The farm acting by itself. */
export const FARM: Actor = { kind: 'farm' }

/** Number of the acting person, or null. */
export function personOf(actor: Actor): number | null {
  return actor.kind === 'person' ? actor.id : null
}
