import { describe, expect, it } from 'vitest'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import { keepFile } from '../../../farm/library/files.ts'
import { changeSite } from '../../../farm/sites/change-subscriptions.ts'
import { pinEntry } from '../../../farm/sites/pin-entry.ts'
import { retouchEntry } from '../../../farm/sites/retouch-entry.ts'
import { changeVintage } from '../../../farm/territories/change-vintage.ts'
import { changeThemes } from '../../../farm/themes/change-themes.ts'
import type { ChangingVocabulary } from '../../../farm/themes/change-vocabulary.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Result } from '../../../pipeline/model/problem.ts'
import { publishSheet } from '../sites/published.ts'
import { POINT, pageOf } from '../sites/touching.ts'
import type { DeskVisitor } from './desk-visitor.ts'
import { servedDesk } from './served-desk.ts'

const TITLE = 'Une fiche qui a vécu'
const LIST = '/sites/nievre/as-of/revue-de-presse'
const MINUTE = 60_000
const MOVEMENTS = [
  'DATE_EFF,TYPECOM_AV,COM_AV,TYPECOM_AP,COM_AP,LIBELLE_AP',
  '2027-01-01,COM,58095,COM,58194,Nevers-sur-Loire',
  '2027-01-01,COM,58194,COM,58194,Nevers-sur-Loire',
].join('\n')

describe('At the desk, a site as it was', () => {
  let at = Date.now()
  const desk = servedDesk({ now: () => at })
  const seen: Look[] = []
  let entry = 0

  it('shows list and entry with the themes, places, words and look of each moment', async () => {
    const { farm } = desk()
    entry = await publishSheet(farm, TITLE)
    const nadia = await desk().become('nadia.belkacem')
    const section = (await farm.memory()).sites.subscriptions('nievre').find(({ slug }) => slug === 'revue-de-presse')
    const place = { entry, subscription: section?.id ?? 0, actor: FARM }
    const live = (await farm.ports.entries.get(entry))?.liveRevision ?? 0
    const steps = [
      () => theme({ do: 'describe', code: 'employment', label: { fr: 'Emplois d’ici' }, synonyms: [], notations: {} }),
      () => theme({ do: 'merge', code: 'employment', into: 'training' }),
      async () => follow(value(await changeVintage(farm, { actor: FARM, bytes: Buffer.from(MOVEMENTS) })).job),
      async () => {
        value(await pinEntry(farm, place))
        const raw = { title: 'Dit autrement ici' }
        value(await retouchEntry(farm, { ...place, over: live, raw }))
      },
      async () => {
        const site = (await farm.memory()).sites.get('nievre') ?? expect.fail()
        value(
          await changeSite(farm, {
            actor: FARM,
            site: { ...site, name: 'Autre enseigne', skin: { accent: '#204060' } },
          }),
        )
      },
      async () => value(await farm.withdraw({ entry, actor: FARM, reason: 'erreur' })),
    ]
    const moments = [at + MINUTE]
    for (const step of steps) {
      at += 2 * MINUTE
      await step()
      moments.push(at + MINUTE)
      at += 2 * MINUTE
    }
    for (const moment of moments) seen.push(await look(nadia, entry, moment))
    expect(seen.map((one) => one.title)).toEqual([TITLE, TITLE, TITLE, TITLE, ...SAID, undefined])
    expect(seen.map((one) => one.themes)).toEqual(['Emploi', 'Emplois d’ici', ...Array(4).fill('Formation'), ''])
    const places = [...Array(3).fill('Decize'), ...Array(3).fill('Nevers-sur-Loire')]
    expect(seen.map((one) => one.place)).toEqual([...places, undefined])
    expect(seen.map((one) => one.name.includes('Autre enseigne'))).toEqual([...Array(5).fill(false), true, true])
    expect(new Set(seen.slice(0, 5).map((one) => one.look)).size).toBe(1)
    expect(seen[5]?.look).not.toBe(seen[4]?.look)
  }, 240_000)

  it('filters by the themes and the places of that moment, and stays there', async () => {
    const [, , merged, moved] = seen.map(({ date }) => date)
    const nadia = await desk().become('nadia.belkacem')
    const shows = async (query: string) => {
      const page = await nadia.get('desk', `${LIST}?${query}`)
      const main = /<main[\s\S]*<\/main>/.exec(page.text)?.[0] ?? ''
      const inner = [...main.matchAll(/href="([^"]*)"/g)]
        .map(([, href = '']) => href)
        .filter((href) => /^[/?]/.test(href))
      expect(inner.filter((href) => !/^(\/sites\/nievre\/as-of[^?]*)?\?.*date=/.test(href))).toEqual([])
      return page.text.includes(TITLE)
    }
    expect(await shows(`theme=employment&date=${seen[0]?.date}`)).toBe(true)
    expect(await shows(`theme=training&date=${seen[0]?.date}`)).toBe(false)
    expect(await shows(`theme=training&date=${merged}`)).toBe(true)
    expect(await shows(`place=commune:58194&date=${merged}`)).toBe(false)
    expect(await shows(`place=commune:58194&date=${moved}`)).toBe(true)
    expect(await shows(`place=Decize&date=${merged}`)).toBe(true)
  })

  it('shows the picture a section put there then, to those who may see its past alone', async () => {
    const { farm } = desk()
    const section = (await farm.memory()).sites
      .subscriptions('nievre')
      .find(({ when }) => JSON.stringify(when).includes('"news"'))
    const subscription = section?.id ?? 0
    const [listed] = await pageOf(farm, subscription)
    const place = { entry: listed?.entry.id ?? 0, subscription, actor: FARM }
    const asked = { name: 'point.gif', bytes: POINT, wanted: 'image', organisation: 'nievre', person: null } as const
    const { id } = value(await keepFile(farm, asked))
    const before = wall(new Date(at))
    at += 2 * MINUTE
    const raw = { image: { file: id, alt: 'Un point' } }
    value(await retouchEntry(farm, { ...place, over: listed?.entry.liveRevision ?? 0, raw }))
    at += 2 * MINUTE
    const nadia = await desk().become('nadia.belkacem')
    const page = async (date: string) =>
      (await nadia.get('desk', `/sites/nievre/as-of/${section?.slug}/${place.entry}?date=${date}`)).text
    const picture = `/sites/nievre/as-of/files/${id}`
    const after = wall(new Date(at))
    expect([(await page(before)).includes(picture), (await page(after)).includes(picture)]).toEqual([false, true])
    value(await farm.withdraw({ entry: place.entry, actor: FARM, reason: 'erreur' }))
    expect((await nadia.get('desk', picture)).status).toBe(200)
    expect((await nadia.get('desk', `/sites/nievre/as-of/files/${'0'.repeat(64)}`)).status).toBe(404)
    const lea = await desk().become('lea.bonnard')
    for (const path of [picture, `/sites/nievre/as-of/skin.css?date=${after}`, '/sites/no-such/as-of/skin.css'])
      expect((await lea.get('desk', path)).status, path).toBe(404)
  })

  async function theme(change: ChangingVocabulary['change']): Promise<void> {
    await follow(value(await changeThemes(desk().farm, { actor: FARM, vocabulary: 'themes', change })).job)
  }

  async function follow(job: number | null): Promise<void> {
    if (job !== null) await finishJob(desk().farm, job)
  }
})

