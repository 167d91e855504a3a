import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { setDisabled } from '../../../farm/identity/people.ts'
import { findSession } from '../../../farm/identity/sessions.ts'
import { type Credentials, signIn } from '../../../farm/identity/sign-in.ts'
import { cpuClock } from '../../cpu-clock.ts'
import { describeOnBoth } from '../../databases.ts'
import { PASSWORD, smallHouse, someone } from './small-house.ts'

const WRONG = { ok: false, problems: [{ code: 'wrong-credentials' }] }
const HERE = { host: 'redaction.localhost', agent: 'Firefox', address: '192.0.2.1' }

describeOnBoth('Signing in', (open) => {
  const house = async () => {
    const made = await smallHouse(await open())
    const person = await someone(made, 'claire', { role: 'moderator', organisation: 'nievre' })
    const tryWith = (credentials: Partial<Credentials>) =>
      signIn(made, { login: 'claire', password: PASSWORD, ...HERE, ...credentials })
    return { made, person, tryWith }
  }

  it('takes a login or an e-mail, in any case', async () => {
    const { made, tryWith, person } = await house()
    for (const login of ['claire', ' Claire ', 'CLAIRE@exemple.org']) {
      const opened = await tryWith({ login })
      if (!opened.ok) throw new Error(`refused: ${login}`)
      expect(opened.value.session.actor.id).toBe(person)
      expect((await findSession(made, { token: opened.value.token, host: HERE.host }))?.actor.login).toBe('claire')
    }
  })

  it('takes an e-mail that was declared with capitals', async () => {
    const { made, tryWith, person } = await house()
    const { people } = made.storage.tables
    await made.storage.write(async ({ db }) => {
      await db.update(people).set({ email: 'Claire@Exemple.org' }).where(eq(people.id, person))
    })
    expect(await tryWith({ login: 'claire@exemple.org' })).toMatchObject({ ok: true })
  })

  it('says the same of an unknown login, a wrong password, a person without one, and one shut out', async () => {
    const { made, tryWith, person } = await house()
    expect(await tryWith({ login: 'nobody' })).toEqual(WRONG)
    expect(await tryWith({ password: 'trois renards roux' })).toEqual(WRONG)
    expect(await tryWith({ login: '' })).toEqual(WRONG)
    await setDisabled(made, { person, disabled: true })
    expect(await tryWith({})).toEqual(WRONG)
  })

  it('works about as much for an unknown login as for a wrong password', async () => {
    const { tryWith } = await house()
    const timed = async (credentials: Partial<Credentials>) => {
      const spent = cpuClock()
      await tryWith(credentials)
      return spent()
    }
    await timed({ login: 'warm-up' })
    const known = Math.min(await timed({ password: 'wrong one' }), await timed({ password: 'wrong two' }))
    const unknown = Math.min(await timed({ login: 'nobody-1' }), await timed({ login: 'nobody-2' }))
    expect(unknown).toBeGreaterThan(known / 4)
  })

  it('ends the session the browser came with', async () => {
    const { made, tryWith } = await house()
    const first = await tryWith({})
    if (!first.ok) throw new Error('refused')
    const second = await tryWith({ previous: first.value.token })
    if (!second.ok) throw new Error('refused')
    expect(second.value.token).not.toBe(first.value.token)
    expect(await findSession(made, { token: first.value.token, host: HERE.host })).toBeNull()
  })

  it('stops after ten failures on a login, wherever they come from, known or not, and says how long', async () => {
    const { made, tryWith } = await house()
    for (const login of ['claire', 'nobody']) {
      for (let i = 0; i < 10; i++) {
        expect(await tryWith({ login, password: 'wrong', address: `192.0.2.${i}` })).toEqual(WRONG)
      }
      made.wait(5)
      expect(await tryWith({ login, address: '198.51.100.7' })).toEqual({
        ...{ ok: false, problems: [{ code: 'too-many-attempts', params: { minutes: 10 } }] },
      })
    }
    made.wait(10)
    expect(await tryWith({})).toMatchObject({ ok: true })
  })

  it('stops after fifty failures from one address', async () => {
    const { tryWith } = await house()
    await Promise.all(Array.from({ length: 50 }, (_, i) => tryWith({ login: `nobody-${i}` })))
    expect(await tryWith({})).toMatchObject({ problems: [{ code: 'too-many-attempts', params: { minutes: 15 } }] })
    expect(await tryWith({ address: '192.0.2.99' })).toMatchObject({ ok: true })
  })

  it('looks at no more than ten passwords of a thousand tried at once', async () => {
    const { tryWith } = await house()
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) => tryWith({ password: 'wrong', address: `192.0.2.${i}` })),
    )
    const looked = outcomes.filter((outcome) => !outcome.ok && outcome.problems[0]?.code === 'wrong-credentials')
    expect(looked.length).toBeLessThanOrEqual(10)
  })

  it('forgets the failures once it succeeds', async () => {
    const { tryWith } = await house()
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 6; i++) await tryWith({ password: 'wrong', address: `192.0.2.${i}` })
      expect(await tryWith({})).toMatchObject({ ok: true })
    }
  })
})
