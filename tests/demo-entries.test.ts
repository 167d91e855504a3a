import { describe, expect, it } from 'vitest'
import { resolveRelativeDates } from '../farm/sites/demo-dates.ts'
import { identityOf } from '../pipeline/identity.ts'
import type { Condition } from '../pipeline/model/condition.ts'
import type { RawValue } from '../pipeline/model/field-types/field-type.ts'
import { readValues } from '../pipeline/model/read-values.ts'
import { typeset } from '../pipeline/model/typography.ts'
import { accessOf } from '../pipeline/routing/access.ts'
import { match } from '../pipeline/routing/match.ts'
import { routableOf } from '../pipeline/terms.ts'
import { context, demo, organisations, pacts, people, repeated, sites, types } from './demo-files.ts'

describe('the demo entries', () => {
  it('are many, of every kind, with titles nobody else uses', () => {
    expect(demo.length).toBeGreaterThanOrEqual(420)
    expect([...types.keys()].filter((id) => !demo.some((one) => one.type === id))).toEqual([])
    expect(repeated(demo.map((one) => String(one.entry.values.title)))).toEqual([])
  })

  it('would all be accepted as typed, corrections included', () => {
    const problems = demo.flatMap(({ type, at, entry }) => {
      const serviceType = types.get(type)
      if (!serviceType) return [{ at, code: 'no such kind' }]
      const raw = resolveRelativeDates({ ...entry.values, ...entry.correction }, context.now)
      return readValues({ serviceType, raw, context }).problems.map((problem) => ({ at, ...problem }))
    })
    expect(problems).toEqual([])
  })

  it('use only fields that their kind declares', () => {
    const strays = demo.flatMap(({ type, at, entry }) => {
      const names = new Set(types.get(type)?.fields.map((field) => field.name))
      const used = [...Object.keys(entry.values), ...Object.keys(entry.correction ?? {})]
      return used.filter((name) => !names.has(name)).map((name) => `${at} ${name}`)
    })
    expect(strays).toEqual([])
  })

  it('point to other entries by a title that is there', () => {
    const titles = new Map(demo.map((one) => [`${one.type} ${String(one.entry.values.title)}`, one]))
    const lost = demo.flatMap(({ type, at, entry }) =>
      (types.get(type)?.fields ?? []).flatMap((field) =>
        field.type === 'reference'
          ? [entry.values[field.name] ?? []]
              .flat()
              .filter((title) => !titles.has(`${field.target} ${String(title)}`))
              .map((title) => `${at} ${String(title)}`)
          : [],
      ),
    )
    expect(lost).toEqual([])
  })

  it('are written by people who may write for that body', () => {
    const strangers = demo.filter(({ entry }) => !mayWrite(entry.author, entry.organisation))
    expect(strangers.map((one) => `${one.at} ${one.entry.author}`)).toEqual([])
  })

  it('leave work to do: a queue, proof-read ones, refusals with their reason, drafts, pending corrections', () => {
    const count = (state: string) => demo.filter((one) => one.entry.state === state).length
    expect(count('submitted')).toBeGreaterThanOrEqual(12)
    expect(count('proofread')).toBeGreaterThanOrEqual(3)
    expect(count('changes-requested')).toBeGreaterThanOrEqual(3)
    expect(count('refused')).toBeGreaterThanOrEqual(2)
    expect(count('draft')).toBeGreaterThanOrEqual(4)
    expect(demo.filter((one) => one.entry.correction)).toHaveLength(2)
    const answered = demo.filter((one) => ['refused', 'changes-requested'].includes(one.entry.state))
    expect(answered.filter((one) => !one.entry.reason)).toEqual([])
  })

  it('wait only where their kind is reviewed, twice where it is proof-read', () => {
    const misplaced = demo.filter(({ type, entry }) => {
      const workflow = types.get(type)?.workflow
      return (
        (entry.state === 'proofread' && workflow !== 'two-step') || (entry.state === 'submitted' && workflow === 'none')
      )
    })
    expect(misplaced.map((one) => one.at)).toEqual([])
  })

  it('are typeset as French is: no-break spaces, curly apostrophes', () => {
    const texts = demo.flatMap(({ at, entry }) => textsOf(entry.values).map((text) => [at, text] as const))
    expect(texts.filter(([, text]) => typeset(text, 'fr') !== text || /\p{L}'\p{L}/u.test(text))).toEqual([])
  })

  it('call nobody: numbers set aside for fiction, addresses that never resolve', () => {
    const texts = demo.flatMap((one) => textsOf(one.entry.values))
    const phones = texts.flatMap((text) => text.match(/\b0\d(?: \d\d){4}\b/g) ?? [])
    expect(phones.filter((phone) => !/^(?:01 99 00|02 61 91|03 53 01|06 39 98)/.test(phone))).toEqual([])
    const hosts = texts.flatMap((text) => text.match(/(?<=[a-z0-9]@|https?:\/\/)[a-z0-9.-]+/g) ?? [])
    expect(hosts.filter((host) => !host.endsWith('.example'))).toEqual([])
  })
})

describe('the demo events', () => {
  it('hold two that two bodies announced, each in its own spelling', () => {
    const serviceType = types.get('event')
    if (!serviceType) throw new Error('no events')
    const marks = demo
      .filter((one) => one.type === 'event')
      .map(({ entry }) => {
        const raw = resolveRelativeDates(entry.values, context.now)
        return identityOf(serviceType, readValues({ serviceType, raw, context }).values, undefined).fingerprint
      })
    expect(repeated(marks)).toHaveLength(2)
  })
})

describe('the demo deliveries', () => {
  const trees = { ...context, organisations, pacts }
  const read = demo.flatMap(({ type, entry }) => {
    const serviceType = types.get(type)
    if (!serviceType || entry.state !== 'published') return []
    const { values } = readValues({ serviceType, raw: resolveRelativeDates(entry.values, context.now), context })
    const about = { organisation: entry.organisation, language: 'fr', publishedAt: null, now: context.now }
    const routable = routableOf(serviceType, values, about)
    return [{ title: String(values.title), routable }]
  })
  const wanted = (when: Condition, organisation: string) =>
    read.filter(
      ({ routable }) =>
        match(routable, when, { organisation, trees }) && accessOf(routable, { organisation, trees }) !== null,
    )

  it('leave no section of any site empty', () => {
    const empty = sites.flatMap((site) =>
      site.services
        .filter((service) => wanted(service.when, site.organisation).length === 0)
        .map((service) => `${site.id}/${service.id}`),
    )
    expect(empty).toEqual([])
  })

  it('take a press sheet about jobs in a commune of the Nièvre to its department, its region and a theme portal', () => {
    const reached = sites.filter((site) =>
      site.services.some((service) =>
        wanted(service.when, site.organisation).some(({ title }) => title.startsWith('Une scierie de Clamecy')),
      ),
    )
    const names = reached.map((site) => site.id)
    expect(names).toEqual(expect.arrayContaining(['nievre', 'bourgogne-franche-comte', 'kiosque']))
    expect(names).not.toContain('yonne')
    expect(names).not.toContain('bretagne')
  })
})

function mayWrite(login: string, organisation: string): boolean {
  const roles = people.find((person) => person.login === login)?.roles ?? []
  const above = organisations.above(organisation)
  return roles.some((role) => role.organisation !== undefined && above.includes(role.organisation))
}

function textsOf(values: Readonly<Record<string, RawValue>>): readonly string[] {
  return Object.values(values).flatMap((value) =>
    [value].flat().flatMap((item) => (typeof item === 'string' ? [item] : Object.values(item))),
  )
}