const SAID = ['Dit autrement ici', 'Dit autrement ici']

interface Look {
  readonly date: string
  readonly title: string | undefined
  readonly themes: string
  readonly place: string | undefined
  readonly name: string
  readonly look: string
}

async function look(nadia: DeskVisitor, entry: number, at: number): Promise<Look> {
  const date = wall(new Date(at))
  const list = await nadia.get('desk', `${LIST}?date=${date}`)
  const row = /<li[^>]*>(?:(?!<\/li>)[\s\S])*?href="([^"]*\/as-of\/[^"]*\/\d+-[^"]*)"[\s\S]*?<\/li>/g
  const rows = [...list.text.matchAll(row)].filter(([, href = '']) => href.includes(`/${entry}-`))
  const page = await nadia.get('desk', `${LIST}/${entry}?date=${date}`)
  const themes = /<dd class="themes[\s\S]*?<\/dd>/.exec(page.text)?.[0] ?? ''
  expect(page.status).toBe(rows.length > 0 ? 200 : 404)
  const title = rows.length > 0 ? /<h1[^>]*>([^<]*)</.exec(page.text)?.[1] : undefined
  return {
    ...{ date, title },
    themes: [...themes.matchAll(/>([^<>]+)<\/a>/g)].map(([, text]) => text).join(),
    place: ['Decize', 'Nevers-sur-Loire'].find((name) => rows[0]?.[0].includes(name)),
    name: /<span class="name"[^>]*>([^<]*)</.exec(page.text)?.[1] ?? '',
    look: (await nadia.get('desk', `/sites/nievre/as-of/skin.css?date=${date}`)).text,
  }
}

function wall(date: Date): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'short' })
  return text.format(date).replace(' ', 'T')
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}
