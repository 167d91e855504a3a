import { describe, expect, it } from 'vitest'
import { noSessionCookie, sessionCookie, sessionToken } from '../../../farm/identity/cookies.ts'

describe('The session cookie', () => {
  it('is tied to the host and kept from scripts over https', () => {
    expect(sessionCookie('abc', true)).toBe(
      '__Host-terroir=abc; Max-Age=1209600; Path=/; HttpOnly; SameSite=Lax; Secure',
    )
  })

  it('works over plain http, under another name', () => {
    expect(sessionCookie('abc', false)).toBe('terroir=abc; Max-Age=1209600; Path=/; HttpOnly; SameSite=Lax')
    expect(noSessionCookie(false)).toMatch(/^terroir=; Max-Age=0;/)
  })

  it('is found among others by its exact name', () => {
    expect(sessionToken('a=1; __Host-terroir=abc; b=2', true)).toBe('abc')
    expect(sessionToken('terroir=abc', true)).toBeNull()
    expect(sessionToken('xterroir=abc', false)).toBeNull()
    expect(sessionToken('terroir=', false)).toBeNull()
    expect(sessionToken(null, false)).toBeNull()
  })

  it('is not believed when it comes twice', () => expect(sessionToken('terroir=a; terroir=b', false)).toBeNull())
})
