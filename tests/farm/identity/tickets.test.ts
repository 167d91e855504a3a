import { expect, it } from 'vitest'
import { createSession, findSession, revokeSession, revokeSessionsOf } from '../../../farm/identity/sessions.ts'
import { issueTicket, markOf, redeemTicket } from '../../../farm/identity/tickets.ts'
import { describeOnBoth } from '../../databases.ts'
import { smallHouse, someone } from './small-house.ts'

const DESK = 'redaction.localhost'
const SECRET = 'n'.repeat(43)
const SITE = { host: 'reseau.localhost', agent: 'Firefox', secret: SECRET }
const REFUSED = { ok: false, problems: [{ code: 'ticket-refused' }] }

describeOnBoth('A ticket to a private site', (open) => {
  const withTicket = async () => {
    const house = await smallHouse(await open())
    const person = await someone(house, 'claire', { role: 'contributor', organisation: 'nievre' })
    const token = await createSession(house, { person, host: DESK, agent: 'Firefox' })
    const session = await findSession(house, { token, host: DESK })
    if (session === null) throw new Error('no session')
    return {
      house,
      person,
      session,
      ticket: await issueTicket(house, { session, host: SITE.host, mark: markOf(SECRET) ?? '' }),
    }
  }

  it('opens there a session of the same person', async () => {
    const { house, ticket, session } = await withTicket()
    const opened = await redeemTicket(house, { ticket, ...SITE })
    if (!opened.ok) throw new Error('refused')
    expect(opened.value.session.actor).toEqual(session.actor)
    expect(opened.value.session.host).toBe(SITE.host)
    expect(await findSession(house, { token: opened.value.token, host: DESK })).toBeNull()
  })

  it('is good once, even asked for twice at the same time', async () => {
    const { house, ticket } = await withTicket()
    const outcomes = await Promise.all([
      redeemTicket(house, { ticket, ...SITE }),
      redeemTicket(house, { ticket, ...SITE }),
    ])
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(await redeemTicket(house, { ticket, ...SITE })).toEqual(REFUSED)
  })

  it('is good for half a minute', async () => {
    const { house, ticket } = await withTicket()
    house.wait(0.5)
    expect(await redeemTicket(house, { ticket, ...SITE })).toEqual(REFUSED)
  })

  it('is good for its host only', async () => {
    const { house, ticket } = await withTicket()
    expect(await redeemTicket(house, { ticket, ...SITE, host: 'autre.localhost' })).toEqual(REFUSED)
    expect(await redeemTicket(house, { ticket, ...SITE })).toMatchObject({ ok: true })
  })

  it('is good in the browser that asked for it only, and its mark is no secret', async () => {
    const { house, ticket } = await withTicket()
    for (const secret of ['', 'm'.repeat(43), markOf(SECRET) ?? ''])
      expect(await redeemTicket(house, { ticket, ...SITE, secret })).toEqual(REFUSED)
    expect(await redeemTicket(house, { ticket, ...SITE })).toMatchObject({ ok: true })
  })

  it('is worth nothing once the desk is signed out, nor is anything else', async () => {
    const { house, ticket, session } = await withTicket()
    await revokeSession(house, session)
    expect(await redeemTicket(house, { ticket, ...SITE })).toEqual(REFUSED)
    expect(await redeemTicket(house, { ticket: 'x', ...SITE })).toEqual(REFUSED)
    expect(await redeemTicket(house, { ticket: 'x'.repeat(43), ...SITE })).toEqual(REFUSED)
  })

  it('opens a session that ends with the desk’s: signed out, or too old', async () => {
    const { house, ticket, session } = await withTicket()
    const opened = await redeemTicket(house, { ticket, ...SITE })
    if (!opened.ok) throw new Error('refused')
    expect(opened.value.session.expiresAt).toBe(session.expiresAt)
    await revokeSession(house, session)
    expect(await findSession(house, { token: opened.value.token, host: SITE.host })).toBeNull()
  })

  it('opens a session that is kept with the desk’s when the others are ended', async () => {
    const { house, ticket, session, person } = await withTicket()
    const opened = await redeemTicket(house, { ticket, ...SITE })
    if (!opened.ok) throw new Error('refused')
    await revokeSessionsOf(house, { person, save: session.hash })
    expect(await findSession(house, { token: opened.value.token, host: SITE.host })).not.toBeNull()
  })
})
