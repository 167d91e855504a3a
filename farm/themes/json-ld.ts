import { jsonDepth } from '../../pipeline/intake/json-depth.ts'
import { MAX_DEPTH } from '../../pipeline/intake/xml-guard.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { type Fact, type FactObject, iri, NAMESPACES } from './facts.ts'

/**
 * Reads JSON-LD as SKOS publishers write it: expanded, or compacted by a context that stands in the file. Problems: `not-json`,
 * `too-deep`, `bad-json-ld`. A context at an address is not fetched: plain SKOS words are then read as themselves. `@reverse`, named graphs
 * and scoped contexts are not read.
 */
export function readJsonLd(text: string): Result<readonly Fact[]> {
  if (jsonDepth(text) > MAX_DEPTH) return fail({ code: 'too-deep', field: 'file', params: { max: MAX_DEPTH } })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return fail({ code: 'not-json', field: 'file', params: { file: 'JSON-LD', message } })
  }
  const reading: Reading = { context: new Map(), base: '', facts: [], blank: 0 }
  const problem = readTop(json, reading)
  return problem ? fail(problem) : ok(reading.facts)
}

/** Writes statements as compacted JSON-LD, one node per subject in their order. */
export function writeJsonLd(facts: readonly Fact[], prefixes: Readonly<Record<string, string>>): string {
  const nodes = [...Map.groupBy(facts, (fact) => fact.subject)].map(([subject, said]) => {
    const byName = Map.groupBy(said, ({ predicate }) => compact(predicate, NAMESPACES))
    const members = [...byName].map(([name, all]) => {
      const type = name === 'rdf:type'
      const values = all.map(({ object }) => valueFor(object, type, { ...NAMESPACES, ...prefixes }))
      return [type ? '@type' : name, values.length === 1 ? values[0] : values]
    })
    return { '@id': compact(subject, prefixes), ...Object.fromEntries(members) }
  })
  return `${JSON.stringify({ '@context': { ...NAMESPACES, ...prefixes }, '@graph': nodes }, null, 2)}\n`
}

interface Reading {
  /** What a word stands for, and how its values are to be read. */
  context: Map<string, { readonly id: string; readonly type?: string; readonly language?: string }>
  base: string
  readonly facts: Fact[]
  blank: number
}

function readTop(json: unknown, reading: Reading): Problem | undefined {
  for (const top of Array.isArray(json) ? json : [json]) {
    if (!isRecord(top)) return { code: 'bad-json-ld', field: 'file' }
    for (const one of [top['@context'] ?? []].flat()) if (isRecord(one)) readContext(one, reading)
    const graph = top['@graph'] ?? top.graph
    if (graph === undefined) readNode(top, reading)
    else for (const node of [graph].flat()) if (isRecord(node)) readNode(node, reading)
  }
  return undefined
}

function readContext(context: Record<string, unknown>, reading: Reading): void {
  if (typeof context['@base'] === 'string') reading.base = context['@base']
  for (const [word, said] of Object.entries(context)) {
    if (typeof said === 'string') reading.context.set(word, { id: said })
    if (!isRecord(said)) continue
    const type = typeof said['@type'] === 'string' ? { type: said['@type'] } : {}
    const language = typeof said['@language'] === 'string' ? { language: said['@language'] } : {}
    const id = typeof said['@id'] === 'string' ? said['@id'] : word
    reading.context.set(word, { id, ...type, ...language })
  }
}

function readNode(node: Record<string, unknown>, reading: Reading): string {
  const named = Object.entries(node).find(([word]) => keywordOf(word, reading) === '@id')?.[1]
  reading.blank += 1
  const subject = typeof named === 'string' ? nameOf(named, reading) : `_:${reading.blank}`
  for (const [word, said] of Object.entries(node)) {
    const keyword = keywordOf(word, reading)
    if (keyword === '@type') {
      for (const type of [said].flat()) {
        const object = { iri: fullName(String(type), reading) }
        reading.facts.push({ subject, predicate: iri('rdf:type'), object })
      }
    } else if (!keyword.startsWith('@')) {
      const predicate = fullName(word, reading)
      for (const object of objectsOf(said, word, reading)) reading.facts.push({ subject, predicate, object })
    }
  }
  return subject
}

