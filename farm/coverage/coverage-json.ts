import type { CoverageFigures } from '../storage/deliveries/coverage-store.ts'
import type { Coverage } from './read-coverage.ts'
import { QUIET_DAYS } from './read-quiet.ts'

/** Coverage as plain data, for the JSON file and the command line; instants in ISO 8601, and only cells that hold something. */
export function coverageJson(coverage: Coverage) {
  const { subject, within, themes, themePath, places, sum, quiet } = coverage
  const rows = coverageRows(coverage)
  const ofWhole = (row: CoverageRow) => row.territory === within.key && row.theme !== (themePath.at(-1)?.code ?? '')
  const isQuiet = ({ days60 }: CoverageFigures) => days60 === 0
  return {
    of: { kind: subject.kind, id: subject.id },
    counted: instant(coverage.at),
    within: { key: within.key, name: within.name },
    theme: themePath.at(-1)?.code ?? null,
    whole: { ...sum.whole, latest: instant(sum.whole.latest) },
    themes: themes.map(({ code, label }) => ({ code, label: label.fr })),
    territories: places.map(({ key, name }) => ({ key, name })),
    cells: rows.filter((row) => row.all > 0).map((row) => ({ ...row, latest: instant(row.latest) })),
    quiet: {
      days: QUIET_DAYS,
      themes: rows.filter((row) => ofWhole(row) && isQuiet(row)).map((row) => row.theme),
      territories: places
        .filter(({ key }) => rows.some((row) => row.territory === key && isTotal(row, coverage) && isQuiet(row)))
        .map(({ key }) => key),
      sections: quiet.sections.map(sectionJson),
    },
    emptySections: quiet.empty.map(({ site, section }) => ({ site: site.id, section: section.slug })),
    silentSources: quiet.sources.map(({ source, latest }) => ({
      ...{ source: source.id, name: source.name, state: source.state, latest: instant(latest) },
    })),
    imports: quiet.imports.map(({ site, all, imported }) => ({ site: site.id, all, imported })),
  }
}

/** One line of the figures: a theme in a territory; an empty theme stands for all of them. */
export interface CoverageRow extends CoverageFigures {
  readonly theme: string
  readonly label: string
  readonly territory: string
  readonly name: string
}

/** Every cell of the page, those without an entry too: the theme looked at and those under it, the territory and those in it. */
export function coverageRows({ within, places, themes, themePath, sum }: Coverage): readonly CoverageRow[] {
  const whole = themePath.at(-1)
  const total = { theme: whole?.code ?? '', label: whole?.label.fr ?? '' }
  const lines = [total, ...themes.map(({ code, label }) => ({ theme: code, label: label.fr }))]
  return lines.flatMap((line) =>
    [within, ...places].map(({ key, name }) => ({
      ...{ ...line, territory: key, name },
      ...(line.theme === '' ? sum.place(key) : sum.cell(line.theme, key)),
    })),
  )
}

function isTotal(row: CoverageRow, { themePath }: Coverage): boolean {
  return row.theme === (themePath.at(-1)?.code ?? '')
}

function sectionJson({ site, section, all, latest }: Coverage['quiet']['sections'][number]) {
  return { site: site.id, section: section.slug, all, latest: instant(latest) }
}

function instant(at: number | null): string | null {
  return at === null || at === 0 ? null : new Date(at).toISOString()
}
