import { expect, it } from 'vitest'
import { deskDepartures } from '../../../../farm/storage/entries/desk-departures.ts'
import { deskEntries } from '../../../../farm/storage/entries/desk-store.ts'
import type { Submission } from '../../../../pipeline/model/submission.ts'
import { describeFarmOnBoth, person } from '../../../farms.ts'

describeFarmOnBoth('What left a list of the desk', (open) => {
  it('is told by the state it reached and by what it is called now, and never of what the list did not hold', async () => {
    const clock = { at: Date.now() }
    const farm = await open({ now: () => clock.at })
    const [lea, nadia] = [await person(farm, 'lea.bonnard'), await person(farm, 'nadia.belkacem')]
    async function propose(title: string, entry?: number): Promise<number> {
      clock.at += 1_000
      const [arrival] = await farm.submit([pressSheet(title, entry)], { actor: lea })
      return arrival?.entry ?? 0
    }
    const since = clock.at
    const asked = { organisations: ['nievre'], serviceType: 'press-review' }
    const left = async (wanted: object) => {
      const request = { ...asked, ...wanted }
      const gone = await deskDepartures(farm.storage, request, { since, limit: 100 })
      const held = await deskEntries(farm.storage, { ...request, order: 'recent', limit: 500 })
      const ids = gone.map(({ entry }) => entry)
      expect(held.filter(({ entry }) => ids.includes(entry.id))).toEqual([])
      return ids
    }
    const entry = await propose('Forum de Nevers')
    const other = await propose('Autre chose')
    expect(await left({ states: ['submitted'] })).not.toContain(entry)
    clock.at += 1_000
    await farm.decide({ entry, word: 'approve', reason: '', actor: nadia })
    expect(await left({ states: ['submitted'] })).toEqual([entry])
    expect(await left({ states: ['submitted'], title: 'forum' })).toEqual([entry])
    expect(await left({ states: ['submitted'], title: 'absent' })).toEqual([])
    expect(await left({ states: ['refused'] })).toEqual([])
    expect(await left({ states: ['submitted'], organisations: ['yonne'] })).toEqual([])
    expect(await left({ states: ['submitted'], serviceType: 'job' })).toEqual([])

    await propose('Salon de Nevers', entry)
    await farm.decide({ entry, word: 'approve', reason: '', actor: nadia })
    expect(await left({ title: 'FORUM' })).toEqual([entry])
    expect(await left({ title: 'salon' })).toEqual([])

    const day = clock.at + 500
    clock.at += 1_000
    expect((await farm.withdraw({ entry, actor: nadia, reason: 'Démentie' })).ok).toBe(true)
    expect(await left({ states: ['published'] })).toEqual([entry])
    expect(await left({ changed: { from: since, until: day } })).toEqual([entry])
    expect(await left({ changed: { from: day } })).toEqual([])
    expect(
      await deskDepartures(farm.storage, { ...asked, states: ['published'] }, { since: clock.at + 1, limit: 9 }),
    ).toEqual([])

    clock.at += 1_000
    await farm.decide({ entry: other, word: 'refuse', reason: 'Hors sujet', actor: nadia })
    expect((await farm.trash({ entry: other, actor: nadia })).ok).toBe(true)
    const shown = ['submitted', 'changes-requested', 'refused', 'published', 'withdrawn']
    expect(await left({ states: shown })).toEqual([other])
    expect(await left({ states: [...shown, 'draft'], author: lea.id })).toEqual([other])
  })
})

function pressSheet(title: string, entry: number | undefined): Submission {
  return {
    ...{ serviceType: 'press-review', organisation: 'nievre', road: 'form', intent: 'propose', entry },
    raw: {
      ...{ title, source_name: 'Le Courrier du Morvan', source_date: '2026-11-02', rights: 'link' },
      ...{ summary: `${title}, en quelques lignes.`, themes: ['employment'], territories: ['Decize'] },
    },
  }
}
