/** One statement of RDF. */
export interface Fact {
  readonly subject: string
  readonly predicate: string
  readonly object: FactObject
}

/** What a statement says of its subject: another thing, or a text. */
export type FactObject =
  | { readonly iri: string }
  | { readonly text: string; readonly language?: string | undefined; readonly datatype?: string | undefined }

/** Namespaces of the vocabularies that subjects are told in (SKOS, W3C Recommendation of 18 August 2009). */
export const NAMESPACES = {
  skos: 'http://www.w3.org/2004/02/skos/core#',
  dct: 'http://purl.org/dc/terms/',
  owl: 'http://www.w3.org/2002/07/owl#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

/** Full name of a term: `iri('skos:broader')`. */
export function iri(name: `${keyof typeof NAMESPACES}:${string}`): string {
  const [prefix = '', local = ''] = name.split(':')
  return `${Object.entries(NAMESPACES).find(([known]) => known === prefix)?.[1] ?? ''}${local}`
}
