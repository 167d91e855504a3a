import { describe, expect, it } from 'vitest'
import { context, leaves, organisations, people, repeated, sites, sources, types } from './demo-files.ts'

describe('the demo network', () => {
  it('is one national tree and a partner beside it, each with its own colour and a real territory', () => {
    expect(
      organisations
        .all()
        .filter((one) => one.parent === null)
        .map((one) => one.id),
    ).toEqual(['confluences', 'passerelles'])
    for (const one of organisations.all()) expect(one.parent === null || known(one.parent), one.id).toBe(true)
    for (const one of organisations.all()) expect(context.gazetteer.get(one.territory ?? ''), one.id).toBeDefined()
    expect(repeated(organisations.all().map((one) => one.identity.accent))).toEqual([])
  })

  it('has a person for every role, all with addresses that can reach nobody', () => {
    const held = new Set(people.flatMap((person) => person.roles.map((role) => role.role)))
    expect([...held].sort()).toEqual([
      'administrator',
      'contributor',
      'editor',
      'farm-administrator',
      'moderator',
      'proof-reader',
    ])
    expect(people.filter((person) => !person.email.endsWith('.example'))).toEqual([])
    expect(repeated(people.map((person) => person.login))).toEqual([])
  })

  it('gives roles only on bodies and sites that exist', () => {
    for (const role of people.flatMap((person) => person.roles)) {
      if (role.organisation) expect(known(role.organisation)).toBe(true)
      if (role.site) expect(sites.some((site) => site.id === role.site)).toBe(true)
    }
  })
})

describe('the demo sites', () => {
  it('are twelve portals and nine workshops, the workshops private', () => {
    expect(sites.filter((site) => site.kind === 'portal')).toHaveLength(12)
    expect(sites.filter((site) => site.kind === 'workshop')).toHaveLength(9)
    expect(sites.filter((site) => site.kind === 'workshop' && site.visibility === 'public')).toEqual([])
  })

  it.each(sites.map((site) => [site.id, site] as const))('%s asks only for things that exist', (_, site) => {
    expect(known(site.organisation)).toBe(true)
    expect(repeated(site.services.map((service) => service.id))).toEqual([])
    for (const test of site.services.flatMap((service) => leaves(service.when))) {
      if ('service_type' in test)
        for (const id of test.service_type) {
          expect(types.has(id), id).toBe(true)
          if (site.visibility === 'public') expect(types.get(id)?.visibility, id).toBe('public')
        }
      if ('theme' in test)
        for (const code of test.theme) expect(context.thesaurus.get('themes', code), code).toBeDefined()
      if ('territory' in test) for (const key of test.territory) expect(context.gazetteer.get(key), key).toBeDefined()
    }
  })

  it('together ask for every kind of entry, and some wait for a local yes', () => {
    const asked = sites.flatMap((site) => site.services.flatMap((service) => leaves(service.when)))
    const kinds = new Set(asked.flatMap((test) => ('service_type' in test ? test.service_type : [])))
    expect([...types.keys()].filter((id) => !kinds.has(id))).toEqual([])
    expect(sites.some((site) => site.services.some((service) => service.mode === 'confirm'))).toBe(true)
  })
})

describe('the demo sources', () => {
  it('are fetched for bodies and kinds that exist, one of them in trouble', () => {
    expect(sources).toHaveLength(3)
    expect(sources.filter((source) => source.state === 'troubled')).toHaveLength(1)
    for (const source of sources) {
      expect(known(source.organisation) && types.has(source.service_type)).toBe(true)
      expect(new URL(source.url).hostname.endsWith('.example')).toBe(true)
    }
  })
})

function known(organisation: string): boolean {
  return organisations.get(organisation) !== undefined
}
