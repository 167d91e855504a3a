import { describe, expect, it } from 'vitest'
import { problemOf } from '../../../farm/fetching/fetch-failure.ts'
import { freshFor } from '../../../farm/fetching/freshness.ts'
import { hostGate } from '../../../farm/fetching/host-gate.ts'
import { linksOf } from '../../../farm/fetching/link-header.ts'
import { isPublicAddress } from '../../../farm/fetching/public-address.ts'
import { guessLanguage } from '../../../farm/sources/guess-language.ts'
import { learn } from '../../../farm/sources/learn.ts'
import { nextHarvest } from '../../../farm/sources/next-harvest.ts'
import { NOTHING_LEARNT } from '../../../farm/storage/tables/learnt.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe('The gate of a host', () => {
  it('lets two in at once, the others after a pause; other hosts wait for nobody', async () => {
    const gate = hostGate()
    const [first, second] = await Promise.all([gate.enter('a', { pause: 0 }), gate.enter('a', { pause: 0 })])
    let inside = false
    const third = gate.enter('a', { pause: 0 }).then((leave) => {
      inside = true
      return leave
    })
    const other = await gate.enter('b', { pause: 0 })
    expect(inside).toBe(false)
    first()
    first()
    await third
    expect(inside).toBe(true)
    for (const leave of [second, await third, other]) leave()
    const start = performance.now()
    for (let i = 0; i < 3; i += 1) (await gate.enter('c', { pause: 60 }))()
    expect(performance.now() - start).toBeGreaterThanOrEqual(110)
  })

  it('keeps no place for who gives up waiting', async () => {
    const gate = hostGate()
    const signal = AbortSignal.abort()
    for (let i = 0; i < 3; i += 1) await expect(gate.enter('a', { pause: 0, signal })).rejects.toThrow()
    const leave = await gate.enter('a', { pause: 0 })
    leave()
  })

  it('lets go at once who gives up in the line, and calls the next', async () => {
    const gate = hostGate()
    const [first, second] = await Promise.all([gate.enter('a', { pause: 0 }), gate.enter('a', { pause: 0 })])
    const [impatient, late] = [new AbortController(), new AbortController()]
    const third = gate.enter('a', { pause: 0, signal: impatient.signal })
    const fourth = gate.enter('a', { pause: 0, signal: late.signal })
    const fifth = gate.enter('a', { pause: 0 })
    impatient.abort()
    await expect(third).rejects.toThrow()
    // Called, and gone before it came.
    first()
    late.abort()
    await expect(fourth).rejects.toThrow()
    for (const leave of [second, await fifth]) leave()
  })
})

describe('How long an answer stays fresh', () => {
  it.each([
    [{ 'cache-control': 'public, max-age=3600' }, HOUR],
    [{ 'cache-control': 'max-age="3600"', age: '600' }, HOUR - 600_000],
    [{ 'cache-control': 'max-age=31536000' }, DAY],
    [{ 'cache-control': 'no-cache, max-age=3600' }, undefined],
    [{ date: 'Sun, 22 Nov 2026 09:00:00 GMT', expires: 'Sun, 22 Nov 2026 11:00:00 GMT' }, 2 * HOUR],
    [{ expires: '0' }, undefined],
    [{}, undefined],
  ])('%j', (headers, fresh) => {
    expect(freshFor(headers, Date.UTC(2026, 10, 22, 9))).toBe(fresh)
  })
})

describe('A Link header', () => {
  it('names addresses by relation, the first of each', () => {
    const links = linksOf(
      '<https://hub.example/>; rel="hub", <https://a.example/f>; type="x,y"; rel="self alternate", <b>; rel=hub',
    )
    expect(Object.fromEntries(links)).toEqual({
      hub: 'https://hub.example/',
      self: 'https://a.example/f',
      alternate: 'https://a.example/f',
    })
    expect(linksOf(`<${';rel=hub'.repeat(20_000)}`).size).toBe(0)
    expect(linksOf(undefined).size).toBe(0)
  })
})

describe('The rhythm of a source', () => {
  const lesson = (now: number, changed: boolean) => ({ now, changed, asks: null })
  const hours = (learnt: typeof NOTHING_LEARNT, more: object = {}) =>
    nextHarvest({ now: 40 * DAY, everyMinutes: 60, failures: 0, learnt, ...more }) / HOUR - 40 * 24

  it('follows how often it really changes, half a day at most for an hourly one', () => {
    let weekly = NOTHING_LEARNT
    for (const day of [12, 19, 26, 33, 40]) weekly = learn(weekly, lesson(day * DAY, true))
    expect(weekly).toMatchObject({ pulls: 5, changes: 5, changeEvery: 7 * DAY })
    expect(hours(weekly)).toBe(12)
    let lively = NOTHING_LEARNT
    for (const hour of [3, 2, 1, 0]) lively = learn(lively, lesson(40 * DAY - hour * HOUR, true))
    expect(hours(lively)).toBe(1)
    expect(hours(weekly, { fixed: true })).toBe(1)
  })

  it('slows down with silence, and waits as long as it is asked to', () => {
    const once = learn(NOTHING_LEARNT, lesson(39 * DAY, true))
    expect(hours(once)).toBe(6)
    expect(hours({ ...NOTHING_LEARNT, asks: 5 * HOUR })).toBe(5)
    expect(hours(NOTHING_LEARNT, { pushed: true })).toBe(6)
    expect(hours(NOTHING_LEARNT, { spread: 1 })).toBeCloseTo(1.1)
  })
})

describe('What failed', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'tls-expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-wrong-name'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-unknown-issuer'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-unknown-issuer'],
    ['CERT_NOT_YET_VALID', 'tls-not-yet'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-absent'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-old'],
    ['CERT_REVOKED', 'tls'],
  ])('is told in words: %s', (code, said) => {
    expect(problemOf(Object.assign(new Error(code), { code }))).toEqual({ code: said, params: { reason: code } })
  })
})

describe('Addresses that tell of the machine they are asked from', () => {
  it.each([
    '169.254.169.254',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    'fd00:ec2::254',
    '64:ff9b::a9fe:a9fe',
    '::ffff:169.254.169.254',
    '0.0.0.0',
    '::',
  ])('%s is never reached', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('The language of some text', () => {
  it.each([
    [
      'Les habitants sont dans la salle avec vous pour une réunion sur les routes et la mairie est ouverte. '.repeat(3),
      'fr',
    ],
    ['You have won the lottery and this is for you and your family with the best of the casino. '.repeat(3), 'en'],
    ['Выигрывайте каждый день в лучшем казино', 'ru'],
    ['Nevers Decize Clamecy 58', null],
  ])('%s', (text, language) => {
    expect(guessLanguage(text)).toBe(language)
  })
})
