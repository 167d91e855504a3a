import type { Problem } from '../../../pipeline/model/problem.ts'
import { DESK_LISTS, makeReaderKey, revokeReaderKey } from '../../identity/reader-keys.ts'
import type { LinkItem } from '../components/shapes.ts'
import type { Visit } from '../visit.ts'
import { deskPerson } from './person.ts'
import { readerAddresses } from './reader-places.ts'

/** What came of a form of the page of keys. */
export interface KeysPosted {
  readonly problems: readonly Problem[]
  /** The new key with the addresses it opens: told this once. */
  readonly made?: { readonly key: string; readonly addresses: readonly LinkItem[] }
  readonly revoked?: boolean
}

/** Makes a key, or takes one back, as the form asks. */
export async function readerKeysPost(visit: Visit, form: FormData): Promise<KeysPosted> {
  const { farm, memory } = visit
  const person = deskPerson(visit)
  const revoked = Number(form.get('revoke') ?? 0)
  if (revoked > 0) {
    await revokeReaderKey(farm, { person, id: revoked })
    return { problems: [], revoked: true }
  }
  const site = String(form.get('site') ?? '')
  const place = site === DESK_LISTS ? DESK_LISTS : memory.sites.get(site)
  if (!place) return { problems: [{ code: 'required', field: 'site' }] }
  const name = String(form.get('name') ?? '')
  const key = await makeReaderKey(farm, { person, place, name, knowledge: memory })
  if (!key.ok) return { problems: key.problems }
  return { problems: [], made: { key: key.value, addresses: await readerAddresses(visit, place, key.value) } }
}
