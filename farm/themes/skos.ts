import type { VocabularyTree } from '../../pipeline/model/theme.ts'
import { type Fact, type FactObject, iri } from './facts.ts'
import { walkTree } from './tree-order.ts'
import type { ConceptRow, VocabularyRows } from './vocabulary-rows.ts'

/** Where the names of a vocabulary's concepts begin: `https://…/themes/rome/`. */
export interface SkosNames {
  readonly scheme: string
  readonly concept: string
  /** Other schemes' notations are typed by this and the scheme: `…/notations/rome`. */
  readonly notation: string
}

/** A vocabulary as SKOS: its scheme, its concepts parents before children, then the codes out of use with what replaces them. */
export function skosFacts({ about, concepts, aliases }: VocabularyTree, names: SkosNames): readonly Fact[] {
  const tree = { about, concepts, aliases }
  const facts: Fact[] = []
  const say = (subject: string, predicate: Parameters<typeof iri>[0], object: FactObject) =>
    facts.push({ subject, predicate: iri(predicate), object })
  const nameOf = (code: string) => `${names.concept}${encodeURIComponent(code)}`
  say(names.scheme, 'rdf:type', { iri: iri('skos:ConceptScheme') })
  for (const text of spoken(about.label)) say(names.scheme, 'skos:prefLabel', text)
  const walked = walkTree(tree)
  for (const { concept, depth } of walked)
    if (depth === 0) say(names.scheme, 'skos:hasTopConcept', { iri: nameOf(concept.code) })
  for (const { concept, depth } of walked) {
    const subject = nameOf(concept.code)
    say(subject, 'rdf:type', { iri: iri('skos:Concept') })
    say(subject, 'skos:inScheme', { iri: names.scheme })
    say(subject, 'skos:notation', { text: concept.code })
    for (const text of spoken(concept.label)) say(subject, 'skos:prefLabel', text)
    for (const text of concept.synonyms) say(subject, 'skos:altLabel', { text })
    for (const [scheme, codes] of Object.entries(concept.notations))
      for (const text of codes) say(subject, 'skos:notation', { text, datatype: `${names.notation}${scheme}` })
    if (depth === 0) say(subject, 'skos:topConceptOf', { iri: names.scheme })
    else say(subject, 'skos:broader', { iri: nameOf(concept.broader ?? '') })
  }
  for (const [code, target] of aliases) {
    say(nameOf(code), 'rdf:type', { iri: iri('skos:Concept') })
    say(nameOf(code), 'skos:notation', { text: code })
    say(nameOf(code), 'owl:deprecated', { text: 'true', datatype: iri('xsd:boolean') })
    say(nameOf(code), 'dct:isReplacedBy', { iri: nameOf(target) })
  }
  return facts
}

/**
 * Concepts as SKOS statements tell them. A code is the plain notation, else the end of the name; labels are French, else unmarked,
 * else English; alternative and hidden labels are synonyms; a notation of its own type is another scheme's. Anything else is counted as unread:
 * definitions and notes, relations beside broader and narrower, matches, collections, SKOS-XL, and labels in other languages.
 */
export function readSkos(facts: readonly Fact[]): VocabularyRows {
  const subjects = Map.groupBy(facts, (fact) => fact.subject)
  const said = (subject: string, predicate: string) =>
    (subjects.get(subject) ?? []).filter((fact) => fact.predicate === predicate).map((fact) => fact.object)
  const isA = (subject: string, type: string) =>
    said(subject, iri('rdf:type')).some((one) => 'iri' in one && one.iri === type)
  const concepts = [...subjects.keys()].filter((subject) => isA(subject, iri('skos:Concept')))
  const codes = new Map(concepts.map((subject) => [subject, codeOf(subject, said(subject, iri('skos:notation')))]))
  const broaders = broadersOf(facts)
  const codeNamed = (name: string) => codes.get(name) ?? endOf(name)
  const rows = concepts.map((subject): ConceptRow => {
    const labels = said(subject, iri('skos:prefLabel'))
    const [heir] = namesOf(said(subject, iri('dct:isReplacedBy')))
    const [broader] = broaders.get(subject) ?? []
    return {
      code: codeNamed(subject),
      fr: textIn(labels, 'fr') ?? textIn(labels, undefined) ?? textIn(labels, 'en'),
      en: textIn(labels, 'en'),
      broader: broader === undefined ? null : codeNamed(broader),
      synonyms: ['altLabel', 'hiddenLabel'].flatMap((name) => textsOf(said(subject, `${iri('skos:')}${name}`))),
      notations: foreign(said(subject, iri('skos:notation'))),
      ...(heir === undefined ? {} : { leads: codeNamed(heir) }),
    }
  })
  const scheme = [...subjects.keys()].find((subject) => isA(subject, iri('skos:ConceptScheme')))
  const names = ['skos:prefLabel', 'dct:title', 'rdfs:label'] as const
  const titles = scheme === undefined ? [] : names.flatMap((name) => said(scheme, iri(name)))
  const label = { fr: textIn(titles, 'fr') ?? textIn(titles, undefined), en: textIn(titles, 'en') }
  const problems = rows.length === 0 ? [{ code: 'no-concepts', field: 'file' }] : []
  return { label, rows, problems, unread: unreadOf(facts, new Set([...concepts, scheme ?? '']), broaders) }
}

