import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { wordsIn } from '../farm/web/words/words.ts'
import { eachNode, houseFiles, ROOT, syntaxOf, textOf } from './house-files.ts'

const WORDS = 'farm/web/words'
const catalogues = readdirSync(join(ROOT, WORDS, 'fr')).sort()

describe('The catalogues of words', () => {
  it('are the same files in French and in English', () => {
    expect(readdirSync(join(ROOT, WORDS, 'en')).sort()).toEqual(catalogues)
  })

  it.each(catalogues)('%s has the same sentences in both languages, quoting the same figures', (file) => {
    expect(placeholders('en', file)).toEqual(placeholders('fr', file))
  })

  it.each(catalogues)('%s leaves no sentence empty', (file) => {
    for (const language of ['fr', 'en']) {
      expect(Object.entries(catalogue(language, file)).filter(([, text]) => text.trim() === '')).toEqual([])
    }
  })

  it('say every problem the code can meet', () => {
    const words = wordsIn('fr')
    const unsaid = [...problemCodes()].filter(([code]) => !words.has(`problem.${code}`))
    expect(Object.fromEntries(unsaid)).toEqual({})
  })

  it('say every sentence the command line asks for', () => {
    const words = wordsIn('en')
    const asked = houseFiles()
      .filter((path) => /^farm\/cli\/.*\.ts$/.test(path))
      .flatMap(askedKeys)
    const lacking = asked.filter((key) => !words.has(key) && !words.has(`${key}.other`))
    expect(lacking).toEqual([])
  })
})

function catalogue(language: string, file: string): Record<string, string> {
  return JSON.parse(textOf(`${WORDS}/${language}/${file}`))
}

// What stands around a count may leave it out: "one entry".
function placeholders(language: string, file: string): Record<string, string[]> {
  const entries = Object.entries(catalogue(language, file)).map(([key, text]) => {
    const quoted = [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    return [key, [...new Set(quoted)].filter((name) => name !== 'count').sort()] as const
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function problemCodes(): Map<string, string> {
  const found = new Map<string, string>()
  for (const path of houseFiles().filter((one) => SPEAKS.test(one) && !SILENT.test(one))) {
    eachNode(syntaxOf(path), (node) => {
      for (const code of codesIn(node)) if (/^[a-z]+(-[a-z]+)*$/.test(code)) found.set(code, path)
    })
  }
  return found
}

// Members called `code` that are no problems: codes of territories, terms and choices, lines of the server's log.
const SPEAKS = /^(pipeline|farm)\/.*\.ts$/
const SILENT = /^farm\/(server|territories|themes|cache|web)\/|^pipeline\/model\/(theme|territory)\.ts$/

function codesIn(node: ts.Node): string[] {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'code') return textsOf(node.initializer)
  if (!ts.isCallExpression(node)) return []
  const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression
  const [first] = node.arguments
  return first && /^(problem|refused|failure)$/.test(called.getText()) ? textsOf(first) : []
}

function textsOf(value: ts.Expression): string[] {
  if (ts.isStringLiteralLike(value)) return [value.text]
  if (ts.isParenthesizedExpression(value)) return textsOf(value.expression)
  if (ts.isConditionalExpression(value)) return [...textsOf(value.whenTrue), ...textsOf(value.whenFalse)]
  return []
}

function askedKeys(path: string): string[] {
  const found: string[] = []
  eachNode(syntaxOf(path), (node) => {
    if (!ts.isCallExpression(node) || !/(^|\.)words$/.test(node.expression.getText())) return
    const [key] = node.arguments
    if (key) found.push(...textsOf(key))
  })
  return found
}
