import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Ajv, ValidateFunction } from 'ajv'
import type { Role } from '../../pipeline/model/actor.ts'
import type { Condition } from '../../pipeline/model/condition.ts'
import type { LocalText } from '../../pipeline/model/local-text.ts'
import type { Identity, Organisation, OrganisationPolicy } from '../../pipeline/model/organisation.ts'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import type { Arrangement, Site, Skin } from '../../pipeline/model/site.ts'
import type { DeclaredFile } from './read-instances.ts'

/** `instances/network/organisations.json`. */
export interface OrganisationsFile {
  readonly organisations: readonly {
    readonly id: string
    readonly parent: string | null
    readonly name: string
    readonly short_name: string
    readonly territory?: string
    readonly kind: Organisation['kind']
    readonly identity: Identity
    readonly policy?: OrganisationPolicy
  }[]
}

/** `instances/network/people.json`. */
export interface PeopleFile {
  readonly people: readonly {
    readonly login: string
    readonly name: string
    readonly email: string
    readonly title?: string
    readonly roles: readonly { readonly role: Role; readonly organisation?: string; readonly site?: string }[]
  }[]
}

/** `instances/network/pacts.json`. */
export interface PactsFile {
  readonly pacts: readonly {
    readonly grantor: string
    readonly grantee: string
    readonly below: boolean
    /** False: the grantee still has to sign. */
    readonly signed: boolean
    readonly scope?: Condition
  }[]
}

/** `instances/sites/<slug>/site.json`. */
export interface SiteFile {
  readonly id: string
  readonly name: string
  readonly tagline: LocalText
  readonly kind: Site['kind']
  readonly visibility: Site['visibility']
  readonly organisation: string
  readonly hosts?: readonly string[]
  readonly languages: readonly string[]
  readonly skin: Skin
  readonly services: readonly {
    readonly id: string
    readonly label: LocalText
    readonly mode: 'automatic' | 'confirm'
    readonly when: Condition
    readonly arrangement?: Arrangement
  }[]
}

/** Checks a parsed file against one of `instances/schemas/`; each mistake names the file and the place as a JSON Pointer. */
export function checked<T>(
  schema: 'organisations' | 'people' | 'pacts' | 'site' | 'service-type' | 'vocabulary',
): (file: DeclaredFile) => Result<T> {
  const ajv = judge()
  const text = readFileSync(new URL(`../../instances/schemas/${schema}.schema.json`, import.meta.url), 'utf8')
  const validate: ValidateFunction<T> = ajv.compile<T>(JSON.parse(text))
  return ({ file, json }) => {
    if (validate(json)) return ok(json)
    const mistakes = (validate.errors ?? []).filter((one) => one.keyword !== 'if')
    return fail(
      ...mistakes.map((one) => ({
        code: 'bad-declaration',
        params: { file, place: one.instancePath || '/', message: `${one.message ?? ''} ${detail(one.params)}`.trim() },
      })),
    )
  }
}

const require = createRequire(import.meta.url)

// Sixty modules that only an edited folder needs: later starts do without.
function judge(): Ajv {
  return new (require('ajv').Ajv)({ allErrors: true })
}

function detail(params: Record<string, unknown>): string {
  const named = params.additionalProperty ?? params.allowedValues ?? params.missingProperty
  return named === undefined ? '' : `(${[named].flat().join(', ')})`
}
