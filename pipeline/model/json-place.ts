import type { LocalText } from './local-text.ts'
import type { Problem } from './problem.ts'

/**
 * A place in a declaration file: reads what stands there as an expected shape, and notes a `bad-declaration-…` problem naming the file
 * and the place (`/fields/3/label`) when it is another; reading goes on with a stand-in, so that one pass finds every mistake.
 */
export class JsonPlace {
  readonly #json: unknown
  readonly #file: string
  readonly #problems: Problem[]
  /** JSON Pointer (RFC 6901) of the place; empty for the whole file. */
  readonly path: string

  constructor(json: unknown, at: { readonly file: string; readonly path?: string; readonly problems: Problem[] }) {
    this.#json = json
    this.#file = at.file
    this.#problems = at.problems
    this.path = at.path ?? ''
  }

  /** Whether anything stands there. */
  get exists(): boolean {
    return this.#json !== undefined
  }

  /** Whether a list stands there. */
  get isList(): boolean {
    return Array.isArray(this.#json)
  }

  /** Whether a text stands there. */
  get isText(): boolean {
    return typeof this.#json === 'string'
  }

  /** What stands there, as it is. */
  get value(): unknown {
    return this.#json
  }

  /** Names of the members of the object; undefined when it is none. */
  get names(): readonly string[] | undefined {
    return isObject(this.#json) ? Object.keys(this.#json) : undefined
  }

  /** The place under a name; a place where nothing stands when this is no object or has no such member. */
  at(name: string): JsonPlace {
    const member = isObject(this.#json) && Object.hasOwn(this.#json, name) ? this.#json[name] : undefined
    return this.#under(member, name)
  }

  /** The places of a list; none, with a problem, when it is no list. */
  items(): readonly JsonPlace[] {
    if (Array.isArray(this.#json)) return this.#json.map((item: unknown, index) => this.#under(item, String(index)))
    this.expected('list')
    return []
  }

  /** The names of an object's members; none, with a problem, when it is no object. */
  members(): readonly string[] {
    if (isObject(this.#json)) return Object.keys(this.#json)
    this.expected('object')
    return []
  }

  /** A text that is not blank. */
  text(): string {
    if (typeof this.#json === 'string' && this.#json.trim() !== '') return this.#json
    this.expected('text')
    return ''
  }

  /** True or false; the default where nothing stands. */
  flag(byDefault: boolean): boolean {
    if (this.#json === undefined) return byDefault
    if (typeof this.#json !== 'boolean') this.expected('boolean')
    return this.#json === true
  }

  /** A number; with `whole`, an integer from that figure on. */
  number(whole?: number): number {
    if (
      typeof this.#json === 'number' &&
      (whole === undefined || (Number.isInteger(this.#json) && this.#json >= whole))
    ) {
      return this.#json
    }
    this.expected(whole === undefined ? 'number' : `integer >= ${whole}`)
    return 0
  }

  /** A text in French, and in English if it is there. */
  localText(): LocalText {
    this.only(['fr', 'en'])
    const fr = this.at('fr').text()
    return this.at('en').exists ? { fr, en: this.at('en').text() } : { fr }
  }

  /** One of the given words; the first one stands in for anything else. */
  oneOf<const T extends readonly [string, ...string[]]>(words: T): T[number] {
    const found = words.find((word) => word === this.#json)
    if (found === undefined) this.expected(words.join(', '))
    return found ?? words[0]
  }

  /** Notes every member of the object that is none of these, and that it is an object at all. */
  only(names: readonly string[]): void {
    if (!isObject(this.#json)) {
      this.expected('object')
      return
    }
    for (const name of Object.keys(this.#json)) {
      if (!names.includes(name)) this.#under(undefined, name).problem('bad-declaration-unknown-key', { value: name })
    }
  }

  /** Notes that another shape was expected here. */
  expected(shape: string): void {
    this.problem('bad-declaration-shape', { expected: shape })
  }

  /** Notes a problem at this place. */
  problem(code: `bad-declaration-${string}`, params: Readonly<Record<string, string>> = {}): void {
    this.#problems.push({ code, params: { file: this.#file, place: this.path === '' ? '/' : this.path, ...params } })
  }

  #under(json: unknown, name: string): JsonPlace {
    const path = `${this.path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return new JsonPlace(json, { file: this.#file, path, problems: this.#problems })
  }
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
