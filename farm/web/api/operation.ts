import type { Bytes } from '../../../pipeline/intake/byte-source.ts'
import type { Actor } from '../../../pipeline/model/actor.ts'
import type { Language, LocalText } from '../../../pipeline/model/local-text.ts'
import type { Visit } from '../visit.ts'

/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  /** Of those in the query: refused without it. */
  readonly needed?: boolean
  readonly description: LocalText
  readonly schema: Schema
}

/** One request being answered. */
export interface Call {
  readonly visit: Visit
  /** A visitor without a key, or the partner whose key came with the request. */
  readonly actor: Actor
  readonly language: Language
  /** Values in the address, decoded, by name. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  /** The JSON that came. */
  readonly body: unknown
  /** The file that came, where the operation takes one; gone once it is answered. */
  readonly file?: Bytes | undefined
  /** Where the API begins: `https://desk.example.org/api/v1`. */
  readonly base: string
}

/** What an operation answers. */
export interface ApiAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** The sites it tells of, where everybody may be told the same and it may be kept. */
  readonly tags?: readonly string[]
}

/** One thing the API does: the router, the OpenAPI document and the page that explains it are all made of these. */
export interface Operation {
  /** Its `operationId`, and what use is counted under. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/api/v1`, parts to fill in braces: `/sites/{site}`. */
  readonly path: string
  readonly summary: LocalText
  /** What else is to be known to ask it well. */
  readonly about?: LocalText
  /** Whether everybody may ask, or a key is needed. */
  readonly access: 'public' | 'key'
  readonly parameters: readonly Parameter[]
  /** Takes any further query parameter: the facets of a kind. */
  readonly moreQuery?: boolean
  /** Schema of the JSON it takes, or `file`. */
  readonly takes?: Schema | 'file'
  /** What it takes may be left out. */
  readonly bodyOptional?: boolean
  /** Schema of what it answers, by status. */
  readonly answers: Readonly<Record<number, Schema>>
  /** An example of the rest of its address. */
  readonly example?: string
  run(call: Call): Promise<ApiAnswer>
}