function broadersOf(facts: readonly Fact[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const note = (subject: string, broader: string) => {
    const known = found.getOrInsert(subject, [])
    if (!known.includes(broader)) known.push(broader)
  }
  for (const { subject, predicate, object } of facts) {
    if (!('iri' in object)) continue
    if (predicate === iri('skos:broader')) note(subject, object.iri)
    if (predicate === iri('skos:narrower')) note(object.iri, subject)
  }
  return found
}

const READ = new Set([
  ...(['broader', 'narrower', 'prefLabel', 'altLabel', 'hiddenLabel', 'notation', 'inScheme'] as const).map((name) =>
    iri(`skos:${name}`),
  ),
  ...(['skos:topConceptOf', 'skos:hasTopConcept', 'rdf:type', 'owl:deprecated', 'dct:isReplacedBy'] as const).map(iri),
  ...(['dct:title', 'rdfs:label'] as const).map(iri),
])

function unreadOf(
  facts: readonly Fact[],
  known: ReadonlySet<string>,
  broaders: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const unread = new Map<string, number>()
  const count = (name: string, by = 1) => unread.set(name, (unread.get(name) ?? 0) + by)
  for (const { subject, predicate, object } of facts) {
    if (!known.has(subject)) continue
    if (!READ.has(predicate)) count(endOf(predicate))
    else if ('text' in object && object.language !== undefined && !/^(fr|en)\b/.test(object.language))
      count(`${endOf(predicate)} @${object.language}`)
  }
  const several = [...broaders.values()].reduce((sum, all) => sum + all.length - 1, 0)
  if (several > 0) count('broader', several)
  return unread
}

function codeOf(subject: string, notations: readonly FactObject[]): string {
  const plain = notations.find((one) => 'text' in one && isPlain(one.datatype))
  return plain && 'text' in plain ? plain.text.trim() : endOf(subject)
}

function foreign(notations: readonly FactObject[]): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const one of notations) {
    if (!('text' in one) || one.datatype === undefined || isPlain(one.datatype)) continue
    const scheme = endOf(one.datatype).toLowerCase()
    found[scheme] = [...(found[scheme] ?? []), one.text]
  }
  return found
}

function isPlain(datatype: string | undefined): boolean {
  return datatype === undefined || datatype === iri('xsd:string')
}

function spoken({ fr, en }: { readonly fr: string; readonly en?: string }): FactObject[] {
  return [{ text: fr, language: 'fr' }, ...(en === undefined ? [] : [{ text: en, language: 'en' }])]
}

function textIn(objects: readonly FactObject[], language: string | undefined): string | undefined {
  const found = objects.find((one) => 'text' in one && one.language?.split('-')[0] === language)
  return found && 'text' in found ? found.text.trim() : undefined
}

function textsOf(objects: readonly FactObject[]): string[] {
  return objects.flatMap((one) =>
    'text' in one && (one.language === undefined || /^(fr|en)\b/.test(one.language)) ? [one.text.trim()] : [],
  )
}

function namesOf(objects: readonly FactObject[]): string[] {
  return objects.flatMap((one) => ('iri' in one ? [one.iri] : []))
}

function endOf(name: string): string {
  const end = name.replace(/[/#]$/, '').split(/[/#:]/).at(-1) ?? name
  try {
    return decodeURIComponent(end)
  } catch {
    return end
  }
}
