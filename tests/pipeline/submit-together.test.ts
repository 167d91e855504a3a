import { beforeAll, expect, it } from 'vitest'
import type { Farm } from '../../farm/open-farm.ts'
import { confirm } from '../../pipeline/confirm.ts'
import { decide } from '../../pipeline/decide.ts'
import { FARM } from '../../pipeline/model/actor.ts'
import type { Changes, Ports } from '../../pipeline/ports.ts'
import { submit } from '../../pipeline/submit.ts'
import { withdraw } from '../../pipeline/withdraw.ts'
import { describeFarmOnBoth } from '../farms.ts'
import {
  about,
  type Cast,
  castOf,
  entryOf,
  everything,
  found,
  line,
  news,
  published,
  say,
  send,
  termsIn,
  written,
} from './writing.ts'

describeFarmOnBoth('What is written together', (open) => {
  let farm: Farm
  let cast: Cast
  beforeAll(async () => {
    farm = await open()
    cast = await castOf(farm)
  })

  it('is written whole or not at all, wherever it breaks', async () => {
    const entry = await published(farm, cast, news('Avant la panne'))
    const lines = [
      line(1, news('Après la panne'), { entry: entry.id }),
      line(2, news('Jamais venue')),
      line(3, { ...news('Vue en passant'), organisation: 'passerelles' }),
    ]
    const before = { rows: await everything(farm), terms: await termsIn(farm, entry.id) }
    for (const part of BREAKABLE)
      await expect(submit(breaking(farm.ports, part), lines, { actor: cast.camille }), part).rejects.toThrow()
    await expect(withdraw(breaking(farm.ports, 'events'), gone(entry.id, cast.ines))).rejects.toThrow()
    expect(await everything(farm)).toEqual(before.rows)
    expect(await termsIn(farm, entry.id)).toEqual(before.terms)
    expect(await entryOf(farm, entry.id)).toEqual(entry)
    expect(await found(farm, 'pann', [entry.id])).toEqual([entry.id])
    const arrivals = await farm.submit(lines, { actor: cast.camille })
    expect(arrivals.map((one) => one.outcome)).toEqual(['changed', 'new', 'new'])
  })

  it('is undone as a whole where somebody saved one of its entries meanwhile, and forgets having seen it', async () => {
    const entry = await written(farm, cast.ines, news('Prise de vitesse'))
    const seen = new Set<string>()
    const saving = meanwhile(farm.ports, () => send(farm, cast.ines, about(entry, news('Prise de vitesse, et gagné'))))
    const lines = [
      line(1, news('Innocente')),
      line(2, news('Prise de vitesse', { body: 'Un autre texte, trop tard.' })),
    ]
    const before = (await everything(farm)).entries
    const arrivals = await submit(saving, lines, { actor: cast.ines, seen })
    expect(arrivals.flatMap((one) => one.problems.map((problem) => problem.code))).toEqual([
      'stale-version',
      'stale-version',
    ])
    expect((await everything(farm)).entries).toBe(before)
    expect(await entryOf(farm, entry.id)).toMatchObject({ title: 'Prise de vitesse, et gagné', version: 2 })
    expect([...seen]).toEqual([])
  })

  it('refuses a line whose writer started from an older version, and takes the others', async () => {
    const entry = await written(farm, cast.ines, news('Lue hier'))
    await send(farm, cast.ines, about(entry, news('Lue hier', { body: 'Corrigée depuis par quelqu’un.' })))
    const late = { ...about(entry, news('Lue hier', { body: 'Corrigée trop tard.' })), version: entry.version }
    const twice = news('Lue hier', { body: 'Deux fois dans un envoi.' })
    const lines = [
      line(1, late),
      line(2, news('À l’heure')),
      line(3, about(entry, twice)),
      line(4, about(entry, twice)),
    ]
    const arrivals = await farm.submit(lines, { actor: cast.ines })
    expect(arrivals.map((one) => one.outcome)).toEqual(['refused', 'new', 'changed', 'refused'])
    expect(arrivals[0]?.problems).toEqual([{ code: 'stale-version', line: 1 }])
    expect(arrivals[3]?.problems).toEqual([{ code: 'stale-version', line: 4 }])
  })

  it('says what would become of everything, and writes nothing, where it is rehearsed', async () => {
    const entry = await published(farm, cast, news('Répétée'))
    const before = await everything(farm)
    const lines = [
      line(1, news('Répétée', { body: 'Un texte qui serait nouveau.' })),
      line(2, news('Nouvelle, en répétition')),
    ]
    const rehearsed = await farm.submit(lines, { actor: cast.ines, rehearse: true })
    expect(rehearsed.map((one) => one.outcome)).toEqual(['changed', 'new'])
    expect(await everything(farm)).toEqual(before)
    expect(await entryOf(farm, entry.id)).toEqual(entry)
  })

  it('keeps off a site what was withdrawn while the site said yes to it', async () => {
    const { entry, subscription } = await keptOut(farm, cast)
    const yes = { entry, subscription, shown: true, reason: '', actor: FARM }
    const clock = farm.epochs.current('site:yonne')
    const slow = meanwhile(farm.ports, () => farm.confirm(yes))
    expect(await withdraw(slow, gone(entry, cast.ines))).toMatchObject({ ok: true })
    expect(await stateOf(farm, entry, subscription)).toBe('retracted')
    expect(farm.epochs.current('site:yonne')).toBeGreaterThan(clock)
  })

  it('keeps off a site what was withdrawn just before its yes was written', async () => {
    const { entry, subscription } = await keptOut(farm, cast)
    const slow = meanwhile(farm.ports, () => farm.withdraw(gone(entry, cast.ines)))
    await confirm(slow, { entry, subscription, shown: true, reason: '', actor: FARM })
    expect(await stateOf(farm, entry, subscription)).not.toBe('live')
    expect(await farm.confirm({ entry, subscription, shown: true, reason: '', actor: FARM })).toMatchObject({
      ok: false,
    })
  })

  it('keeps a site’s exclusion said while a correction was being published', async () => {
    const { entry, subscription } = await keptOut(farm, cast)
    await farm.confirm({ entry, subscription, shown: true, reason: '', actor: FARM })
    await send(
      farm,
      cast.ines,
      about({ id: entry }, news('Gardée dehors', { body: 'Un texte corrigé, qu’on publie.' })),
    )
    const no = { entry, subscription, shown: false, reason: 'Pas ici', actor: FARM }
    const slow = meanwhile(farm.ports, () => farm.confirm(no))
    expect(await decide(slow, { entry, word: 'approve', reason: '', actor: cast.sylvie })).toMatchObject({ ok: true })
    expect(await stateOf(farm, entry, subscription)).toBe('excluded')
  })

  it('brings back what a site kept out only while it is published and still asked for', async () => {
    const { entry, subscription } = await keptOut(farm, cast)
    const yes = { entry, subscription, shown: true, reason: '', actor: FARM }
    await send(farm, cast.ines, about({ id: entry }, news('Gardée dehors', { territories: ['Dijon'] })))
    await say(farm, cast.sylvie, entry, 'approve')
    expect(await farm.confirm(yes)).toMatchObject({ ok: false, problems: [{ code: 'nothing-waits' }] })
    await send(farm, cast.ines, about({ id: entry }, news('Gardée dehors')))
    await say(farm, cast.sylvie, entry, 'approve')
    expect(await stateOf(farm, entry, subscription)).toBe('excluded')
    expect(await farm.confirm(yes)).toMatchObject({ ok: true, value: { state: 'live' } })
  })
})

