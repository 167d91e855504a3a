import { expect, it } from 'vitest'
import { listEntries } from '../../farm/lists/list-entries.ts'
import type { Farm } from '../../farm/open-farm.ts'
import type { Actor } from '../../pipeline/model/actor.ts'
import type { Submission } from '../../pipeline/model/submission.ts'
import { describeFarmOnBoth, person } from '../farms.ts'

describeFarmOnBoth('The walk of an entry', (open) => {
  it('takes a press sheet about a commune of the Nièvre to the département, the region and a theme portal, and back', async () => {
    const farm = await open()
    const lea = await person(farm, 'lea.bonnard')
    const nadia = await person(farm, 'nadia.belkacem')
    const arrival = await propose(farm, lea, sheet('Une fonderie rouvre à Imphy'))
    expect(arrival).toMatchObject({ outcome: 'new', problems: [] })
    const id = arrival?.entry ?? 0
    expect(await sitesShowing(farm, id)).toEqual([])
    const approved = await farm.decide({ entry: id, word: 'approve', reason: '', actor: nadia })
    expect(approved).toMatchObject({ ok: true, value: { state: 'published' } })
    expect(await sitesShowing(farm, id)).toEqual(
      expect.arrayContaining(['nievre', 'bourgogne-franche-comte', 'kiosque']),
    )
    expect(await foundIn(farm, 'nievre', 'fonderie')).toContain(id)

    const corrected = { ...sheet('Une fonderie rouvre à Imphy avec 40 emplois'), entry: id }
    expect(await propose(farm, lea, corrected)).toMatchObject({ outcome: 'changed' })
    expect(await foundIn(farm, 'nievre', '40 emplois')).not.toContain(id)
    expect(await farm.ports.entries.get(id)).toMatchObject({
      state: 'published',
      review: 'submitted',
      title: 'Une fonderie rouvre à Imphy',
    })
    await farm.decide({ entry: id, word: 'approve', reason: '', actor: nadia })
    expect(await farm.ports.entries.get(id)).toMatchObject({
      review: 'accepted',
      title: 'Une fonderie rouvre à Imphy avec 40 emplois',
    })
    expect(await foundIn(farm, 'bourgogne-franche-comte', '40 emplois')).toContain(id)

    const withdrawn = await farm.withdraw({ entry: id, actor: lea, reason: 'Article démenti' })
    expect(withdrawn).toMatchObject({ ok: true, value: { state: 'withdrawn' } })
    expect(await sitesShowing(farm, id)).toEqual([])
    expect(await foundIn(farm, 'nievre', 'fonderie')).not.toContain(id)
  })

  it('lets nobody decide on their own entry, nor a contributor decide at all', async () => {
    const farm = await open()
    const nadia = await person(farm, 'nadia.belkacem')
    const lea = await person(farm, 'lea.bonnard')
    const own = await propose(farm, nadia, sheet('Un article de Nadia'))
    expect(await say(farm, own?.entry, 'approve', nadia)).toMatchObject({
      ok: false,
      problems: [{ code: 'own-entry' }],
    })
    expect(await say(farm, own?.entry, 'approve', lea)).toMatchObject({
      ok: false,
      problems: [{ code: 'not-allowed' }],
    })
  })

  it('asks two different people where the workflow has two steps', async () => {
    const farm = await open()
    const sylvie = await person(farm, 'sylvie.rollin')
    const marc = await person(farm, 'marc.thevenin')
    const [waiting] = await waitingTraining(farm)
    expect(await say(farm, waiting, 'approve', sylvie)).toMatchObject({ ok: true, value: { state: 'proofread' } })
    expect(await say(farm, waiting, 'approve', marc)).toMatchObject({ ok: false, problems: [{ code: 'not-allowed' }] })
    expect(await say(farm, waiting, 'approve', sylvie)).toMatchObject({
      ok: false,
      problems: [{ code: 'proof-read-by-you' }],
    })
  })

  it('never returns or refuses without saying why', async () => {
    const farm = await open()
    const nadia = await person(farm, 'nadia.belkacem')
    const arrival = await propose(farm, await person(farm, 'lea.bonnard'), sheet('À compléter'))
    expect(await say(farm, arrival?.entry, 'return', nadia, '  ')).toMatchObject({
      ok: false,
      problems: [{ code: 'reason-required' }],
    })
    expect(await say(farm, arrival?.entry, 'return', nadia, 'Il manque la date')).toMatchObject({
      ok: true,
      value: { state: 'changes-requested' },
    })
  })

  it('keeps the first of two writers and tells the second, losing nothing', async () => {
    const farm = await open()
    const lea = await person(farm, 'lea.bonnard')
    const arrival = await propose(farm, lea, sheet('Deux plumes'))
    const entry = arrival?.entry ?? 0
    const version = (await farm.ports.entries.get(entry))?.version
    expect(await propose(farm, lea, { ...sheet('Deux plumes, la première'), entry, version })).toMatchObject({
      outcome: 'changed',
    })
    expect(await propose(farm, lea, { ...sheet('Deux plumes, la seconde'), entry, version })).toMatchObject({
      outcome: 'refused',
      problems: [{ code: 'stale-version' }],
    })
  })

  it('recognises what it already has: same, duplicate in the file, and likely duplicate elsewhere', async () => {
    const farm = await open()
    const lea = await person(farm, 'lea.bonnard')
    const first = await propose(farm, lea, sheet('Déjà vu'))
    expect(await propose(farm, lea, sheet('Déjà vu'))).toMatchObject({
      outcome: 'duplicate',
      problems: [{ code: 'duplicate', params: { entry: first?.entry } }],
    })
    const rows: Submission[] = [
      { ...sheet('Déjà vu'), road: 'csv', line: 2 },
      { ...sheet('Neuf'), road: 'csv', line: 3 },
      { ...sheet('Neuf'), road: 'csv', line: 4 },
    ]
    const arrivals = await farm.submit(rows, { actor: lea })
    expect(arrivals.map((one) => one.outcome)).toEqual(['same', 'new', 'duplicate'])
    expect(arrivals[2]?.problems).toEqual([{ code: 'duplicate-in-file', line: 4 }])
  })

  it('refuses one line with its field and keeps the others', async () => {
    const farm = await open()
    const lea = await person(farm, 'lea.bonnard')
    const wrong = { ...sheet('Sans lieu connu'), raw: { ...sheet('x').raw, territories: 'Nevres' } }
    const arrivals = await farm.submit(
      [
        { ...wrong, line: 2, road: 'csv' },
        { ...sheet('Bonne ligne'), line: 3, road: 'csv' },
      ],
      { actor: lea },
    )
    expect(arrivals.map((one) => one.outcome)).toEqual(['refused', 'new'])
    expect(arrivals[0]?.problems[0]).toMatchObject({ field: 'territories', line: 2 })
  })

  it('shows a private kind on no public site, whatever a subscription asks', async () => {
    const farm = await open()
    const { subscriptions } = await farm.memory()
    const { deliveries } = farm.storage.tables
    const rows = await farm.storage.read.select().from(deliveries)
    const { sites, serviceType } = await farm.memory()
    const leaks = rows.filter(
      (row) => serviceType(row.serviceType)?.visibility === 'private' && sites.get(row.site)?.visibility === 'public',
    )
    expect(rows.length).toBeGreaterThan(500)
    expect(subscriptions.get(rows[0]?.subscription ?? 0)).toBeDefined()
    expect(leaks).toEqual([])
  })
})

