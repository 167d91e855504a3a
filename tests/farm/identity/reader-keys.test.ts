import { beforeAll, expect, it } from 'vitest'
import {
  DESK_LISTS,
  listReaderKeys,
  makeReaderKey,
  readerOf,
  revokeReaderKey,
} from '../../../farm/identity/reader-keys.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'

const DAY = 86_400_000

describeFarmOnBoth('A key of a feed reader', (open) => {
  let farm: Farm
  let now = Date.UTC(2026, 10, 22, 9)

  beforeAll(async () => {
    farm = await open({ now: () => now })
  })

  async function make(login: string, site: string, name = 'Liseuse') {
    const knowledge = await farm.memory()
    const place = site === DESK_LISTS ? DESK_LISTS : knowledge.sites.get(site)
    if (!place) throw new Error(site)
    return makeReaderKey(farm, { person: await person(farm, login), place, name, knowledge })
  }

  it('opens one place for its person, is kept as a digest alone, and tells when it was used', async () => {
    const made = await make('francoise.dubreuil', 'accueil')
    const key = made.ok ? made.value : ''
    expect(key).toHaveLength(43)
    expect((await readerOf(farm, { key, site: 'accueil' }))?.login).toBe('francoise.dubreuil')
    expect(await readerOf(farm, { key, site: 'cvtheque' })).toBeNull()
    expect(await readerOf(farm, { key, site: DESK_LISTS })).toBeNull()
    expect(await readerOf(farm, { key: `${key.slice(0, -1)}!`, site: 'accueil' })).toBeNull()
    const [kept] = await listReaderKeys(farm, await person(farm, 'francoise.dubreuil'))
    expect(kept).toMatchObject({ site: 'accueil', name: 'Liseuse', lastUsedAt: now })
    expect(JSON.stringify(kept)).not.toContain(key)
  })

  it('is refused to who may not read the site, without a name, and past twenty', async () => {
    const stranger = await make('lea.bonnard', 'saone-et-loire')
    expect(stranger.ok ? [] : stranger.problems).toMatchObject([{ code: 'not-allowed', field: 'site' }])
    const nameless = await make('lea.bonnard', 'accueil', '  ')
    expect(nameless.ok ? [] : nameless.problems).toMatchObject([{ code: 'required', field: 'name' }])
    for (let i = 0; i < 20; i += 1) expect((await make('lea.bonnard', DESK_LISTS)).ok).toBe(true)
    const many = await make('lea.bonnard', DESK_LISTS)
    expect(many.ok ? [] : many.problems).toMatchObject([{ code: 'too-many-keys', params: { most: 20 } }])
  })

  it('is taken back by its person alone, and opens nothing after a year unused', async () => {
    const made = await make('camille.ferrand', 'accueil')
    const key = made.ok ? made.value : ''
    const [camille, lea] = [await person(farm, 'camille.ferrand'), await person(farm, 'lea.bonnard')]
    const [kept] = await listReaderKeys(farm, camille)
    await revokeReaderKey(farm, { person: lea, id: kept?.id ?? 0 })
    expect(await readerOf(farm, { key, site: 'accueil' })).not.toBeNull()
    now += 366 * DAY
    expect(await readerOf(farm, { key, site: 'accueil' })).toBeNull()
    now -= 2 * DAY
    expect(await readerOf(farm, { key, site: 'accueil' })).not.toBeNull()
    await revokeReaderKey(farm, { person: camille, id: kept?.id ?? 0 })
    expect(await readerOf(farm, { key, site: 'accueil' })).toBeNull()
    expect(await listReaderKeys(farm, camille)).toEqual([])
  })
})
