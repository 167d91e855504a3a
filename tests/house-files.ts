import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** Root folder of the repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Paths of the files the repository keeps, or would keep: not what `.gitignore` leaves out. */
export function houseFiles(): readonly string[] {
  const listed = execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(ROOT, path))).sort()
}

const texts = new Map<string, string>()

/** Text of a file of the house. */
export function textOf(path: string): string {
  const known = texts.get(path) ?? readFileSync(join(ROOT, path), 'utf8')
  texts.set(path, known)
  return known
}

const parsed = new Map<string, ts.SourceFile>()

/** Syntax of a TypeScript file, or of the script between the fences of an Astro component. */
export function syntaxOf(path: string): ts.SourceFile {
  const known = parsed.get(path) ?? parse(path)
  parsed.set(path, known)
  return known
}

function parse(path: string): ts.SourceFile {
  const text = textOf(path)
  const script = path.endsWith('.astro') ? (/^\s*---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '') : text
  return ts.createSourceFile(path, script, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
}

const imported = new Map<string, readonly string[]>()

/** Paths, from the root, of the files of the house that a file imports, for values or types, statically or dynamically, or exports again. */
export function importsOf(path: string): readonly string[] {
  const known = imported.get(path) ?? findImports(path)
  imported.set(path, known)
  return known
}

function findImports(path: string): readonly string[] {
  const found: string[] = []
  eachNode(syntaxOf(path), (node) => {
    const specifier = specifierOf(node)
    if (!specifier?.startsWith('.')) return
    found.push(posix.normalize(posix.join(dirname(path), specifier.replace(/\?.*$/, ''))))
  })
  return found
}

/** Visits every node of a syntax tree, outermost first. */
export function eachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => eachNode(child, visit))
}

function specifierOf(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
    return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
    return node.argument.literal.text
  const [argument] =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments : []
  return argument && ts.isStringLiteral(argument) ? argument.text : undefined
}
