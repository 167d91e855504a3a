import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** Headers as `writeHead` takes them: an object, or a flat list of names and values. */
export type HeaderInput = OutgoingHttpHeaders | readonly unknown[] | undefined

/** The head of an answer while it is decided upon: status and headers by lower-case name. */
export class Head {
  readonly status: number
  readonly #fields = new Map<string, readonly string[]>()

  constructor(status: number) {
    this.status = status
  }

  /** Values of one header joined with a comma. */
  get(name: string): string | undefined {
    return this.#fields.get(name)?.join(', ')
  }

  has(name: string): boolean {
    return this.#fields.has(name)
  }

  set(name: string, value: unknown): void {
    if (value === undefined) return
    this.#fields.set(name.toLowerCase(), Array.isArray(value) ? value.map(String) : [String(value)])
  }

  delete(name: string): void {
    this.#fields.delete(name)
  }

  /** Flat list for `writeHead`, without the named headers. */
  flat(except?: ReadonlySet<string>): string[] {
    const list: string[] = []
    for (const [name, values] of this.#fields) {
      if (except?.has(name)) continue
      for (const value of values) list.push(name, value)
    }
    return list
  }
}

/** The head a call of `writeHead(status, headers)` stands for; takes over, and clears, headers set one by one before. */
export function takeHead(res: ServerResponse, status: number, input: HeaderInput): Head {
  const head = new Head(status)
  for (const name of res.getHeaderNames()) {
    head.set(name, res.getHeader(name))
    res.removeHeader(name)
  }
  if (Array.isArray(input)) addPairs(head, input)
  else if (input) for (const [name, value] of Object.entries(input)) head.set(name, value)
  return head
}

/** A name may come twice in a flat list (`set-cookie`). */
function addPairs(head: Head, pairs: readonly unknown[]): void {
  const lists = new Map<string, unknown[]>()
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const name = String(pairs[at]).toLowerCase()
    lists.set(name, [...(lists.get(name) ?? []), pairs[at + 1]])
  }
  for (const [name, values] of lists) head.set(name, values.flat())
}
