import { beforeAll, describe, expect, it } from 'vitest'
import { setDisabled } from '../farm/identity/people.ts'
import type { Farm } from '../farm/open-farm.ts'
import { dutiesOf } from '../farm/organisations/duties.ts'
import { organisationsFor, organisationsWhere, sitesWhere } from '../farm/organisations/reach.ts'
import { siteDeliveries } from '../farm/storage/deliveries/site-deliveries.ts'
import { countDeskEntries, type DeskRequest, deskEntries } from '../farm/storage/entries/desk-store.ts'
import type { Person } from '../farm/storage/network/people-reader.ts'
import { VISITOR } from '../pipeline/model/actor.ts'
import type { Entry } from '../pipeline/model/entry.ts'
import { may } from '../pipeline/model/may.ts'
import { describeFarmOnBoth, person } from './farms.ts'
import { castOf, news, written } from './pipeline/writing.ts'

const NIEVRE = ['nievre', 'haut-nivernais']
const BOURGOGNE = ['bourgogne-franche-comte', ...NIEVRE, 'yonne', 'saone-et-loire', 'cote-d-or']
const BRETAGNE = ['bretagne', 'finistere', 'morbihan']
const NETWORK = ['confluences', ...BOURGOGNE, ...BRETAGNE]

/** Everyone of the demo, and the bodies whose work they see: those under the ones they hold a role in. */
const REACH: Readonly<Record<string, readonly string[]>> = {
  'camille.ferrand': [...NETWORK, 'passerelles'],
  'odile.marchal': NETWORK,
  'hugo.lemoine': NETWORK,
  'sylvie.rollin': BOURGOGNE,
  'marc.thevenin': BOURGOGNE,
  'francoise.dubreuil': NIEVRE,
  'nadia.belkacem': NIEVRE,
  'paul.guillemin': NIEVRE,
  'lea.bonnard': NIEVRE,
  'thomas.jacquet': NIEVRE,
  'julien.moreau': ['haut-nivernais'],
  'ines.carpentier': ['yonne'],
  'gilles.perrot': ['saone-et-loire'],
  'aurelie.vincent': ['cote-d-or'],
  'maelle.legoff': BRETAGNE,
  'yann.kerbrat': ['finistere'],
  'soizic.lebihan': ['morbihan'],
  'hanane.roussel': ['passerelles'],
  'pierre.lavalette': [],
}

/** Who moderates or administers, and so reads drafts where they do. */
const MODERATORS = new Set([
  'camille.ferrand',
  'odile.marchal',
  'sylvie.rollin',
  'francoise.dubreuil',
  'nadia.belkacem',
  'julien.moreau',
  'ines.carpentier',
  'gilles.perrot',
  'aurelie.vincent',
  'maelle.legoff',
  'yann.kerbrat',
  'hanane.roussel',
])

