import type { Actor } from '../../pipeline/model/actor.ts'
import { may } from '../../pipeline/model/may.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { House } from '../../pipeline/model/question.ts'
import type { Site } from '../../pipeline/model/site.ts'
import type { PeopleReader } from '../storage/network/people-reader.ts'
import {
  addReaderKey,
  countReaderKeys,
  readerKeyOf,
  readerKeysOf,
  revokeReaderKeyOf,
  type StoredReaderKey,
  touchReaderKey,
} from '../storage/network/reader-key-store.ts'
import { newSecret, secretHash } from './secret.ts'
import type { IdentityHouse } from './sessions.ts'

/** What keys of feed readers open beside sites: the lists of the desk. */
export const DESK_LISTS = 'desk'

const MOST_KEYS = 20
const DAY = 86_400_000
const UNUSED = 365 * DAY
const TOUCH_EVERY = 300_000

type Person = Extract<Actor, { kind: 'person' }>

/** A place a key is asked for: a site the person may read, or the desk. */
export type ReaderPlace = Site | typeof DESK_LISTS

/**
 * Makes a key with which a feed reader, which cannot sign in, reads the lists of one place as this person may, and nothing else. It is
 * told once. Problems: `required` on `name`, `not-allowed` on `site`, `too-many-keys` { most }.
 */
export async function makeReaderKey(
  house: IdentityHouse,
  asked: { readonly person: Person; readonly place: ReaderPlace; readonly name: string; readonly knowledge: House },
): Promise<Result<string>> {
  const { person, place, knowledge } = asked
  const name = asked.name.trim().slice(0, 80)
  if (name === '') return fail({ code: 'required', field: 'name' })
  if (!mayOpen(person, place, knowledge)) return fail({ code: 'not-allowed', field: 'site' })
  if ((await countReaderKeys(house.storage, person.id)) >= MOST_KEYS)
    return fail({ code: 'too-many-keys', params: { most: MOST_KEYS } })
  const key = newSecret()
  const [id = 0] = await house.storage.newIds(1)
  await addReaderKey(house.storage, {
    ...{ id, person: person.id, site: place === DESK_LISTS ? place : place.id, name },
    ...{ digest: secretHash(key) ?? '', createdAt: house.now(), lastUsedAt: null, revokedAt: null },
  })
  return ok(key)
}

/** The person a key reads for there: null when it is unknown, of another place, taken back, unused for a year, or of a disabled person. */
export async function readerOf(
  house: IdentityHouse & { readonly people: PeopleReader },
  { key, site }: { readonly key: string; readonly site: string },
): Promise<Person | null> {
  const digest = secretHash(key)
  const found = digest === null ? undefined : await readerKeyOf(house.storage, { digest, site })
  if (!found) return null
  const now = house.now()
  const usedAt = found.lastUsedAt ?? found.createdAt
  if (now - usedAt > UNUSED) return null
  const person = await house.people.byId(found.person)
  if (person && (found.lastUsedAt === null || now - usedAt > TOUCH_EVERY))
    await touchReaderKey(house.storage, { id: found.id, at: now })
  return person ?? null
}

/** The keys of a person, the newest first. */
export function listReaderKeys({ storage }: IdentityHouse, person: Person): Promise<readonly StoredReaderKey[]> {
  return readerKeysOf(storage, person.id)
}

/** Takes a key back: whoever reads by it is refused from then on. Someone else's is left alone. */
export async function revokeReaderKey(
  { storage, now }: IdentityHouse,
  { person, id }: { readonly person: Person; readonly id: number },
): Promise<void> {
  await revokeReaderKeyOf(storage, { id, person: person.id, at: now() })
}

function mayOpen(person: Person, place: ReaderPlace, knowledge: House): boolean {
  const question =
    place === DESK_LISTS ? ({ action: 'use-desk' } as const) : ({ action: 'read-site', site: place } as const)
  return may(person, question, knowledge).yes
}
