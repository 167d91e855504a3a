import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import { forgetWaiting } from '../../../farm/jobs/forget-waiting.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import {
  askSpip,
  goOnWithSpip,
  readSpipImport,
  type SpipFile,
  type SpipWishes,
  waitingSpipFiles,
} from '../../../farm/spip/imports.ts'
import type { Actor } from '../../../pipeline/model/actor.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { mysqlDump, oldSpipSite } from './old-spip-site.ts'

const WISHES: SpipWishes = {
  organisation: 'nievre',
  site: 'nievre',
  origin: 'https://nievre.example',
  kinds: { article: 'news', breve: 'news', source: 'press-review' },
  mapping: { rubriques: {}, mots: {} },
  defaults: { territories: 'departement:58' },
}
const FILE: SpipFile = { name: 'site.sql', bytes: Buffer.from(mysqlDump(oldSpipSite())) }

async function asked(farm: Farm, actor: Actor, file: SpipFile = FILE) {
  const answer = await askSpip(farm, actor, { file, wishes: WISHES })
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  await finishJob(farm, answer.value.job)
  return answer.value.id
}

async function found(farm: Farm, actor: Actor, id: number) {
  const read = await readSpipImport(farm, actor, id)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

describeFarmOnBoth('A SPIP site at the desk', (open) => {
  test('is rehearsed with what its sections become, said otherwise, applied, and undone as its imports are', async () => {
    const farm = await open()
    const camille = await person(farm, 'camille.ferrand')
    const id = await asked(farm, camille)
    const rehearsed = await found(farm, camille, id)
    expect(rehearsed).toMatchObject({ state: 'rehearsed', name: 'site.sql', problems: [] })
    expect(rehearsed.news?.texts.map(({ kind, batch, counts }) => [kind, batch, counts.new, counts.refused])).toEqual([
      ['article', null, 58, 2],
      ['breve', null, 2, 0],
    ])
    const told = new Map(rehearsed.news?.subjects.map(({ title, count, means }) => [title, { count, means }]))
    expect(told.get('Offres et forums')).toMatchObject({ means: { themes: ['employment'] } })
    expect(told.get('Vie de la maison')).toMatchObject({ count: 1 })
    expect(told.get('Vie de la maison')?.means).toBeUndefined()
    expect(told.get('Nièvre')).toMatchObject({ count: 2, means: { territories: ['departement:58'] } })

    const wishes = { ...WISHES, mapping: { rubriques: { '3': ['community-life'] }, mots: { '3': [] } } }
    const again = await goOnWithSpip(farm, camille, { id, step: 'rehearse', wishes })
    expect(again.ok && (await finishJob(farm, again.value.job))?.error).toBeNull()
    const better = await found(farm, camille, id)
    expect(better.news?.texts[0]?.counts).toMatchObject({ new: 59, refused: 1 })
    expect(better.news?.subjects.find(({ title }) => title === 'Coup de cœur')?.means).toEqual({
      themes: [],
      territories: [],
    })

    const applied = await goOnWithSpip(farm, camille, { id, step: 'apply' })
    expect(applied.ok && (await finishJob(farm, applied.value.job))?.error).toBeNull()
    const done = await found(farm, camille, id)
    expect(done).toMatchObject({ state: 'applied', news: { addresses: expect.any(Number), sources: { added: 1 } } })
    expect(done.news?.texts.every(({ batch }) => batch !== null)).toBe(true)
    expect(await goOnWithSpip(farm, camille, { id, step: 'apply' })).toMatchObject({
      problems: [{ code: 'batch-moved-on' }],
    })
  }, 300_000)

  test('is for those who run the farm; what is no SPIP site is told, and can be tried otherwise', async () => {
    const farm = await open()
    const francoise = await person(farm, 'francoise.dubreuil')
    const camille = await person(farm, 'camille.ferrand')
    expect(await askSpip(farm, francoise, { file: FILE, wishes: WISHES })).toMatchObject({
      problems: [{ code: 'not-allowed' }],
    })
    const noise = { name: 'bruit.sql', bytes: Buffer.from('select 1;') }
    const id = await asked(farm, camille, noise)
    expect(await found(farm, camille, id)).toMatchObject({
      state: 'failed',
      problems: [{ code: 'not-spip' }],
      news: null,
    })
    expect((await readSpipImport(farm, francoise, id)).ok).toBe(false)
    expect(await goOnWithSpip(farm, camille, { id, step: 'apply' })).toMatchObject({
      problems: [{ code: 'batch-moved-on' }],
    })
  })

  test('may lie in a folder of the farm where it is too large to send, and nowhere else', async () => {
    const farm = await open()
    const camille = await person(farm, 'camille.ferrand')
    const folder = join(farm.settings.data, 'spip')
    mkdirSync(join(folder, 'IMG'), { recursive: true })
    writeFileSync(join(folder, 'grand.sql'), mysqlDump(oldSpipSite()))
    writeFileSync(join(farm.settings.data, 'ailleurs.sql'), mysqlDump(oldSpipSite()))
    expect(await waitingSpipFiles(farm)).toEqual(['grand.sql'])
    const id = await asked(farm, camille, { name: 'grand.sql' })
    expect(await found(farm, camille, id)).toMatchObject({ state: 'rehearsed', images: join(folder, 'IMG') })
    for (const name of ['../ailleurs.sql', 'ailleurs.sql', 'IMG', ''])
      expect(await askSpip(farm, camille, { file: { name }, wishes: WISHES })).toMatchObject({ ok: false })
  }, 300_000)

  test('is forgotten with its file after ninety days, rehearsed or applied; what an operator laid there stays', async () => {
    const farm = await open()
    const camille = await person(farm, 'camille.ferrand')
    const folder = join(farm.settings.data, 'spip')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'grand.sql'), 'select 1;')
    const [sent, laid] = [
      await asked(farm, camille, { name: 'bruit.sql', bytes: Buffer.from('select 1;') }),
      await asked(farm, camille, { name: 'grand.sql' }),
    ]
    const { path } = await found(farm, camille, sent)
    await forgetWaiting(farm, farm.now() + 89 * DAY)
    expect([existsSync(path), (await found(farm, camille, sent)).state]).toEqual([true, 'failed'])
    // Brought three months ago.
    utimesSync(path, new Date(farm.now()), new Date(farm.now()))
    await forgetWaiting(farm, farm.now() + 91 * DAY)
    expect([existsSync(path), existsSync(join(folder, 'grand.sql'))]).toEqual([false, true])
    for (const id of [sent, laid])
      expect(await readSpipImport(farm, camille, id)).toMatchObject({ problems: [{ code: 'unknown-batch' }] })
  })
})

const DAY = 86_400_000
