import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { iconDrawing, isIcon } from '../../../farm/web/components/icons.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const NAMES = /(?:<Icon name="|\bicon(?:=|: |": )['"])([a-z0-9-]+)['"]/g

describe('icons', () => {
  test('every name written in an interface file or a service type is in the set', () => {
    const files = globSync(['farm/web/**/*.{astro,ts}', 'instances/service-types/*.json'], { cwd: root })
    const names = files.flatMap((file) =>
      [...readFileSync(`${root}${file}`, 'utf8').matchAll(NAMES)].map(([, name = '']) => ({ file, name })),
    )
    expect(names.length).toBeGreaterThan(30)
    expect(names.filter(({ name }) => !isIcon(name))).toEqual([])
  })

  test('a name the set does not hold, or a path, is drawn as a sheet of paper', () => {
    expect(iconDrawing('no-such-icon')).toBe(iconDrawing('file'))
    expect(iconDrawing('../package')).toBe(iconDrawing('file'))
  })

  test('a drawing is only shapes: no wrapper, class or licence comment', () => {
    expect(iconDrawing('map-pin')).toMatch(/^<path [^>]+\/> <circle [^>]+\/>$/)
  })
})
