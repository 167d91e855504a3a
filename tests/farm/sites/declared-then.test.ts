import { eq, inArray } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { loadNetwork } from '../../../farm/declarations/load-network.ts'
import { readInstances } from '../../../farm/declarations/read-instances.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { pastSite } from '../../../farm/sites/as-of.ts'
import { changeSite } from '../../../farm/sites/change-subscriptions.ts'
import { markNamesKept } from '../../../farm/storage/network/names-kept.ts'
import { loadVocabularies } from '../../../farm/themes/load-vocabularies.ts'
import { thesaurusThen } from '../../../farm/themes/thesaurus-then.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Result } from '../../../pipeline/model/problem.ts'
import { describeFarmOnBoth } from '../../farms.ts'

const HOUR = 3_600_000

describeFarmOnBoth('What the folder of declarations changed', (open) => {
  it('is told of a day before as it was: themes, sites, their services and their bodies', async () => {
    let now = Date.now()
    const farm = await open({ now: () => now })
    const before = now
    const was = await seen(farm, before)
    now += HOUR
    await declare(farm, now)
    const [then, today] = [await seen(farm, before), await seen(farm, now)]
    expect(then).toEqual(was)
    expect(today).toMatchObject({ theme: 'Emplois et métiers', site: 'La Nièvre autrement', service: 'Tout autre nom' })
    expect(today.body).toBe('Tout autre maison')
    now += HOUR
    // Read again as it is, it changes nothing and says so.
    await declare(farm, now)
    expect(await seen(farm, before)).toEqual(was)
    expect(await events(farm)).toBe(3)
  }, 240_000)

  it('leaves out what a folder says nothing new of', async () => {
    const farm = await open()
    const files = value(readInstances(farm.settings.instances))
    value(await loadVocabularies(farm.storage, files.vocabularies))
    value(await loadNetwork(farm.storage, files, farm.now()))
    expect(await events(farm)).toBe(0)
  })
})

describeFarmOnBoth('A site that was renamed at its page', (open) => {
  it('bears its former name and colours on a day before, and says from when on that was kept', async () => {
    let now = Date.now()
    const farm = await open({ now: () => now })
    const before = now
    const site = (await farm.memory()).sites.get('nievre') ?? expect.fail()
    now += HOUR
    value(
      await changeSite(farm, {
        actor: FARM,
        site: { ...site, name: 'Nouvelle enseigne', skin: { accent: '#123456' } },
      }),
    )
    const at = async (moment: number) => value(await pastSite(farm, { site: 'nievre', actor: FARM, at: moment }))
    expect(await at(before)).toMatchObject({ site: { name: site.name, skin: site.skin }, namesSince: null })
    expect((await at(now)).site).toMatchObject({ name: 'Nouvelle enseigne', skin: { accent: '#123456' } })
    const { storage } = farm
    await storage.write(async ({ db }) =>
      db.delete(storage.tables.meta).where(eq(storage.tables.meta.key, 'names-kept-since')),
    )
    await markNamesKept(storage, { now, fresh: false })
    expect([(await at(before)).namesSince, (await at(now)).namesSince]).toEqual([now, null])
  })
})

async function declare(farm: Farm, now: number): Promise<void> {
  const files = value(readInstances(farm.settings.instances))
  const renamed = { ...files, sites: files.sites.map(otherSite), organisations: files.organisations.map(otherBodies) }
  value(await loadVocabularies(farm.storage, files.vocabularies.map(otherThemes), now))
  value(await loadNetwork(farm.storage, renamed, now))
  await farm.changed('themes', 'network')
}

type File = { readonly file: string; readonly json: unknown }

function otherThemes(one: File): File {
  return edited(one, (text) => text.replace(/("code":"employment",.*?"fr":")[^"]+/, '$1Emplois et métiers'))
}

function otherSite(one: File): File {
  return one.file.includes('/nievre/') ? edited(one, renameSite) : one
}

function renameSite(text: string): string {
  return text
    .replace(/"name":"[^"]+"/, '"name":"La Nièvre autrement"')
    .replace(/("services":\[.*?"fr":")[^"]+/, '$1Tout autre nom')
}

function otherBodies(one: File): File {
  return edited(one, (text) => text.replace(/("id":"nievre".*?"name":")[^"]+/, '$1Tout autre maison'))
}

function edited({ file, json }: File, edit: (text: string) => string): File {
  return { file, json: JSON.parse(edit(JSON.stringify(json))) }
}

async function seen(farm: Farm, at: number) {
  const memory = await farm.memory()
  const past = value(await pastSite(farm, { site: 'nievre', actor: FARM, at }))
  const thesaurus = await thesaurusThen({ storage: farm.storage, today: memory.thesaurus }, at)
  return {
    theme: thesaurus.get('themes', 'employment')?.label.fr,
    site: past.site.name,
    service: past.services[0]?.label.fr,
    body: (past.organisations.get('nievre') ?? memory.organisations.get('nievre'))?.name,
  }
}

async function events({ storage: { read, tables } }: Farm): Promise<number> {
  const { kind } = tables.events
  const kinds = ['themes-changed', 'network-changed', 'subscriptions-changed']
  return (await read.select({ kind }).from(tables.events).where(inArray(kind, kinds))).length
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}
