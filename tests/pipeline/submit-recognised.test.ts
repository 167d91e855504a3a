import { beforeAll, describe, expect, it } from 'vitest'
import type { Farm } from '../../farm/open-farm.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import { describeFarmOnBoth } from '../farms.ts'
import { about, type Cast, castOf, entryOf, line, news, published, say, send, written } from './writing.ts'

const DAY = 86_400_000

describeFarmOnBoth('What is submitted', (open) => {
  let farm: Farm
  let cast: Cast
  let now = Date.now()
  beforeAll(async () => {
    farm = await open({ now: () => now })
    cast = await castOf(farm)
  })

  describe('is recognised', () => {
    it('by the identity its source gives, never by another source’s, whatever the title', async () => {
      const item = (title: string, source: number) => line(1, news(title), { road: 'feed', externalId: 'g-1', source })
      const first = await send(farm, FARM, item('Premier titre', 901))
      expect(await send(farm, FARM, item('Titre corrigé', 901))).toMatchObject({
        outcome: 'changed',
        entry: first.entry,
      })
      expect(await send(farm, FARM, item('Titre corrigé', 901))).toMatchObject({ outcome: 'same', entry: first.entry })
      const elsewhere = await send(farm, FARM, item('Titre corrigé', 902))
      expect(elsewhere.outcome).toBe('new')
    })

    it('by its address, however it is linked, and by its title where it has none', async () => {
      const at = (source_url: string, title = 'Une page') => line(1, news(title, { source_url }))
      const { entry } = await send(farm, cast.ines, at('https://www.journal.example/article/?utm_source=lettre'))
      const again = await send(farm, cast.ines, at('http://journal.example/article', 'Une page renommée'))
      expect(again).toMatchObject({ outcome: 'changed', entry })
      const other = await send(farm, cast.ines, at('https://journal.example/autre', 'Une page renommée'))
      expect(other).toMatchObject({ outcome: 'new' })
      const plain = await send(farm, cast.ines, line(1, news('Sans adresse')))
      expect(await send(farm, cast.ines, line(1, news('SANS ADRESSE !')))).toMatchObject({ entry: plain.entry })
    })

    it('in one kind of one body only', async () => {
      const { entry } = await send(farm, cast.ines, line(1, news('Partout pareil')))
      const elsewhere = await send(
        farm,
        cast.aurelie,
        line(1, { ...news('Partout pareil'), organisation: 'cote-d-or' }),
      )
      expect(elsewhere).toMatchObject({ outcome: 'new' })
      const { duplicates } = farm.storage.tables
      const pairs = await farm.storage.read.select().from(duplicates)
      expect(pairs.filter((pair) => pair.entry === elsewhere.entry).map((pair) => pair.other)).toEqual([entry])
    })

    it('by a form as something to look at first, and made apart once that was seen', async () => {
      const first = await written(farm, cast.ines, news('Vu deux fois'))
      expect(await send(farm, cast.ines, news('Vu deux fois'))).toMatchObject({
        outcome: 'duplicate',
        problems: [{ code: 'duplicate', params: { entry: first.id, title: 'Vu deux fois' } }],
      })
      const apart = await send(farm, cast.ines, { ...news('Vu deux fois'), duplicateSeen: true })
      expect(apart).toMatchObject({ outcome: 'new' })
    })

    it('once in a file, by whatever sign: a later line for the same entry holds back no other', async () => {
      const known = await written(
        farm,
        cast.ines,
        news('Su par son titre', { source_url: 'https://journal.example/su' }),
      )
      const lines = [
        line(2, news('Titre nouveau', { source_url: 'https://journal.example/su' })),
        line(3, news('Su par son titre')),
        line(4, news('Une ligne sans histoire')),
        line(5, news('Une ligne sans histoire')),
      ]
      const arrivals = await farm.submit(lines, { actor: cast.ines })
      expect(arrivals.map((one) => one.outcome)).toEqual(['changed', 'duplicate', 'new', 'duplicate'])
      expect(arrivals[0]?.entry).toBe(known.id)
      expect(arrivals[1]?.problems).toEqual([{ code: 'duplicate-in-file', line: 3 }])
    })

    it('in the next chunk of its batch too', async () => {
      const seen = new Set<string>()
      const chunk = async (submission: ReturnType<typeof news>) =>
        (await farm.submit([line(1, submission)], { actor: cast.ines, seen }))[0]?.outcome
      expect(await chunk(news('Morceau', { source_url: 'https://journal.example/morceau' }))).toBe('new')
      expect(await chunk(news('Morceau'))).toBe('duplicate')
      expect(await chunk(news('Autre morceau'))).toBe('new')
    })
  })

  describe('and was taken away', () => {
    const item = (title: string, body: string) =>
      line(1, news(title, { body }), { road: 'feed', externalId: title, source: 903 })

    it('stays withdrawn, refused or binned, whatever its source repeats or changes', async () => {
      const ends = {
        'Sera retirée': async (entry: number) => {
          await say(farm, cast.ines, entry, 'approve')
          return farm.withdraw({ entry, actor: cast.ines, reason: 'Démenti' })
        },
        'Sera refusée': (entry: number) => say(farm, cast.ines, entry, 'refuse'),
        'Sera jetée': (entry: number) => farm.trash({ entry, actor: cast.ines }),
      }
      for (const [title, end] of Object.entries(ends)) {
        const { entry = 0 } = await send(farm, FARM, item(title, 'Texte premier, assez long pour être lu.'))
        const ended = await end(entry)
        if (!ended.ok) throw new Error(JSON.stringify(ended.problems))
        for (const body of ['Texte premier, assez long pour être lu.', 'Un tout autre texte, changé depuis.'])
          expect(await send(farm, FARM, item(title, body))).toMatchObject({ outcome: 'same', entry })
        expect(await entryOf(farm, entry)).toEqual(ended.value)
      }
    })

    it('keeps a refused correction away, and takes the next one', async () => {
      const { entry = 0 } = await send(farm, FARM, item('Corrigée', 'Un premier texte.'))
      await say(farm, cast.ines, entry, 'approve')
      await send(farm, FARM, item('Corrigée', 'Une correction douteuse.'))
      await say(farm, cast.ines, entry, 'refuse')
      expect(await send(farm, FARM, item('Corrigée', 'Une correction douteuse.'))).toMatchObject({ outcome: 'same' })
      expect(await send(farm, FARM, item('Corrigée', 'Une bonne correction.'))).toMatchObject({ outcome: 'changed' })
      expect(await entryOf(farm, entry)).toMatchObject({ state: 'published', review: 'submitted' })
    })

    it('is proposed again by a person as it was, and dated anew once accepted', async () => {
      const entry = await published(farm, cast, news('Revient'))
      await farm.withdraw({ entry: entry.id, actor: cast.ines, reason: 'Par erreur' })
      now += DAY
      expect(await send(farm, cast.ines, about(entry, news('Revient')))).toMatchObject({ outcome: 'changed' })
      expect(await entryOf(farm, entry.id)).toMatchObject({ state: 'submitted', liveRevision: null })
      await say(farm, cast.sylvie, entry.id, 'approve')
      expect(await entryOf(farm, entry.id)).toMatchObject({ state: 'published', publishedAt: now, sortAt: now })
    })
  })
})
