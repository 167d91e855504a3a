import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { eachNode, houseFiles, importsOf, syntaxOf, textOf } from './house-files.ts'

// A line may import only from lines below it; folders on one line never import each other. `farm/*.ts` and
// `pipeline/*.ts` name the files of the folder itself.
const LINES: readonly (readonly string[])[] = [
  ['tests'],
  ['farm/cli'],
  ['farm/server'],
  ['farm/web'],
  ['farm/jobs'],
  ['farm/spip'],
  ['farm/*.ts'],
  [
    'farm/sites',
    'farm/duplicates',
    'farm/identity',
    'farm/library',
    'farm/sources',
    'farm/cache',
    'farm/territories',
    'farm/themes',
    'farm/declarations',
    'farm/coverage',
    'farm/partners',
  ],
  ['farm/lists', 'farm/routing', 'farm/batches', 'farm/fetching', 'farm/organisations'],
  ['farm/storage/writing'],
  ['farm/storage/entries'],
  [
    'farm/storage/deliveries',
    'farm/storage/network',
    'farm/storage/knowledge',
    'farm/storage/gateways',
    'farm/storage/jobs',
  ],
  ['farm/storage/openers'],
  ['farm/storage/*.ts'],
  ['farm/storage/tables', 'farm/storage/migrations'],
  ['exports'],
  ['pipeline/*.ts'],
  ['pipeline/intake', 'pipeline/moderation', 'pipeline/routing'],
  ['pipeline/model'],
]

const files = houseFiles()
const code = files.filter((path) => /\.(ts|astro)$/.test(path) && /^(farm|pipeline|exports|tests)\//.test(path))
const scripts = code.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
const shipped = scripts.filter((path) => !path.startsWith('tests/'))

describe('The structure of the house', () => {
  it('gives every file of code a line', () => {
    expect(code.filter((path) => placeOf(path) === undefined)).toEqual([])
  })

  it('imports downward only, and never between siblings', () => {
    const wrong = code.flatMap((path) => importsOf(path).flatMap((target) => trespass(path, target)))
    expect(wrong).toEqual([])
  })

  it('reads in a straight line: no circle of imports, of types neither', () => {
    expect(circles(code.filter((path) => !path.startsWith('tests/')))).toEqual([])
  })

  it('imports by explicit, existing files', () => {
    const there = new Set(files)
    const lost = code.flatMap((path) =>
      importsOf(path)
        .filter((target) => !there.has(target))
        .map((target) => `${path} → ${target}`),
    )
    expect(lost).toEqual([])
  })

  it('keeps every file of code under 250 lines', () => {
    const long = code.map((path) => ({ path, lines: textOf(path).split('\n').length - 1 }))
    expect(long.filter(({ lines }) => lines > 250)).toEqual([])
  })

  it('keeps functions short: forty lines of their own at most', () => {
    expect(shipped.filter((path) => !TABLES.test(path)).flatMap((path) => longFunctions(path, 40))).toEqual([])
  })

  it('has no barrel: a file that only hands on what others export', () => {
    expect(shipped.filter(isBarrel)).toEqual([])
  })

  it('names nothing for what it is not about', () => {
    const vague = /(^|\/)(utils?|helpers?|common|services?|lib|misc|shared)(\.[a-z]+)*(\/|$)/
    expect(files.filter((path) => vague.test(path) && !CATALOGUE.test(path))).toEqual([])
  })

  it('says of every exported name what it is', () => {
    expect(shipped.flatMap(undocumented)).toEqual([])
  })

  it('trusts its types: no any, and no cast outside the openers and kits of storage', () => {
    expect(shipped.filter((path) => !MAY_CAST.test(path)).flatMap(casts)).toEqual([])
  })

  it('names no machine, no registry, and no address of a work place', () => {
    const telling = new RegExp(
      ['/(?:work|home|root|Users)/[a-z]', 'registry\\.[a-z]+\\.[a-z]', 'artifactory', 'localhost:[48]873'].join('|'),
    )
    const texts = files.filter((path) => /\.(ts|mjs|json|astro|css|md|yml|html|npmrc)$|run$/.test(path))
    expect(texts.filter((path) => !path.endsWith('structure.test.ts') && telling.test(textOf(path)))).toEqual([])
  })
})

// The catalogue of words every room of the web uses.
const CATALOGUE = /^farm\/web\/words\/(fr|en)\/common\.json$/
// Definitions of tables are lists, however long.
const TABLES = /^farm\/storage\/tables\//
const MAY_CAST = /^farm\/storage\/(openers\/open-|tables\/(column-kit|schema-))/

function placeOf(path: string): { readonly line: number; readonly folder: string } | undefined {
  for (const [line, folders] of LINES.entries()) {
    const folder = folders.find((one) => holds(one, path))
    if (folder !== undefined) return { line, folder }
  }
  return undefined
}

function holds(folder: string, path: string): boolean {
  if (!folder.endsWith('/*.ts')) return path.startsWith(`${folder}/`)
  const parent = folder.slice(0, -'*.ts'.length)
  return path.startsWith(parent) && !path.slice(parent.length).includes('/')
}

function trespass(path: string, target: string): string[] {
  if (!/^(farm|pipeline|exports|tests)\//.test(target)) return []
  const [from, to] = [placeOf(path), placeOf(target)]
  if (!from || !to) return []
  const fine = from.folder === to.folder || to.line > from.line
  return fine ? [] : [`${path} → ${target}`]
}

function circles(paths: readonly string[]): string[] {
  const within = new Set(paths)
  const edges = new Map(paths.map((path) => [path, importsOf(path).filter((target) => within.has(target))]))
  const done = new Set<string>()
  const found: string[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) found.push([...trail.slice(at), path].join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path])
    done.add(path)
  }
  for (const path of paths) walk(path, [])
  return found
}

