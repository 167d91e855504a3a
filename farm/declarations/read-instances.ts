import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'

/** One JSON file of an instances folder. */
export interface DeclaredFile {
  /** Path below the instances folder, for messages. */
  readonly file: string
  readonly json: unknown
}

/** Everything an instances folder declares, parsed but not yet understood. */
export interface InstanceFiles {
  readonly serviceTypes: readonly DeclaredFile[]
  readonly vocabularies: readonly DeclaredFile[]
  readonly organisations: readonly DeclaredFile[]
  readonly people: readonly DeclaredFile[]
  readonly pacts: readonly DeclaredFile[]
  readonly sites: readonly DeclaredFile[]
  /** Digest of all texts: equal means nothing was edited. */
  readonly digest: string
}

/** Reads an instances folder; a file that is not JSON is a problem with its place, and nothing is loaded. */
export function readInstances(folder: string): Result<InstanceFiles> {
  const problems: Problem[] = []
  const texts: string[] = []
  const read = (paths: readonly string[]): DeclaredFile[] =>
    paths.flatMap((path) => {
      const text = readFileSync(path, 'utf8')
      const file = relative(folder, path)
      texts.push(file, text)
      const parsed = parseJson(text, file)
      if (!parsed.ok) problems.push(...parsed.problems)
      return parsed.ok ? [{ file, json: parsed.value }] : []
    })
  const files = {
    serviceTypes: read(jsonFiles(join(folder, 'service-types'))),
    vocabularies: read(jsonFiles(join(folder, 'themes'))),
    organisations: read(existing(join(folder, 'network', 'organisations.json'))),
    people: read(existing(join(folder, 'network', 'people.json'))),
    pacts: read(existing(join(folder, 'network', 'pacts.json'))),
    sites: read(folders(join(folder, 'sites')).flatMap((site) => existing(join(site, 'site.json')))),
  }
  return problems.length > 0
    ? fail(...problems)
    : ok({ ...files, digest: hash('sha256', texts.join('\0'), 'base64url') })
}

function parseJson(text: string, file: string): Result<unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return ok(value)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return fail({ code: 'not-json', params: { file, message, ...placeOf(text, message) } })
  }
}

function placeOf(text: string, message: string): { line?: number } {
  const position = /position (\d+)/.exec(message)?.[1]
  return position === undefined ? {} : { line: text.slice(0, Number(position)).split('\n').length }
}

function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name))
}

function folders(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map((one) => join(folder, one.name))
    .sort()
}

function existing(path: string): string[] {
  return existsSync(path) ? [path] : []
}