function sheet(title: string): Submission {
  return {
    serviceType: 'press-review',
    organisation: 'nievre',
    road: 'form',
    intent: 'propose',
    raw: {
      title,
      source_name: 'Le Courrier du Morvan',
      source_date: '2026-11-02',
      summary: `${title}, en quelques lignes bien à nous.`,
      rights: 'link',
      themes: ['employment'],
      territories: ['Imphy'],
    },
  }
}

async function propose(farm: Farm, actor: Actor, submission: Submission) {
  return (await farm.submit([submission], { actor }))[0]
}

function say(
  farm: Farm,
  entry: number | undefined,
  word: 'approve' | 'return' | 'refuse',
  ...[actor, reason = '']: [Actor, string?]
) {
  return farm.decide({ entry: entry ?? 0, word, reason, actor })
}

async function sitesShowing(farm: Farm, id: number): Promise<string[]> {
  return (await farm.ports.entries.deliveries([id])).filter((one) => one.state === 'live').map((one) => one.site)
}

async function foundIn(farm: Farm, site: string, query: string): Promise<number[]> {
  const { sites } = await farm.memory()
  const subscriptions = sites.subscriptions(site).map((one) => one.id)
  const page = await listEntries(farm.storage, { subscriptions, terms: [], query, upcoming: false, limit: 50 })
  return page.items.map((one) => one.entry.id)
}

async function waitingTraining(farm: Farm): Promise<number[]> {
  const { entries } = farm.storage.tables
  const rows = await farm.storage.read.select().from(entries)
  const policy = (await farm.memory()).organisations
  const under = policy.below('bourgogne-franche-comte')
  return rows
    .filter((row) => row.review === 'submitted' && row.serviceType === 'training' && under.has(row.organisation))
    .map((row) => row.id)
}
