import { expect, it } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { dutiesOf } from '../../../farm/organisations/duties.ts'
import { deskEntries } from '../../../farm/storage/entries/desk-store.ts'
import type { Person } from '../../../farm/storage/network/people-reader.ts'
import { describeFarmOnBoth } from '../../farms.ts'
import { about, castOf, news, published, say, send, written } from '../writing.ts'

describeFarmOnBoth('What waits for a person', (open) => {
  it('is what they may approve, and nothing else, for everyone of the demo', async () => {
    const farm = await open()
    await addHardCases(farm)
    const { entries } = farm.storage.tables
    const waiting = (await farm.storage.read.select().from(entries)).filter((one) => WAITING.has(one.review))
    expect(waiting.length).toBeGreaterThan(20)
    let shown = 0
    for (const person of await farm.people.all()) {
      const listed = new Set([...(await queue(farm, person, 'proof-read')), ...(await queue(farm, person, 'moderate'))])
      for (const { id, title } of waiting) {
        const foreseen = await farm.foresee({ entry: id, word: 'approve', reason: '', actor: person })
        expect(listed.has(id), `${title}, for ${person.login}`).toBe(foreseen.ok)
      }
      shown += listed.size
      expect([...listed].filter((id) => !waiting.some((one) => one.id === id))).toEqual([])
    }
    expect(shown).toBeGreaterThan(50)
  })
})

const WAITING = new Set(['submitted', 'proofread'])

/** What the demo has none of: a moderator's own change to what is public, an entry one proof-read, another's work touched up. */
async function addHardCases(farm: Farm): Promise<void> {
  const cast = await castOf(farm)
  const live = await published(farm, cast, news('Corrigée par sa modératrice'))
  const change = { body: 'Un texte que personne d’autre n’a lu.' }
  await send(farm, cast.sylvie, about(live, news('Corrigée par sa modératrice', change)))
  const touched = await written(farm, cast.lea, { ...news('Retouchée'), organisation: 'nievre' })
  await send(farm, cast.nadia, about(touched, { ...news('Retouchée', change), organisation: 'nievre' }))
  const alone = await written(farm, cast.sylvie, { ...news('De la région'), organisation: 'bourgogne-franche-comte' })
  await say(farm, cast.camille, alone.id, 'return')
  await send(
    farm,
    cast.sylvie,
    about(alone, { ...news('De la région', change), organisation: 'bourgogne-franche-comte' }),
  )
  const review = { approved_by: 'La directrice', approved_on: '2026-11-01', review_on: '2027-11-01' }
  const question = { ...news('Lue par Sylvie', review), organisation: 'nievre', serviceType: 'faq' }
  const { id } = await written(farm, cast.lea, question)
  await say(farm, cast.sylvie, id, 'approve')
}

async function queue(farm: Farm, person: Person, step: 'proof-read' | 'moderate'): Promise<readonly number[]> {
  const duties = dutiesOf(person, step, await farm.memory())
  const request = { organisations: duties.organisations, waiting: duties, order: 'waiting', limit: 5_000 } as const
  return (await deskEntries(farm.storage, request)).map((one) => one.entry.id)
}
