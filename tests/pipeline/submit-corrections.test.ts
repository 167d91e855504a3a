import { beforeAll, describe, expect, it } from 'vitest'
import type { Farm } from '../../farm/open-farm.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import { describeFarmOnBoth } from '../farms.ts'
import {
  about,
  booklet,
  bulletin,
  type Cast,
  castOf,
  entryOf,
  found,
  line,
  news,
  published,
  say,
  send,
  shownOn,
  valuesOf,
  written,
} from './writing.ts'

describeFarmOnBoth('What is submitted', (open) => {
  let farm: Farm
  let cast: Cast
  beforeAll(async () => {
    farm = await open()
    cast = await castOf(farm)
  })

  describe('as a correction of what is published', () => {
    const changed = { title: 'Corrigé en attente', themes: ['training'], territories: ['Dijon'] }

    it('waits while the old revision stays live, word for word and place for place', async () => {
      const before = await published(farm, cast, news('Bien en ligne'))
      const shown = await shownOn(farm, before.id)
      await send(farm, cast.ines, about(before, news('Bien en ligne', changed)))
      const waiting = await entryOf(farm, before.id)
      expect(waiting).toMatchObject({ state: 'published', review: 'submitted', title: 'Bien en ligne' })
      expect(waiting).toMatchObject({ liveRevision: before.liveRevision, version: before.version + 1 })
      expect(await shownOn(farm, before.id)).toEqual(shown)
      expect(await found(farm, 'attent', [before.id])).toEqual([])
    })

    it('refused, leaves the old one as it was', async () => {
      const before = await published(farm, cast, news('Inébranlable'))
      const shown = await shownOn(farm, before.id)
      await send(farm, cast.ines, about(before, news('Inébranlable', changed)))
      await say(farm, cast.sylvie, before.id, 'refuse')
      const after = await entryOf(farm, before.id)
      expect(after).toMatchObject({ state: 'published', review: 'refused', title: 'Inébranlable' })
      expect((await valuesOf(farm, after)).title).toBe('Inébranlable')
      expect(await shownOn(farm, before.id)).toEqual(shown)
      expect(await found(farm, 'inebranl', [before.id])).toEqual([before.id])
    })

    it('accepted, takes its place everywhere', async () => {
      const before = await published(farm, cast, news('Déménage'))
      await send(farm, cast.ines, about(before, news('Déménage', changed)))
      await say(farm, cast.sylvie, before.id, 'approve')
      const after = await entryOf(farm, before.id)
      expect(after).toMatchObject({ title: 'Corrigé en attente', review: 'accepted' })
      expect(after.publishedAt).toBe(before.publishedAt)
      expect(await shownOn(farm, before.id)).not.toContain('yonne')
      expect(await found(farm, 'attent', [before.id])).toEqual([before.id])
    })

    it('speaks its own language only once it is live', async () => {
      const before = await published(farm, cast, booklet('Guide de l’apprenti', 'fr'))
      await send(farm, cast.ines, about(before, booklet('The apprentice’s guide', 'en')))
      expect((await entryOf(farm, before.id)).language).toBe('fr')
      await say(farm, cast.sylvie, before.id, 'approve')
      expect((await entryOf(farm, before.id)).language).toBe('en')
    })

    it('waits for other eyes than its writer’s, unless corrections are trusted or one decides alone', async () => {
      const entry = await published(farm, cast, news('À quatre yeux'))
      const correction = about(entry, news('À quatre yeux', { body: 'Un texte corrigé par la modératrice.' }))
      expect(await send(farm, cast.sylvie, correction)).toMatchObject({ outcome: 'changed' })
      expect((await entryOf(farm, entry.id)).review).toBe('submitted')
      expect(await say(farm, cast.sylvie, entry.id, 'approve')).toMatchObject({ problems: [{ code: 'own-entry' }] })
      expect(await say(farm, cast.camille, entry.id, 'approve')).toMatchObject({ ok: true })

      const trusted = await written(farm, cast.lea, { ...news('On leur fait confiance'), organisation: 'nievre' })
      expect(trusted.state).toBe('submitted')
      await say(farm, cast.nadia, trusted.id, 'approve')
      const again = { ...news('On leur fait confiance', { body: 'Corrigé sans attendre.' }), organisation: 'nievre' }
      await send(farm, cast.nadia, about(trusted, again))
      expect(await entryOf(farm, trusted.id)).toMatchObject({ review: 'accepted', state: 'published' })

      const alone = { ...news('Décide seule'), organisation: 'passerelles' }
      expect(await written(farm, cast.hanane, alone)).toMatchObject({ state: 'published' })
    })
  })

  describe('after it was taken back', () => {
    it('waits for a moderator, even where its kind shows at once', async () => {
      const sheet = (title: string) => ({ ...bulletin(title), organisation: 'nievre' })
      const entry = await written(farm, cast.lea, sheet('Bulletin de trop'))
      expect(entry.state).toBe('published')
      await farm.withdraw({ entry: entry.id, actor: cast.nadia, reason: 'Chiffres faux' })
      await send(farm, cast.lea, about(await entryOf(farm, entry.id), sheet('Bulletin corrigé')))
      expect(await entryOf(farm, entry.id)).toMatchObject({ state: 'submitted', liveRevision: null })
      expect(await shownOn(farm, entry.id)).toEqual([])
      await say(farm, cast.nadia, entry.id, 'approve')
      expect(await entryOf(farm, entry.id)).toMatchObject({ state: 'published', title: 'Bulletin corrigé' })
    })
  })

  describe('by whom', () => {
    it('is refused to whoever holds no role there, and for a body or a kind that does not exist', async () => {
      const codes = async (actor: Parameters<typeof send>[1], submission: ReturnType<typeof news>) =>
        (await send(farm, actor, submission)).problems.map((one) => one.code)
      expect(await codes(cast.lea, news('Pas chez elle'))).toEqual(['not-allowed'])
      expect(await codes({ kind: 'visitor' }, news('De nulle part'))).toEqual(['not-allowed'])
      expect(await codes(FARM, { ...news('Sans maison'), organisation: 'nulle-part' })).toEqual([
        'unknown-organisation',
      ])
      expect(await codes(FARM, { ...news('Sans genre'), serviceType: 'poem' })).toEqual(['unknown-service-type'])
    })

    it('never changes an entry under another kind, whose workflow may be lighter, nor under another body', async () => {
      const entry = await written(farm, cast.lea, { ...news('Doit attendre'), organisation: 'nievre' })
      const light = { ...about(entry, bulletin('Doit attendre')), organisation: 'nievre' }
      expect(await send(farm, cast.lea, light)).toMatchObject({
        outcome: 'refused',
        problems: [{ code: 'unknown-entry' }],
      })
      const moved = about(entry, { ...news('Doit attendre'), organisation: 'haut-nivernais' })
      expect(await send(farm, cast.nadia, moved)).toMatchObject({ problems: [{ code: 'unknown-entry' }] })
      expect(await entryOf(farm, entry.id)).toMatchObject({ state: 'submitted', serviceType: 'news', version: 1 })
    })

    it('never replaces a colleague’s entry by a file, unless one may import', async () => {
      const draft = { ...news('Le brouillon de Thomas'), organisation: 'nievre' }
      const entry = await written(farm, cast.thomas, { ...draft, intent: 'draft' })
      const file = line(3, { ...draft, raw: { ...draft.raw, body: 'Remplacé par un fichier.' } })
      expect(await send(farm, cast.lea, file)).toMatchObject({
        outcome: 'refused',
        problems: [{ code: 'not-allowed', line: 3 }],
      })
      expect((await entryOf(farm, entry.id)).version).toBe(1)
      expect(await send(farm, cast.nadia, file)).toMatchObject({ outcome: 'changed', entry: entry.id })
    })

    it('leaves refusing at the only step to moderators, and the first of two steps to proof-readers', async () => {
      const one = await written(farm, cast.lea, { ...news('Une seule étape'), organisation: 'nievre' })
      for (const word of ['approve', 'return', 'refuse'] as const)
        expect(await say(farm, cast.paul, one.id, word)).toMatchObject({ problems: [{ code: 'not-allowed' }] })
      expect(await say(farm, cast.nadia, one.id, 'refuse')).toMatchObject({ ok: true })
    })
  })

  describe('is put aside', () => {
    it('by its author while it is theirs, by a moderator after, never while it is live', async () => {
      const draft = await written(farm, cast.lea, { ...news('Au panier'), organisation: 'nievre', intent: 'draft' })
      expect(await farm.trash({ entry: draft.id, actor: cast.lea })).toMatchObject({
        ok: true,
        value: { state: 'trashed' },
      })
      const waiting = await written(farm, cast.lea, { ...news('En file'), organisation: 'nievre' })
      const asked = { entry: waiting.id, actor: cast.lea }
      expect(await farm.trash(asked)).toMatchObject({ problems: [{ code: 'not-allowed' }] })
      expect(await farm.trash({ ...asked, actor: cast.nadia })).toMatchObject({ ok: true })
      const live = await published(farm, cast, news('En ligne, donc à retirer'))
      expect(await farm.trash({ entry: live.id, actor: cast.ines })).toMatchObject({
        problems: [{ code: 'withdraw-first' }],
      })
    })

    it('is brought back by its author or a moderator, even unchanged, and by no one else', async () => {
      const sheet = { ...news('Repêchée'), organisation: 'nievre' }
      const { id } = await written(farm, cast.lea, sheet)
      await farm.trash({ entry: id, actor: cast.nadia })
      expect(await send(farm, cast.ines, about({ id }, sheet))).toMatchObject({ problems: [{ code: 'not-allowed' }] })
      for (const back of [cast.lea, cast.nadia]) {
        expect(await send(farm, back, about({ id }, sheet))).toMatchObject({ outcome: 'changed' })
        expect((await entryOf(farm, id)).state).toBe('submitted')
        await farm.trash({ entry: id, actor: cast.nadia })
      }
    })

    it('is withdrawn only where live, and never without saying why', async () => {
      const { id } = await written(farm, cast.ines, news('Jamais parue'))
      const asked = { entry: id, actor: cast.ines, reason: 'Parce que' }
      expect(await farm.withdraw(asked)).toMatchObject({ problems: [{ code: 'not-published' }] })
      const live = await published(farm, cast, news('Parue'))
      expect(await farm.withdraw({ ...asked, entry: live.id, reason: ' ' })).toMatchObject({
        problems: [{ code: 'reason-required' }],
      })
      expect(await farm.withdraw({ ...asked, entry: live.id, actor: cast.lea })).toMatchObject({
        problems: [{ code: 'not-allowed' }],
      })
    })

    it('with a correction waiting, it waits no more', async () => {
      const live = await published(farm, cast, news('Retirée avec sa correction'))
      await send(
        farm,
        cast.ines,
        about(live, news('Retirée avec sa correction', { body: 'Un autre texte, en attente.' })),
      )
      await farm.withdraw({ entry: live.id, actor: cast.ines, reason: 'Tout faux' })
      expect(await say(farm, cast.sylvie, live.id, 'approve')).toMatchObject({ problems: [{ code: 'nothing-waits' }] })
    })
  })
})
