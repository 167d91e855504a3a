import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import type { House, Question } from '../../pipeline/model/question.ts'
import type { Site } from '../../pipeline/model/site.ts'

/** Organisations about whose entries the actor may do this, asked one by one of the only judge. */
export function organisationsWhere(
  actor: Actor,
  action: 'read-entry' | 'proof-read' | 'moderate',
  house: House,
): string[] {
  const question = (organisation: string): Question => ({
    action,
    entry: { organisation, author: null, state: 'submitted' },
  })
  return house.organisations
    .all()
    .filter((one) => may(actor, question(one.id), house).yes)
    .map((one) => one.id)
}

/** Organisations the actor may write for, import into, manage, or keep lists in. */
export function organisationsFor(
  actor: Actor,
  action: 'contribute' | 'import' | 'manage-sources' | 'manage-organisation' | 'create-site' | 'share-list',
  house: House,
): string[] {
  return house.organisations
    .all()
    .filter((one) => may(actor, { action, organisation: one.id }, house).yes)
    .map((one) => one.id)
}

/** Sites the actor may read, see the past of, manage, or confirm deliveries on. */
export function sitesWhere(
  sites: readonly Site[],
  asked: {
    readonly actor: Actor
    readonly action: 'read-site' | 'see-past' | 'manage-site' | 'confirm-delivery'
    readonly house: House
  },
): Site[] {
  return sites.filter((site) => may(asked.actor, { action: asked.action, site }, asked.house).yes)
}
