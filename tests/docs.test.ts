import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FORMAT_NAMES, FORMATS } from '../exports/formats.ts'
import { instanceProblems } from '../farm/cli/check-instances.ts'
import { COMMANDS } from '../farm/cli/commands.ts'
import { SETTING_NAMES } from '../farm/settings.ts'
import { declareServiceType } from '../pipeline/model/declare.ts'
import { FIELD_TYPE_IDS } from '../pipeline/model/field.ts'
import { WORKFLOWS } from '../pipeline/model/service-type.ts'
import { houseFiles, ROOT, textOf } from './house-files.ts'

describe.each(['README.md', 'README.fr.md'])('%s', (readme) => {
  const text = textOf(readme)
  const named = (word: string) => text.includes(`\`${word}\``)

  it('names every command', () => {
    const told = (name: string) => new RegExp(`^\\| \`${name}[\` ]`, 'm').test(text)
    expect(Object.keys(COMMANDS).filter((name) => !told(name))).toEqual([])
  })

  it('names every setting', () => {
    expect(SETTING_NAMES.filter((name) => !named(name))).toEqual([])
  })

  it('names every npm script', () => {
    const scripts: Record<string, string> = JSON.parse(textOf('package.json')).scripts
    const asTyped = (name: string) => (name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`)
    expect(Object.keys(scripts).filter((name) => !text.includes(`\`${asTyped(name)}`))).toEqual([])
  })

  it('names every field type and every workflow', () => {
    expect([...FIELD_TYPE_IDS, ...WORKFLOWS].filter((name) => !named(name))).toEqual([])
  })

  it('names every format with the end of its addresses', () => {
    const told = (name: (typeof FORMAT_NAMES)[number]) =>
      new RegExp(`^\\| \`${name}\` +\\| \`\\.${FORMATS[name].extension}\` +\\|`, 'm').test(text)
    expect(FORMAT_NAMES.filter((name) => !told(name))).toEqual([])
  })

  it('names every kind of entry that is shipped', () => {
    const kinds = readdirSync(join(ROOT, 'instances', 'service-types')).map((name) => name.replace('.json', ''))
    expect(kinds.filter((name) => !named(name))).toEqual([])
  })

  it('names every folder of code and every file it points to', () => {
    expect(['instances', 'pipeline', 'exports', 'farm', 'tests'].filter((name) => !named(`${name}/`))).toEqual([])
    const there = new Set(houseFiles())
    const links = [...text.matchAll(/\]\((?!http)([^)#]+)\)/g)].map(([, path = '']) => path)
    const paths = [...text.matchAll(/`(instances\/[\w./-]+\.json)`/g)].map(([, path = '']) => path)
    expect([...links, ...paths].filter((path) => !there.has(path))).toEqual([])
  })

  it('shows a service type that a farm would take', () => {
    const example = /```json\n(\{\n {2}"\$schema"[\s\S]*?)\n```/.exec(text)?.[1] ?? ''
    const declared = declareServiceType(JSON.parse(example), readme)
    expect(declared).toMatchObject({ ok: true, value: { id: 'recipe' } })
  })
})

describe('The shipped declarations', () => {
  it('read without a mistake', () => {
    expect(instanceProblems(join(ROOT, 'instances'))).toEqual([])
  })
})

describe('CONTRIBUTING.md', () => {
  it('tells the import order that the structure test holds', () => {
    const text = textOf('CONTRIBUTING.md')
    const order = [
      'tests',
      'farm/cli',
      'farm/server',
      'farm/web',
      'farm/jobs',
      'farm/*.ts',
      'farm/{sites',
      'farm/storage',
    ]
    const places = [...order, 'exports', 'pipeline/*.ts', 'pipeline/{intake', 'pipeline/model'].map((line) =>
      text.indexOf(`\n  ${line}`),
    )
    expect(places.every((place) => place >= 0)).toBe(true)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('points to files that are there', () => {
    const there = new Set(houseFiles())
    const paths = [...textOf('CONTRIBUTING.md').matchAll(/`([\w./[\]-]+\.(?:ts|mjs))`/g)].map(([, path = '']) => path)
    expect(paths.filter((path) => path.includes('/') && !there.has(path))).toEqual([])
  })
})
