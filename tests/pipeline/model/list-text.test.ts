import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinList, splitList, splitParts } from '../../../pipeline/model/list-text.ts'

test('a list written in one cell reads back as the same list, whatever its items hold', () => {
  const item = fc.string({ unit: fc.constantFrom('a', '\\', '|', ' ', 'é', '😀') }).map((text) => `x${text}x`)
  const readsBack = fc.property(fc.array(item), (items) => {
    expect(splitList(joinList(items))).toEqual(items)
  })
  fc.assert(readsBack)
})

test('what a person types is read kindly: no blanks needed, a lone backslash is only a backslash', () => {
  expect(splitList('emploi|formation | C:\\dossier')).toEqual(['emploi', 'formation', 'C:\\dossier'])
})

test('an empty item keeps its place so that parallel columns stay aligned', () => {
  expect(splitList('a |  | c')).toEqual(['a', '', 'c'])
  expect(splitList('| b')).toEqual(['', 'b'])
  expect(splitList('  ')).toEqual([])
})

test('the parts of several values, each in its own cell, find each other again', () => {
  expect(splitParts({ file: 'a | b', name: '| x', label: '' })).toEqual([
    { file: 'a', name: '', label: '' },
    { file: 'b', name: 'x', label: '' },
  ])
})
