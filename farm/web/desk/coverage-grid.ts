import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { type HeatScale, heatScale } from '../../coverage/heat-scale.ts'
import type { Coverage } from '../../coverage/read-coverage.ts'
import type { CoverageFigures } from '../../storage/deliveries/coverage-store.ts'
import type { Visit } from '../visit.ts'
import { type CoverageView, coverageHref, figureOf, placeFigures } from './coverage-page.ts'

/** A figure that leads to the list behind it. */
export interface GridCell {
  readonly count: number
  readonly href: string
  readonly level: number
  readonly label: string
}

/** The heat map as it is shown. */
export interface CoverageGrid {
  readonly scale: HeatScale
  readonly columns: readonly { readonly name: string; readonly href: string | null }[]
  readonly rows: readonly {
    readonly name: string
    /** The theme divided; null where nothing lies under it. */
    readonly href: string | null
    readonly total: boolean
    readonly whole: GridCell
    readonly cells: readonly GridCell[]
  }[]
  /** Territories left out for being many. */
  readonly left: number
  /** Territories left out for having no entry of that age. */
  readonly bare: number
}

const MOST_COLUMNS = 40

/** Lays the figures of an age out in rows of themes and columns of the territories that have any, the whole first. */
export function coverageGrid(visit: Visit, view: CoverageView, coverage: Coverage): CoverageGrid {
  const { words, href, language, memory } = visit
  const { sum, themes, themePath, within } = coverage
  const peopled = coverage.places.filter(({ key }) => figureOf(placeFigures(coverage, key), view.age) > 0)
  const places = shownPlaces(peopled)
  const whole = themePath.at(-1)
  const lines = [
    {
      ...{ code: whole?.code ?? '', total: true },
      name: whole
        ? words('coverage.theme-whole', { name: inLanguage(whole.label, language) })
        : words('coverage.all-themes'),
      figures: (key: string) => placeFigures(coverage, key),
    },
    ...themes.map((one) => ({
      ...{ code: one.code, total: false, name: inLanguage(one.label, language) },
      figures: (key: string) => sum.cell(one.code, key),
    })),
  ]
  const inner = lines.slice(1).flatMap((line) => places.map((place) => figureOf(line.figures(place.key), view.age)))
  const scale = heatScale(inner)
  const cell = (line: (typeof lines)[number], place: { readonly key: string; readonly name: string }): GridCell => {
    const count = figureOf(line.figures(place.key), view.age)
    return {
      ...{ count, level: line.total ? -1 : scale.level(count) },
      label: words('coverage.cell', { theme: line.name, place: place.name, count }),
      href: href(coverageHref(view, { in: place.key, theme: line.code }, '/coverage/entries')),
    }
  }
  return {
    scale,
    left: peopled.length - places.length,
    bare: coverage.places.length - peopled.length,
    columns: places.map(({ key, name, level }) => ({
      name,
      href: level === 'commune' ? null : href(coverageHref(view, { in: key })),
    })),
    rows: lines.map((line) => ({
      ...{ name: line.name, total: line.total },
      href:
        line.total || memory.thesaurus.narrower('themes', line.code).length === 0
          ? null
          : href(coverageHref(view, { theme: line.code })),
      whole: { ...cell(line, within), level: -1 },
      cells: places.map((place) => cell(line, place)),
    })),
  }
}

function shownPlaces(places: Coverage['places']): Coverage['places'] {
  if (places.length <= MOST_COLUMNS) return places
  const largest = new Set(places.toSorted((a, b) => b.population - a.population).slice(0, MOST_COLUMNS))
  return places.filter((place) => largest.has(place))
}

/** Something quiet, with the list behind it. */
export interface QuietLine {
  readonly name: string
  readonly href: string
  readonly figures: Pick<CoverageFigures, 'all' | 'latest'>
}

/** Themes and territories of the page without anything published for sixty days, the longest quiet first. */
export function quietLines(visit: Visit, view: CoverageView, coverage: Coverage) {
  const { href, language } = visit
  const list = (changes: Readonly<Record<string, string>>) =>
    href(coverageHref(view, { age: '', ...changes }, '/coverage/entries'))
  const themes = coverage.themes.map((one) => ({
    name: inLanguage(one.label, language),
    href: list({ in: coverage.within.key, theme: one.code }),
    figures: coverage.sum.cell(one.code, coverage.within.key),
  }))
  const places = coverage.places.map(({ key, name }) => ({
    ...{ name, href: list({ in: key }) },
    figures: placeFigures(coverage, key),
  }))
  return { themes: quietest(themes), places: quietest(places) }
}

function quietest(lines: readonly (QuietLine & { readonly figures: CoverageFigures })[]): readonly QuietLine[] {
  return lines
    .filter(({ figures }) => figures.days60 === 0)
    .sort((a, b) => (a.figures.latest ?? 0) - (b.figures.latest ?? 0))
}
