import { randomInt } from 'node:crypto'
import { fold } from '../../pipeline/model/fold.ts'
import type { Organisation } from '../../pipeline/model/organisation.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { addMembership, createPerson } from '../identity/people.ts'
import type { Farm } from '../open-farm.ts'
import { putNetwork } from '../storage/network/network-store.ts'

/** What a farm begins with: its first organisation and the person who administers it. */
export interface Founding {
  /** Absent where the instances folder declares the organisations. */
  readonly organisation?: { readonly name: string; readonly territory?: string | undefined } | undefined
  readonly person: { readonly name: string; readonly login: string; readonly email: string; readonly password: string }
}

/** Founds an empty farm and answers with the organisation's id. Problems: those of `createPerson`, `required`, `unknown-territory`. */
export async function foundFarm(farm: Farm, { organisation, person }: Founding): Promise<Result<string | null>> {
  const body = organisation && organisationOf(organisation)
  const problems = body ? await strange(farm, body) : []
  if (problems.length > 0) return fail(...problems)
  const created = await createPerson(farm, person)
  if (!created.ok) return created
  const role = await addMembership(farm, { person: created.value, role: 'farm-administrator' })
  if (!role.ok) return role
  const network = { organisations: body ? [body] : [], sites: [], subscriptions: [], now: farm.now() }
  await farm.storage.write((writer) => putNetwork(farm.storage, writer, network))
  await farm.changed('network')
  return ok(body?.id ?? null)
}

/** A password nobody chose, of letters and figures that are not taken for one another. */
export function oneTimePassword(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 5 }, () => signs[randomInt(signs.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}

/** A word of addresses made of a name: `Maison de l’emploi` gives `maison-de-l-emploi`. */
export function slugOf(name: string): string {
  const words = fold(name).replace(/[^a-z0-9]+/g, '-')
  return words
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '')
}

function organisationOf({ name, territory }: NonNullable<Founding['organisation']>): Organisation {
  const initials =
    name
      .match(/\p{Lu}/gu)
      ?.join('')
      .slice(0, 3) || name.slice(0, 1).toUpperCase()
  return {
    id: slugOf(name),
    parent: null,
    name: name.trim(),
    shortName: name.trim(),
    kind: 'national',
    territory: territory ?? null,
    identity: { accent: '#27408b', initials },
    policy: {},
  }
}

async function strange(farm: Farm, { id, territory }: Organisation): Promise<Problem[]> {
  const { gazetteer } = await farm.memory()
  return [
    ...(id === '' ? [{ code: 'required', field: 'organisation' }] : []),
    ...(territory !== null && !gazetteer.get(territory)
      ? [{ code: 'unknown-territory', field: 'territory', params: { value: territory } }]
      : []),
  ]
}
