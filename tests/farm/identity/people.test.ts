import { expect, it } from 'vitest'
import {
  addMembership,
  changeOwnPassword,
  createPerson,
  removeMembership,
  setDisabled,
  setPassword,
} from '../../../farm/identity/people.ts'
import { signIn } from '../../../farm/identity/sign-in.ts'
import { peopleReader } from '../../../farm/storage/network/people-reader.ts'
import { peopleOf } from '../../../farm/storage/network/people-store.ts'
import { describeOnBoth } from '../../databases.ts'
import { PASSWORD, smallHouse, someone } from './small-house.ts'

const CLAIRE = {
  login: 'Claire',
  email: 'Claire@Exemple.org ',
  name: ' Claire Morvandiau ',
  title: 'Chargée de mission',
}
const code = (result: { ok: boolean; problems?: readonly { code: string }[] }) =>
  result.ok ? 'ok' : result.problems?.map((one) => one.code).join()

describeOnBoth('A person', (open) => {
  const house = async () => smallHouse(await open())

  it('is added once under a login and an e-mail, whatever their case', async () => {
    const made = await house()
    expect(await createPerson(made, CLAIRE)).toMatchObject({ ok: true })
    expect(await createPerson(made, { ...CLAIRE, email: 'autre@exemple.org' })).toEqual({
      ...{ ok: false, problems: [{ code: 'login-taken', field: 'login' }] },
    })
    expect(await createPerson(made, { ...CLAIRE, login: 'autre' })).toEqual({
      ...{ ok: false, problems: [{ code: 'email-taken', field: 'email' }] },
    })
  })

  it('is refused with every mistake at once', async () => {
    const bad = { login: 'cl aire', email: 'nowhere', name: ' ', password: 'court' }
    expect(code(await createPerson(await house(), bad))).toBe('bad-login,bad-email,required,password-too-short')
  })

  it('without a password signs in with none', async () => {
    const made = await house()
    await createPerson(made, CLAIRE)
    const here = { login: 'claire', host: 'h', agent: '', address: '192.0.2.1' }
    expect(code(await signIn(made, { ...here, password: '' }))).toBe('wrong-credentials')
  })

  it('changes their password by giving the present one', async () => {
    const made = await house()
    const person = await someone(made, 'claire')
    const change = { person, password: 'trois renards roux', save: '' }
    expect(code(await changeOwnPassword(made, { ...change, current: 'not it' }))).toBe('wrong-password')
    expect(code(await changeOwnPassword(made, { ...change, current: PASSWORD, password: 'claire1234' }))).toBe(
      'password-like-name',
    )
    expect(code(await changeOwnPassword(made, { ...change, current: PASSWORD }))).toBe('ok')
    const here = { login: 'claire', host: 'h', agent: '', address: '192.0.2.1' }
    expect(code(await signIn(made, { ...here, password: PASSWORD }))).toBe('wrong-credentials')
    expect(code(await signIn(made, { ...here, password: 'trois renards roux' }))).toBe('ok')
  })

  it('is unknown by a number that is nobody’s', async () => {
    const made = await house()
    expect(code(await setPassword(made, { person: 42, password: PASSWORD }))).toBe('unknown-person')
    expect(code(await setDisabled(made, { person: 42, disabled: true }))).toBe('unknown-person')
  })

  it('holds a role on one organisation, one site, or the farm for its administrators', async () => {
    const made = await house()
    const person = await someone(made, 'claire')
    const give = async (membership: Omit<Parameters<typeof addMembership>[1], 'person'>) =>
      code(await addMembership(made, { person, ...membership }))
    expect(await give({ role: 'editor', site: 'nievre-emploi' })).toBe('ok')
    expect(await give({ role: 'farm-administrator' })).toBe('ok')
    expect(await give({ role: 'moderator' })).toBe('bad-membership')
    expect(await give({ role: 'moderator', organisation: 'nievre', site: 'nievre-emploi' })).toBe('bad-membership')
    expect(await give({ role: 'farm-administrator', organisation: 'nievre' })).toBe('bad-membership')
    expect(await give({ role: 'moderator', organisation: 'nowhere' })).toBe('unknown-organisation')
    expect(await give({ role: 'editor', site: 'nowhere' })).toBe('unknown-site')
    expect(code(await addMembership(made, { person: 42, role: 'moderator', organisation: 'nievre' }))).toBe(
      'unknown-person',
    )
  })

  it('holds a role once, and no longer when it is taken back', async () => {
    const made = await house()
    const person = await someone(made, 'claire')
    const first = await addMembership(made, { person, role: 'moderator', organisation: 'nievre' })
    expect(await addMembership(made, { person, role: 'moderator', organisation: 'nievre' })).toEqual(first)
    expect((await peopleReader(made.storage).byLogin('claire'))?.memberships).toEqual([
      { role: 'moderator', organisation: 'nievre' },
    ])
    if (!first.ok) throw new Error('refused')
    expect(code(await removeMembership(made, first.value))).toBe('ok')
    expect(code(await removeMembership(made, first.value))).toBe('unknown-membership')
    expect((await peopleReader(made.storage).byLogin('claire'))?.memberships).toEqual([])
  })

  it('is listed for the organisations they serve, or whose sites they serve, without their secret', async () => {
    const made = await house()
    await someone(
      made,
      'bruno',
      { role: 'editor', site: 'nievre-emploi' },
      { role: 'contributor', organisation: 'yonne' },
    )
    await someone(made, 'agathe', { role: 'moderator', organisation: 'nievre' })
    await someone(made, 'denis', { role: 'moderator', organisation: 'yonne' })
    const people = await peopleOf(made.storage, ['nievre'])
    expect(people.map((person) => person.login)).toEqual(['agathe', 'bruno'])
    expect(people[1]?.memberships.map(({ role }) => role)).toEqual(['editor', 'contributor'])
    expect(JSON.stringify(people)).not.toContain('argon2')
    expect(await peopleOf(made.storage, [])).toEqual([])
  })

  it('does not act while shut out', async () => {
    const made = await house()
    const person = await someone(made, 'claire')
    await setDisabled(made, { person, disabled: true })
    expect(await peopleReader(made.storage).byLogin('claire')).toBeUndefined()
    expect(await peopleReader(made.storage).byLogin('claire@exemple.org')).toBeUndefined()
  })
})