function longFunctions(path: string, most: number): string[] {
  const source = syntaxOf(path)
  const found: string[] = []
  eachNode(source, (node) => {
    const lines = isFunction(node) ? ownLines(node, source) : 0
    if (lines > most) found.push(`${path}:${lineOf(source, node.getStart())} (${lines} lines)`)
  })
  return found
}

function isFunction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined
}

// Functions inside a function are measured by themselves.
function ownLines(node: ts.Node, source: ts.SourceFile): number {
  let lines = lineOf(source, node.end) - lineOf(source, node.getStart()) + 1
  const within = (child: ts.Node): void => {
    if (isFunction(child)) lines -= lineOf(source, child.end) - lineOf(source, child.getStart())
    else ts.forEachChild(child, within)
  }
  ts.forEachChild(node, within)
  return lines
}

function lineOf(source: ts.SourceFile, position: number): number {
  return source.getLineAndCharacterOfPosition(position).line + 1
}

function isBarrel(path: string): boolean {
  const { statements } = syntaxOf(path)
  const own = statements.filter((one) => !ts.isImportDeclaration(one))
  return own.length > 0 && own.every((one) => ts.isExportDeclaration(one) && one.moduleSpecifier !== undefined)
}

function undocumented(path: string): string[] {
  const source = syntaxOf(path)
  return source.statements
    .filter(
      (one) =>
        ts.canHaveModifiers(one) && ts.getModifiers(one)?.some((word) => word.kind === ts.SyntaxKind.ExportKeyword),
    )
    .filter((one) => ts.getJSDocCommentsAndTags(one).length === 0)
    .filter((one) => !isOverload(one, source))
    .map((one) => `${path}:${lineOf(source, one.getStart())}`)
}

// Only the first of several signatures carries the sentence.
function isOverload(statement: ts.Statement, source: ts.SourceFile): boolean {
  if (!ts.isFunctionDeclaration(statement)) return false
  const name = statement.name?.text
  const first = source.statements.find((one) => ts.isFunctionDeclaration(one) && one.name?.text === name)
  return first !== statement
}

function casts(path: string): string[] {
  const source = syntaxOf(path)
  const found: string[] = []
  eachNode(source, (node) => {
    const constant = ts.isAsExpression(node) && node.type.getText(source) === 'const'
    const cast =
      (ts.isAsExpression(node) && !constant) || ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node)
    if (cast || node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${path}:${lineOf(source, node.getStart())}`)
  })
  return found
}