function objectsOf(said: unknown, word: string, reading: Reading): FactObject[] {
  const { type, language } = reading.context.get(word) ?? {}
  return [said].flat().flatMap((one): FactObject[] => {
    if (typeof one === 'string') {
      const isName = type === '@id' || type === '@vocab' || (type === undefined && NAMING.has(fullName(word, reading)))
      if (isName) return [{ iri: nameOf(one, reading) }]
      return [{ text: one, language, ...(type ? { datatype: fullName(type, reading) } : {}) }]
    }
    if (typeof one === 'boolean' || typeof one === 'number') return [{ text: String(one) }]
    return isRecord(one) ? objectsOfRecord(one, reading) : []
  })
}

function objectsOfRecord(one: Record<string, unknown>, reading: Reading): FactObject[] {
  const value = one['@value']
  if (value !== undefined) {
    const language = typeof one['@language'] === 'string' ? one['@language'].toLowerCase() : undefined
    const datatype = typeof one['@type'] === 'string' ? fullName(one['@type'], reading) : undefined
    return [{ text: String(value), language, datatype }]
  }
  const listed = one['@set'] ?? one['@list']
  if (listed !== undefined) return [listed].flat().flatMap((item) => objectsOf(item, '', reading))
  const words = Object.keys(one)
  const languages = words.length > 0 && words.every((word) => /^(@none|[a-z]{2,3}(-[a-z0-9]+)*)$/i.test(word))
  if (languages && !words.some((word) => keywordOf(word, reading).startsWith('@') && word !== '@none')) {
    return Object.entries(one).flatMap(([language, texts]) =>
      [texts].flat().map((text) => ({ text: String(text), language: language.toLowerCase() })),
    )
  }
  return [{ iri: readNode(one, reading) }]
}

function keywordOf(word: string, { context }: Reading): string {
  if (word.startsWith('@')) return word
  const said = context.get(word)?.id
  if (said?.startsWith('@')) return said
  return said === undefined && (word === 'id' || word === 'type') ? `@${word}` : word
}

function fullName(word: string, reading: Reading, depth = 0): string {
  const said = reading.context.get(word)?.id
  if (said !== undefined && said !== word && depth < 5) return fullName(said, reading, depth + 1)
  const [, prefix = '', local = ''] = /^([^:/]+):(?!\/\/)(.*)$/.exec(word) ?? []
  const known = reading.context.get(prefix)?.id ?? Object.entries(NAMESPACES).find(([name]) => name === prefix)?.[1]
  if (known !== undefined) return `${known}${local}`
  if (word.includes(':')) return word
  return `${reading.context.get('@vocab')?.id ?? NAMESPACES.skos}${word}`
}

function nameOf(word: string, reading: Reading): string {
  if (/^_:|:\/\//.test(word)) return word
  if (word.includes(':')) return fullName(word, reading)
  return reading.base === '' ? word : (URL.parse(word, reading.base)?.href ?? `${reading.base}${word}`)
}

// Relations between concepts: their values are names even where no context says so.
const NAMING = new Set(
  (['broader', 'narrower', 'inScheme', 'topConceptOf', 'hasTopConcept', 'exactMatch', 'closeMatch'] as const)
    .map((name) => iri(`skos:${name}`))
    .concat(iri('dct:isReplacedBy')),
)

function compact(name: string, prefixes: Readonly<Record<string, string>>): string {
  const found = Object.entries(prefixes).find(([, namespace]) => name.startsWith(namespace))
  return found ? `${found[0]}:${name.slice(found[1].length)}` : name
}

function valueFor(object: FactObject, type: boolean, prefixes: Readonly<Record<string, string>>): unknown {
  if ('iri' in object) return type ? compact(object.iri, prefixes) : { '@id': compact(object.iri, prefixes) }
  if (object.language !== undefined) return { '@value': object.text, '@language': object.language }
  if (object.datatype === undefined) return object.text
  return { '@value': object.text, '@type': compact(object.datatype, prefixes) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
