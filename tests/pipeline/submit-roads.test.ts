import { beforeAll, describe, expect, it } from 'vitest'
import type { Farm } from '../../farm/open-farm.ts'
import { expire } from '../../pipeline/withdraw.ts'
import { describeFarmOnBoth } from '../farms.ts'
import {
  about,
  bulletin,
  type Cast,
  castOf,
  entryOf,
  found,
  news,
  published,
  say,
  send,
  shownOn,
  watch,
  written,
} from './writing.ts'

const DAY = 86_400_000

describeFarmOnBoth('What is submitted', (open) => {
  let farm: Farm
  let cast: Cast
  let now = Date.now()
  beforeAll(async () => {
    farm = await open({ now: () => now })
    cast = await castOf(farm)
  })

  describe('as a draft', () => {
    it('may lack anything but a title', async () => {
      const { title, ...rest } = news('Un brouillon').raw
      expect(await send(farm, cast.ines, { ...news(''), intent: 'draft', raw: { title: title ?? '' } })).toMatchObject({
        outcome: 'new',
      })
      expect(await send(farm, cast.ines, { ...news(''), intent: 'draft', raw: rest })).toMatchObject({
        outcome: 'refused',
        problems: [{ code: 'required', field: 'title' }],
      })
    })

    it('never with a value that cannot be read', async () => {
      const raw = { title: 'Un brouillon mal daté', valid_from: 'le 32 mars' }
      const arrival = await send(farm, cast.ines, { ...news(''), intent: 'draft', raw })
      expect(arrival.problems.map((one) => one.field)).toEqual(['valid_from'])
    })

    it('waits for nobody and shows nowhere, even where the kind is live at once', async () => {
      const entry = await written(farm, cast.lea, { ...watch('Brouillon de veille'), intent: 'draft' })
      expect(entry).toMatchObject({ state: 'draft', review: 'draft', liveRevision: null })
      expect(await shownOn(farm, entry.id)).toEqual([])
    })

    it('takes to the road unchanged, once, with all it must have', async () => {
      const entry = await written(farm, cast.ines, { ...news('Prêt à partir'), intent: 'draft' })
      expect(await send(farm, cast.ines, about(entry, news('Prêt à partir')))).toMatchObject({ outcome: 'changed' })
      const version = (await entryOf(farm, entry.id)).version
      expect(await send(farm, cast.ines, about(entry, news('Prêt à partir')))).toMatchObject({ outcome: 'same' })
      expect(await entryOf(farm, entry.id)).toMatchObject({ state: 'submitted', version })
    })
  })

  describe('with dates', () => {
    const day = (days: number) => new Date(now + days * DAY).toISOString().slice(0, 10)

    it('before its day is scheduled and shown nowhere', async () => {
      const entry = await published(farm, cast, news('Pas avant la semaine prochaine', { valid_from: day(7) }))
      expect(entry).toMatchObject({ state: 'scheduled', review: 'accepted' })
      expect(entry.publishedAt).toBe(entry.validFrom)
      expect(await farm.ports.entries.deliveries([entry.id])).toEqual([])
      expect(await found(farm, 'semain', [entry.id])).toEqual([])
    })

    it('shows at once, dated now, when a correction brings its day forward', async () => {
      const entry = await published(farm, cast, news('Avancée', { valid_from: day(7) }))
      await send(farm, cast.ines, about(entry, news('Avancée', { valid_from: day(-1) })))
      await say(farm, cast.sylvie, entry.id, 'approve')
      expect(await entryOf(farm, entry.id)).toMatchObject({ state: 'published', publishedAt: now, sortAt: now })
      expect(await shownOn(farm, entry.id)).toContain('yonne')
    })

    it('leaves its sites when a correction puts it off', async () => {
      const entry = await published(farm, cast, news('Reportée'))
      await send(farm, cast.ines, about(entry, news('Reportée', { valid_from: day(7) })))
      await say(farm, cast.sylvie, entry.id, 'approve')
      expect((await entryOf(farm, entry.id)).state).toBe('scheduled')
      expect(await shownOn(farm, entry.id)).toEqual([])
    })

    it('already over is expired at once: no live revision, no delivery, nothing to withdraw', async () => {
      const entry = await published(farm, cast, news('Déjà passé', { valid_until: day(-2) }))
      expect(entry).toMatchObject({ state: 'expired', liveRevision: null })
      expect(await farm.ports.entries.deliveries([entry.id])).toEqual([])
      const withdrawn = await farm.withdraw({ entry: entry.id, actor: cast.ines, reason: 'Trop tard' })
      expect(withdrawn).toMatchObject({ ok: false, problems: [{ code: 'not-published' }] })
    })

    it('has no end where its kind looks back and none is said, and ends with its start where it looks ahead', async () => {
      const alert = await written(
        farm,
        cast.lea,
        bulletin('Vigilance sans fin connue', { effective_from: `${day(-3)}T08:00` }),
      )
      expect(alert.state).toBe('published')
      const place = { town: 'Nevers', postcode: '58000' }
      const event = { start: `${day(3)}T09:00`, status: 'confirmed', address: place, themes: ['employment'] }
      const sheet = { ...news('Un forum'), serviceType: 'event', raw: { title: 'Un forum', ...event } }
      const { validUntil, sortAt } = await written(farm, cast.ines, sheet)
      expect(validUntil).toBe(sortAt + DAY)
    })

    it('over for its age alone comes back when somebody updates it', async () => {
      const { id } = await published(farm, cast, news('Vieillit'))
      const later = now
      now += 800 * DAY
      const entry = await entryOf(farm, id)
      expect(entry.validUntil).toBeLessThan(now)
      await expire(farm.ports, entry)
      await send(farm, cast.ines, about(entry, news('Vieillit', { body: 'Un texte remis à jour cette année.' })))
      await say(farm, cast.sylvie, id, 'approve')
      expect(await entryOf(farm, id)).toMatchObject({ state: 'published', publishedAt: now })
      now = later
    })
  })

  describe('of a kind that is live at once', () => {
    it('shows at once, on private sites alone for a private kind', async () => {
      const { id, state } = await written(farm, cast.lea, watch('Capté ce matin', { territories: ['Clamecy (58)'] }))
      expect(state).toBe('published')
      const { sites } = await farm.memory()
      const shown = await shownOn(farm, id)
      expect(shown.length).toBeGreaterThan(0)
      expect(shown.filter((site) => sites.get(site)?.visibility !== 'private')).toEqual([])
    })

    it('waits where the body is stricter', async () => {
      const at = { ...bulletin('Mildiou'), organisation: 'morbihan' }
      expect(await written(farm, cast.lea, bulletin('Mildiou'))).toMatchObject({ state: 'published' })
      const strict = { ...at, organisation: 'bretagne' }
      expect(await written(farm, cast.maelle, strict)).toMatchObject({ state: 'submitted' })
      expect(await written(farm, cast.soizic, at)).toMatchObject({ state: 'published' })
    })
  })
})
