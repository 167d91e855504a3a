import { expect, it } from 'vitest'
import { type Farm, openFarm } from '../../../farm/open-farm.ts'
import { makeVisit } from '../../../farm/web/make-visit.ts'
import { sectionExport } from '../../../farm/web/portal/section-export.ts'
import { holds, listValidator } from '../../../farm/web/present/list-validator.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeFarmOnBoth } from '../../farms.ts'

const LISTS = ['/revue-de-presse.atom', '/revue-de-presse.csv?theme=employment', '/recherche.json', '/agenda.ics']

describeFarmOnBoth('What readers of a list compare with', (open) => {
  const clock = { at: Date.now() }

  async function look(farm: Farm, path: string) {
    const url = new URL(`http://nievre.localhost${path}`)
    const arrival = { farm, host: url.hostname, origin: url.origin, protocol: 'http', clientIp: '127.0.0.1' } as const
    const visit = await makeVisit(arrival, url)
    const found = await listValidator(visit, url, () => sectionExport(visit, url))
    if (!found) throw new Error(`no list at ${path}`)
    return found
  }

  async function one(farm: Farm, path: string): Promise<number> {
    const { drawn } = await look(farm, path)
    const ids = (await Array.fromAsync(drawn?.list.entries ?? [])).map(({ id }) => id)
    return ids.at(-1) ?? 0
  }

  it('is the same in another process, and after a restart, until the list changes for both', async () => {
    const here = await open({ now: () => clock.at })
    const there = await openFarm(here.settings, { now: () => clock.at + 5_000 })
    if (!there.ok) throw new Error('the farm opens twice')
    try {
      const before = new Map<string, string>()
      for (const path of LISTS) {
        const { etag } = await look(here, path)
        expect((await look(there.value, path)).etag, path).toBe(etag)
        before.set(path, etag)
      }
      expect(new Set(before.values()).size).toBe(LISTS.length)
      const entry = await one(there.value, '/revue-de-presse.xml?theme=employment')
      expect((await here.withdraw({ entry, actor: FARM, reason: 'Démentie' })).ok).toBe(true)
      for (const path of LISTS.slice(0, 3)) {
        const { etag } = await look(here, path)
        expect(etag, path).not.toBe(before.get(path))
        await expect.poll(async () => (await look(there.value, path)).etag, { timeout: 10_000 }).toBe(etag)
      }
    } finally {
      await there.value.close()
    }
  })

  it('moves on in time when an entry that was not the last changed one leaves, and only then', async () => {
    const farm = await open({ now: () => clock.at })
    const path = '/revue-de-presse.csv?theme=employment'
    const entry = await one(farm, '/revue-de-presse.xml?theme=employment')
    const before = await look(farm, path)
    const elsewhere = await one(farm, '/offres-d-emploi.xml')
    clock.at += 60_000
    expect((await farm.withdraw({ entry: elsewhere, actor: FARM, reason: 'Pourvue' })).ok).toBe(true)
    expect(await look(farm, path)).toMatchObject({ etag: before.etag, since: before.since })
    clock.at += 60_000
    expect((await farm.withdraw({ entry, actor: FARM, reason: 'Démentie' })).ok).toBe(true)
    const after = await look(farm, path)
    expect(after.since).toBe(clock.at)
    expect(after.etag).not.toBe(before.etag)
    expect((await look(farm, path)).drawn).toBeUndefined()
    // Who asks by the second could not tell these two apart.
    clock.at += 10
    const next = await one(farm, '/revue-de-presse.xml?theme=employment')
    expect((await farm.withdraw({ entry: next, actor: FARM, reason: 'Démentie aussi' })).ok).toBe(true)
    expect((await look(farm, path)).since).toBeUndefined()
    expect((await look(farm, path)).since).toBeUndefined()
    clock.at += 60_000
    const last = await one(farm, '/revue-de-presse.xml?theme=employment')
    expect((await farm.withdraw({ entry: last, actor: FARM, reason: 'Démentie encore' })).ok).toBe(true)
    expect((await look(farm, path)).since).toBe(clock.at)
    const asked = new Request('http://nievre.localhost/', { headers: { 'if-none-match': `"x", ${after.etag}` } })
    expect([holds(asked, after.etag), holds(asked, before.etag)]).toEqual([true, false])
  })
})
