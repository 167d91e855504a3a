import { expect, it } from 'vitest'
import { setDisabled, setPassword } from '../../../farm/identity/people.ts'
import {
  createSession,
  findSession,
  forgetOldSessions,
  listSessions,
  revokeSession,
  revokeSessionsOf,
} from '../../../farm/identity/sessions.ts'
import { describeOnBoth } from '../../databases.ts'
import { smallHouse, someone } from './small-house.ts'

const DESK = { host: 'redaction.localhost', agent: 'Firefox' }
const DAYS = 24 * 60

describeOnBoth('A session', (open) => {
  const signedIn = async () => {
    const house = await smallHouse(await open())
    const person = await someone(
      house,
      'claire',
      { role: 'moderator', organisation: 'nievre' },
      { role: 'editor', site: 'yonne-emploi' },
    )
    const token = await createSession(house, { person, ...DESK })
    const find = (secret = token, host = DESK.host) => findSession(house, { token: secret, host })
    return { house, person, token, find }
  }

  it('tells who acts, with all their roles', async () => {
    const { person, find } = await signedIn()
    expect((await find())?.actor).toEqual({
      ...{ kind: 'person', id: person, login: 'claire', name: 'Personne claire' },
      memberships: [
        { role: 'moderator', organisation: 'nievre' },
        { role: 'editor', site: 'yonne-emploi' },
      ],
    })
  })

  it('is someone’s even without a role', async () => {
    const { house } = await signedIn()
    const token = await createSession(house, { person: await someone(house, 'denis'), ...DESK })
    expect((await findSession(house, { token, host: DESK.host }))?.actor.memberships).toEqual([])
  })

  it('is not known by what the database holds, nor on another host', async () => {
    const { find, house } = await signedIn()
    const [row] = await house.storage.read.select().from(house.storage.tables.sessions)
    expect(await find(row?.hash)).toBeNull()
    expect(await find(undefined, 'autre.localhost')).toBeNull()
    expect(await find('')).toBeNull()
  })

  it('lasts while it is used, two weeks at most', async () => {
    const { house, find } = await signedIn()
    for (let day = 2; day <= 12; day += 2) {
      house.wait(2 * DAYS)
      expect(await find()).not.toBeNull()
    }
    house.wait(2 * DAYS - 1)
    expect(await find()).not.toBeNull()
    house.wait(1)
    expect(await find()).toBeNull()
  })

  it('ends after three days without use', async () => {
    const { house, find } = await signedIn()
    house.wait(3 * DAYS)
    expect(await find()).toBeNull()
  })

  it('notes its use every five minutes at most', async () => {
    const { house, find, person } = await signedIn()
    const opened = house.now()
    house.wait(4)
    await find()
    expect((await listSessions(house, person))[0]?.seenAt).toBe(opened)
    house.wait(1)
    await find()
    expect((await listSessions(house, person))[0]?.seenAt).toBe(opened + 5 * 60_000)
  })

  it('is ended by its own person only', async () => {
    const { house, find, person } = await signedIn()
    const hash = (await find())?.hash ?? ''
    await revokeSession(house, { hash, person: person + 1 })
    expect(await find()).not.toBeNull()
    await revokeSession(house, { hash, person })
    expect(await find()).toBeNull()
    expect(await listSessions(house, person)).toEqual([])
  })

  it('is ended with all the others of its person but the one kept', async () => {
    const { house, find, person } = await signedIn()
    const other = await createSession(house, { person, ...DESK })
    const stranger = await createSession(house, { person: await someone(house, 'denis'), ...DESK })
    await revokeSessionsOf(house, { person, save: (await find(other))?.hash ?? null })
    expect(await find()).toBeNull()
    expect(await find(other)).not.toBeNull()
    expect(await find(stranger)).not.toBeNull()
  })

  it('ends when its person is shut out or has a new password', async () => {
    const { house, find, person } = await signedIn()
    await setDisabled(house, { person, disabled: true })
    expect(await find()).toBeNull()
    await setDisabled(house, { person, disabled: false })
    expect(await find()).toBeNull()
    const again = await createSession(house, { person, ...DESK })
    await setPassword(house, { person, password: 'trois renards roux' })
    expect(await find(again)).toBeNull()
  })

  it('leaves no trace a month after its end', async () => {
    const { house, find } = await signedIn()
    house.wait(14 * DAYS + 29 * DAYS)
    await forgetOldSessions(house)
    expect(await house.storage.read.select().from(house.storage.tables.sessions)).toHaveLength(1)
    house.wait(2 * DAYS)
    await forgetOldSessions(house)
    expect(await house.storage.read.select().from(house.storage.tables.sessions)).toEqual([])
    expect(await find()).toBeNull()
  })
})