const BREAKABLE = ['revisions', 'deliveries', 'decisions', 'events'] as const

/** Ports whose commit breaks inside, at that part: one of its rows comes twice. */
function breaking(ports: Ports, part: (typeof BREAKABLE)[number]): Ports {
  const twice = (changes: Changes): Partial<Changes> => {
    const delivery = { ...DELIVERY, entry: changes.inserted[0]?.id ?? 0 }
    if (part === 'deliveries') return { deliveries: [...changes.deliveries, delivery, delivery] }
    if (part === 'decisions') return { decisions: [DECISION, DECISION] }
    if (part === 'revisions') return { revisions: [...changes.revisions, ...changes.revisions] }
    return { events: [...changes.events, ...changes.events] }
  }
  return { ...ports, commit: (changes) => ports.commit({ ...changes, ...twice(changes) }) }
}

const DECISION = { id: 1, entry: 1, revision: 1, verdict: 'approve', person: null, reason: '', at: 0 } as const
const TIMES = { since: 0, updatedAt: 0, revisionSince: 0, sortAt: 0 }
const DELIVERY = { subscription: 1, site: 'yonne', state: 'live', revision: 1, serviceType: 'news', ...TIMES } as const

/** Ports that let something else happen between what is decided and what is written. */
function meanwhile(ports: Ports, happens: () => Promise<unknown>): Ports {
  return {
    ...ports,
    async commit(changes) {
      await happens()
      return ports.commit(changes)
    },
  }
}

function gone(entry: number, actor: Cast['ines']) {
  return { entry, actor, reason: 'Démenti' }
}

/** Published news that the Yonne's own site keeps out. */
async function keptOut(farm: Farm, cast: Cast) {
  const { id } = await published(farm, cast, { ...news('Gardée dehors'), duplicateSeen: true })
  const delivery = (await farm.ports.entries.deliveries([id])).find((one) => one.site === 'yonne')
  if (!delivery) throw new Error('the Yonne does not take its own news')
  const { subscription } = delivery
  const kept = await farm.confirm({ entry: id, subscription, shown: false, reason: 'Pas ici', actor: FARM })
  if (!kept.ok) throw new Error(JSON.stringify(kept.problems))
  return { entry: id, subscription }
}

async function stateOf(farm: Farm, entry: number, subscription: number) {
  const all = await farm.ports.entries.deliveries([entry])
  return all.find((one) => one.subscription === subscription)?.state
}
