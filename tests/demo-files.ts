import { readdirSync, readFileSync } from 'node:fs'
import { organisationTree } from '../farm/organisations/tree.ts'
import { declareVocabulary } from '../farm/themes/declare-vocabulary.ts'
import { buildThesaurus } from '../farm/themes/thesaurus.ts'
import type { Condition } from '../pipeline/model/condition.ts'
import { declareAll } from '../pipeline/model/declarations.ts'
import type { RawValue } from '../pipeline/model/field-types/field-type.ts'
import type { Organisation } from '../pipeline/model/organisation.ts'
import { pactBook } from '../pipeline/model/pact.ts'
import type { ServiceType } from '../pipeline/model/service-type.ts'
import { frenchGazetteer } from './farm/territories/french-geography.ts'

/** A person of `network/people.json`. */
export interface DemoPerson {
  readonly login: string
  readonly email: string
  readonly roles: readonly { readonly role: string; readonly organisation?: string; readonly site?: string }[]
}

/** A site of `sites/<slug>/site.json`. */
export interface DemoSite {
  readonly id: string
  readonly kind: string
  readonly visibility: string
  readonly organisation: string
  readonly services: readonly { readonly id: string; readonly mode: string; readonly when: Condition }[]
}

/** An entry of `demo/entries/<service-type>.json`. */
export interface DemoEntry {
  readonly organisation: string
  readonly author: string
  readonly state: string
  readonly published_days_ago: number
  readonly reason?: string
  readonly values: Readonly<Record<string, RawValue>>
  readonly correction?: Readonly<Record<string, RawValue>>
}

/** A source of `demo/sources.json`. */
export interface DemoSource {
  readonly name: string
  readonly url: string
  readonly organisation: string
  readonly service_type: string
  readonly defaults: Readonly<Record<string, RawValue>>
  readonly state: string
}

/** The instances folder of the repository. */
export const INSTANCES = new URL('../instances/', import.meta.url)

/** The declared people, sites and sources. */
export const people: readonly DemoPerson[] = json('network/people.json').people
export const sites: readonly DemoSite[] = readdirSync(new URL('sites/', INSTANCES)).map((slug) =>
  json(`sites/${slug}/site.json`),
)
export const sources: readonly DemoSource[] = json('demo/sources.json')

/** Every demo entry with its kind and where it stands. */
export const demo = jsonIn('demo/entries').flatMap((file) => {
  const entries: readonly DemoEntry[] = json(`demo/entries/${file}`)
  return entries.map((entry, i) => ({ type: file.replace('.json', ''), at: `${file}/${i}`, entry }))
})

/** The declared kinds of entries, by id; empty when a declaration is wrong. */
export const types: ReadonlyMap<string, ServiceType> = declaredTypes()

/** The declared bodies, as the engine holds them. */
export const organisations = organisationTree(
  json('network/organisations.json').organisations.map((one: Organisation & { short_name: string }) => ({
    ...one,
    shortName: one.short_name,
  })),
)

/** The declared pacts: those signed hold since ever. */
export const pacts = pactBook(
  json('network/pacts.json').pacts.map((one: { grantor: string; grantee: string; below: boolean; signed: boolean }) => {
    const open = { scope: null, proposedBy: null, proposedAt: 0, signedBy: null, until: null }
    return { id: 0, ...open, revokedBy: null, revokedAt: null, ...one, signedAt: one.signed ? 0 : null }
  }),
)

/** What reading a value may look up, on 22 November 2026. */
export const context = {
  gazetteer: frenchGazetteer(),
  thesaurus: buildThesaurus(
    jsonIn('themes').flatMap((file) => {
      const vocabulary = declareVocabulary({ file, json: json(`themes/${file}`) })
      return vocabulary.ok ? vocabulary.value.concepts : []
    }),
  ),
  now: Date.UTC(2026, 10, 22, 11),
}

/** The tests of a condition, its groups opened. */
export function leaves(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all.flatMap(leaves)
  if ('any' in condition) return condition.any.flatMap(leaves)
  if ('none' in condition) return condition.none.flatMap(leaves)
  return [condition]
}

/** What a list holds more than once. */
export function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}

function json(path: string) {
  return JSON.parse(readFileSync(new URL(path, INSTANCES), 'utf8'))
}

function jsonIn(path: string): readonly string[] {
  return readdirSync(new URL(`${path}/`, INSTANCES)).filter((name) => name.endsWith('.json'))
}

function declaredTypes(): ReadonlyMap<string, ServiceType> {
  const declared = declareAll(jsonIn('service-types').map((file) => ({ file, json: json(`service-types/${file}`) })))
  return declared.ok ? declared.value.serviceTypes : new Map()
}