describeFarmOnBoth('Nobody sees another body’s work', (open) => {
  let farm: Farm
  let people: readonly Person[]
  let all: readonly Entry[]
  beforeAll(async () => {
    farm = await open()
    people = await farm.people.all()
    await addPrivateWork(farm)
    const { entries } = farm.storage.tables
    const ids = (await farm.storage.read.select({ id: entries.id }).from(entries)).map((one) => one.id)
    all = await farm.ports.entries.many(ids)
  })

  it('knows everyone of the demo, and every body', async () => {
    const { organisations } = await farm.memory()
    expect(people.map((one) => one.login).sort()).toEqual(Object.keys(REACH).sort())
    expect(
      organisations
        .all()
        .map((one) => one.id)
        .sort(),
    ).toEqual(REACH['camille.ferrand']?.toSorted())
    for (const { id } of organisations.all())
      expect(all.filter((one) => one.organisation === id).map((one) => one.state)).toEqual(
        expect.arrayContaining(['draft', 'trashed']),
      )
  })

  it('an entry is read by its author and its bodies’ people; a draft, by moderators alone', async () => {
    const memory = await farm.memory()
    for (const reader of people)
      for (const entry of all) {
        const theirs = (REACH[reader.login] ?? []).includes(entry.organisation)
        const hidden = entry.state === 'draft' || entry.state === 'trashed'
        const expected = entry.author === reader.id || (theirs && (!hidden || MODERATORS.has(reader.login)))
        const { yes } = may(reader, { action: 'read-entry', entry }, memory)
        if (yes !== expected)
          expect.fail(`${reader.login} ${yes ? 'reads' : 'cannot read'} ${entry.state} ${entry.title}`)
      }
    expect(all.filter((entry) => may(VISITOR, { action: 'read-entry', entry }, memory).yes)).toEqual([])
  })

  it('a staff list holds the entries of one’s bodies, and nobody’s drafts but one’s own', async () => {
    const memory = await farm.memory()
    for (const reader of people) {
      const organisations = organisationsWhere(reader, 'read-entry', memory)
      expect(organisations.toSorted()).toEqual(REACH[reader.login]?.toSorted())
      const listed = await listOf(farm, { organisations })
      const expected = all.filter(
        (one) => organisations.includes(one.organisation) && one.state !== 'draft' && one.state !== 'trashed',
      )
      expect(listed.map((one) => one.id).sort()).toEqual(expected.map((one) => one.id).sort())
      expect(await countDeskEntries(farm.storage, { organisations })).toBe(expected.length)
      for (const states of [['draft'], ['trashed'], ['draft', 'trashed']])
        expect(await listOf(farm, { organisations, states })).toEqual([])
      const own = await listOf(farm, { organisations: [], author: reader.id })
      expect(own.filter((one) => one.author !== reader.id || one.state === 'trashed')).toEqual([])
    }
  })

  it('no filter widens a list', async () => {
    const wider = [
      { organisation: 'yonne' },
      { title: '%' },
      { title: '' },
      { reviews: ['draft'] },
      { serviceType: 'news' },
    ]
    for (const more of wider) {
      const listed = await listOf(farm, { organisations: ['finistere'], ...more })
      expect(listed.filter((one) => one.organisation !== 'finistere' || one.state === 'draft')).toEqual([])
    }
    expect(await listOf(farm, { organisations: [] })).toEqual([])
  })

  it('a queue holds what waits in bodies where one decides', async () => {
    const memory = await farm.memory()
    for (const reader of people)
      for (const step of ['proof-read', 'moderate'] as const) {
        const duties = dutiesOf(reader, step, memory)
        const listed = await listOf(farm, { organisations: duties.organisations, waiting: duties })
        const decides = MODERATORS.has(reader.login) || (step === 'proof-read' && PROOF_READERS.has(reader.login))
        if (!decides) expect(listed).toEqual([])
        const theirs = REACH[reader.login] ?? []
        expect(listed.filter((one) => !theirs.includes(one.organisation))).toEqual([])
        expect(listed.filter((one) => one.review !== 'submitted' && one.review !== 'proofread')).toEqual([])
      }
  })

  it('a confirmation waits for the editors of its site, and for the moderators of its body and above', async () => {
    const memory = await farm.memory()
    const pending = async (reader: Person) => {
      const sites = sitesWhere(memory.sites.all(), { actor: reader, action: 'confirm-delivery', house: memory })
      const found = await siteDeliveries(farm.storage, {
        sites: sites.map((one) => one.id),
        state: 'pending',
        limit: 5_000,
      })
      return [...new Set(found.map((one) => one.delivery.site))]
    }
    for (const login of ['julien.moreau', 'nadia.belkacem'])
      expect(await pending(await person(farm, login)), login).toContain('haut-nivernais')
    for (const login of ['lea.bonnard', 'paul.guillemin', 'hanane.roussel', 'pierre.lavalette', 'yann.kerbrat'])
      expect(await pending(await person(farm, login)), login).not.toContain('haut-nivernais')
  })

  describe('A private site', () => {
    it('opens to the people of its body, to those named for it, and to nobody else', async () => {
      const memory = await farm.memory()
      const closed = memory.sites.all().filter((site) => site.visibility === 'private')
      expect(closed.length).toBeGreaterThan(5)
      for (const site of closed)
        for (const reader of people) {
          const named = reader.memberships.some((one) => one.site === site.id)
          const expected = named || (REACH[reader.login] ?? []).includes(site.organisation)
          const { yes } = may(reader, { action: 'read-site', site }, memory)
          expect(yes, `${reader.login} on ${site.id}`).toBe(expected)
        }
    })

    it('is closed to visitors, and to people without a role, while public ones are open to all', async () => {
      const memory = await farm.memory()
      const nobody = { kind: 'person', id: 1, login: 'x', name: 'X', memberships: [] } as const
      for (const actor of [VISITOR, nobody]) {
        const open = sitesWhere(memory.sites.all(), { actor, action: 'read-site', house: memory })
        expect(open.map((site) => site.visibility)).not.toContain('private')
        expect(open).toHaveLength(memory.sites.all().filter((site) => site.visibility === 'public').length)
      }
    })

    it('named for one workshop, one reads that one and writes nowhere', async () => {
      const memory = await farm.memory()
      const pierre = await person(farm, 'pierre.lavalette')
      const open = sitesWhere(memory.sites.all(), { actor: pierre, action: 'read-site', house: memory })
      expect(
        open
          .filter((site) => site.visibility === 'private')
          .map((site) => site.id)
          .sort(),
      ).toEqual(['dossiers', 'veille'])
      const actions = [
        'contribute',
        'import',
        'manage-sources',
        'manage-organisation',
        'create-site',
        'share-list',
      ] as const
      for (const action of actions) expect(organisationsFor(pierre, action, memory)).toEqual([])
    })
  })

  it('a disabled person is nobody', async () => {
    const gone = await person(farm, 'gilles.perrot')
    await setDisabled(farm, { person: gone.id, disabled: true })
    expect(await farm.people.byLogin('gilles.perrot')).toBeUndefined()
    expect(await farm.people.byId(gone.id)).toBeUndefined()
    expect((await farm.people.all()).map((one) => one.login)).not.toContain('gilles.perrot')
  })
})

const PROOF_READERS = new Set(['marc.thevenin', 'paul.guillemin'])

/** In every body, a draft, something binned and something waiting. */
async function addPrivateWork(farm: Farm): Promise<void> {
  const { camille } = await castOf(farm)
  const { organisations } = await farm.memory()
  for (const { id: organisation } of organisations.all()) {
    const sheet = (title: string) => ({ ...news(`${title} ${organisation}`), organisation })
    await written(farm, camille, { ...sheet('Brouillon'), intent: 'draft' })
    const binned = await written(farm, camille, { ...sheet('Au panier'), intent: 'draft' })
    await farm.trash({ entry: binned.id, actor: camille })
    const { id } = await written(farm, camille, { ...sheet('En attente'), intent: 'draft' })
    const [waiting] = await farm.submit([{ ...sheet('En attente'), entry: id }], { actor: camille })
    if (waiting?.outcome === 'refused') throw new Error(JSON.stringify(waiting))
  }
}

async function listOf(farm: Farm, request: Omit<DeskRequest, 'order' | 'limit'>): Promise<readonly Entry[]> {
  return (await deskEntries(farm.storage, { ...request, order: 'recent', limit: 10_000 })).map((one) => one.entry)
}
