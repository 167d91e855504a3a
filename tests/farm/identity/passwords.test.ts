import { describe, expect, it } from 'vitest'
import { checkPassword, hashPassword, verifyPassword } from '../../../farm/identity/passwords.ts'

const codes = (password: string, names?: readonly string[]) =>
  checkPassword(password, names).map((problem) => problem.code)

describe('A password', () => {
  it.each([
    ['court', 'password-too-short'],
    ['x'.repeat(257), 'password-too-long'],
    ['Motdepasse2026!', 'password-too-common'],
    ['1234567890', 'password-too-common'],
    ['Azertyuiop', 'password-too-common'],
    ['aaaaaaaaaaaa', 'password-too-common'],
    ['121212121212', 'password-too-common'],
  ])('is refused: %s', (password, code) => expect(codes(password)).toEqual([code]))

  it('is refused when it is the name, login or e-mail of its person with a few figures', () => {
    const names = ['claire.morvandiau', 'claire.morvandiau@exemple.org', 'Claire Morvandiau']
    expect(codes('Morvandiau1975', names)).toEqual(['password-like-name'])
    expect(codes('clairemorvandiau', names)).toEqual(['password-like-name'])
  })

  it('is accepted long, plain, accented or with spaces', () => {
    expect(codes('quatre loups bleus')).toEqual([])
    expect(codes('été à Château-Chinon', ['claire'])).toEqual([])
  })

  it('counts characters, not code units', () => expect(codes('🐺🐺🦊🦊🐻🐻')).toEqual(['password-too-short']))

  it('is kept as an argon2id hash of the given cost, different each time', async () => {
    const [one, other] = await Promise.all([hashPassword('quatre loups bleus'), hashPassword('quatre loups bleus')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(other)
    expect(await verifyPassword(one, 'quatre loups bleus')).toBe(true)
    expect(await verifyPassword(one, 'quatre loups bleu')).toBe(false)
  })

  it('is the same however its accents were typed', async () => {
    expect(await verifyPassword(await hashPassword('e\u0301te\u0301 en Morvan'), 'été en Morvan')).toBe(true)
  })

  it('is nobody’s without a hash, even the one used to lose time', async () => {
    expect(await verifyPassword(null, 'nobody has this password')).toBe(false)
  })
})
