import { DataFactory, Parser, type Quad, Writer } from 'n3'
import { fail, ok, type Result } from '../../pipeline/model/problem.ts'
import { type Fact, type FactObject, NAMESPACES } from './facts.ts'

/** Reads Turtle, or N-Triples which are Turtle too; problem: `bad-turtle` with line and message. */
export function readTurtle(text: string): Result<readonly Fact[]> {
  try {
    const quads: readonly Quad[] = new Parser({ format: 'text/turtle', baseIRI: 'urn:file:' }).parse(text)
    return ok(quads.map(factOf))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const line = Number(/ on line (\d+)/.exec(message)?.[1] ?? 1)
    return fail({
      code: 'bad-turtle',
      field: 'file',
      line,
      params: { message: message.replace(/ on line \d+\.?$/, '') },
    })
  }
}

/** Writes statements as Turtle, one subject after another as they come. */
export function writeTurtle(facts: readonly Fact[], prefixes: Readonly<Record<string, string>>): string {
  const writer = new Writer({ prefixes: { ...NAMESPACES, ...prefixes } })
  const { namedNode, literal } = DataFactory
  for (const { subject, predicate, object } of facts) {
    const written =
      'iri' in object
        ? namedNode(object.iri)
        : literal(
            object.text,
            object.language ?? (object.datatype === undefined ? undefined : namedNode(object.datatype)),
          )
    writer.addQuad(namedNode(subject), namedNode(predicate), written)
  }
  let text = ''
  // With nothing to stream to, the writer answers at once.
  writer.end((_error: unknown, result: string) => {
    text = result
  })
  return text
}

function factOf({ subject, predicate, object }: Quad): Fact {
  const name = subject.termType === 'BlankNode' ? `_:${subject.value}` : subject.value
  return { subject: name, predicate: predicate.value, object: objectOf(object) }
}

function objectOf(object: Quad['object']): FactObject {
  if (object.termType !== 'Literal')
    return { iri: object.termType === 'BlankNode' ? `_:${object.value}` : object.value }
  if (object.language !== '') return { text: object.value, language: object.language.toLowerCase() }
  return { text: object.value, datatype: object.datatype.value }
}
