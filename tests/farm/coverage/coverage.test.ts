import { expect, it } from 'vitest'
import { coverageCsv } from '../../../farm/coverage/coverage-csv.ts'
import { coverageJson } from '../../../farm/coverage/coverage-json.ts'
import { listBehind } from '../../../farm/coverage/list-behind.ts'
import { type Coverage, type CoverageRequest, readCoverage } from '../../../farm/coverage/read-coverage.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { sightedEntries } from '../../../farm/storage/deliveries/coverage-store.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'

const DAY = 86_400_000

describeFarmOnBoth('Coverage of the demo network', (open) => {
  it.each([
    ['site', 'nievre', 'francoise.dubreuil'],
    ['organisation', 'bourgogne-franche-comte', 'sylvie.rollin'],
  ] as const)('counts for the %s %s what a count by hand gives, in every cell', async (kind, id, login) => {
    const farm = await open()
    const coverage = await read(farm, { actor: await person(farm, login), kind, id })
    const entries = await inSight(farm, { kind, id })
    const old = farm.now() - 60 * DAY
    expect(coverage.sum.whole.all).toBe(entries.length)
    expect(coverage.places.length).toBeGreaterThan(5)
    let filled = 0
    for (const { code } of coverage.themes) {
      for (const { key } of [coverage.within, ...coverage.places]) {
        const both = entries.filter(({ terms }) => terms.has(`theme:${code}`) && terms.has(key))
        const cell = coverage.sum.cell(code, key)
        expect([code, key, cell.all]).toEqual([code, key, both.length])
        expect(cell.days60).toBe(both.filter(({ publishedAt }) => publishedAt >= old).length)
        filled += Math.sign(both.length)
      }
    }
    expect(filled).toBeGreaterThan(20)
  })

  it('leads from each figure to as many entries', async () => {
    const farm = await open()
    const asked = { actor: await person(farm, 'francoise.dubreuil'), kind: 'site', id: 'nievre' } as const
    const { sum, within } = await read(farm, asked)
    const list = await listBehind(farm, { ...asked, theme: 'employment', within: within.key, days: 30 })
    expect(list.ok && list.value.total).toBe(sum.cell('employment', within.key).days30)
    expect(list.ok && list.value.entries.every((one) => (one.publishedAt ?? 0) >= farm.now() - 30 * DAY)).toBe(true)
  })

  it('goes down from the département to its EPCI and from a theme to what it holds', async () => {
    const farm = await open()
    const asked = { actor: await person(farm, 'nadia.belkacem'), kind: 'organisation', id: 'nievre' } as const
    const top = await read(farm, asked)
    expect(top.places.every(({ level }) => level === 'epci')).toBe(true)
    const below = await read(farm, { ...asked, within: 'epci:200067429', theme: 'employment' })
    expect(below.places.every(({ level }) => level === 'commune')).toBe(true)
    expect(below.path.map(({ key }) => key)).toEqual(['departement:58', 'epci:200067429'])
    expect(below.sum.cell('employment', 'epci:200067429').all).toBe(top.sum.cell('employment', 'epci:200067429').all)
  })

  it('is shown to those who moderate, edit or administer there, and to nobody else', async () => {
    const farm = await open()
    const answer = async (login: string, kind: 'site' | 'organisation', id: string) => {
      const found = await readCoverage(farm, { actor: await person(farm, login), kind, id })
      return found.ok || found.problems[0]?.code
    }
    expect(await answer('lea.bonnard', 'organisation', 'nievre')).toBe('not-allowed')
    expect(await answer('thomas.jacquet', 'site', 'nievre')).toBe(true)
    expect(await answer('thomas.jacquet', 'organisation', 'nievre')).toBe('not-allowed')
    expect(await answer('nadia.belkacem', 'site', 'bretagne')).toBe('not-allowed')
  })

  it('names as quiet what nothing came to for sixty days, once that time has passed', async () => {
    const fresh = await open()
    const later = await open({ now: () => fresh.now() + 400 * DAY })
    const asked = async (farm: Farm) =>
      coverageJson(await read(farm, { actor: await person(farm, 'francoise.dubreuil'), kind: 'site', id: 'nievre' }))
    const [before, after] = [await asked(fresh), await asked(later)]
    expect(before.quiet.themes).not.toContain('employment')
    expect(after.quiet.themes).toContain('employment')
    expect(after.quiet.themes).toHaveLength(after.themes.length)
    expect(after.quiet.sections.length).toBeGreaterThan(before.quiet.sections.length)
    expect(after.whole).toMatchObject({ all: before.whole.all, days90: 0 })
  })

  it('tells a source that never brought anything, and a site made of what files brought', async () => {
    const farm = await open({ now: () => Date.now() + 100 * DAY })
    const { entries } = farm.storage.tables
    await farm.storage.write(async ({ db }) => void (await db.update(entries).set({ externalId: 'x' })))
    const { quiet, sum } = await read(farm, {
      ...{ actor: await person(farm, 'francoise.dubreuil'), kind: 'organisation', id: 'nievre' },
    })
    expect(sum.whole.imported).toBe(sum.whole.all)
    const actor = await person(farm, 'francoise.dubreuil')
    const list = await listBehind(farm, { actor, kind: 'organisation', id: 'nievre', imported: true })
    expect(list).toMatchObject({ ok: true, value: { total: sum.whole.imported } })
    expect(quiet.imports.map(({ site }) => site.id)).toContain('nievre')
    expect(quiet.sources.map(({ source }) => source.name)).toContain('Agenda du Petit Nivernais')
  })

  it('reads a site in pieces as it reads it whole', async () => {
    const { storage } = await open()
    const scope = { site: 'nievre' }
    const whole = await sightedEntries(storage, { scope, after: 0, limit: 100_000 })
    const pieces: number[] = []
    for (let after = 0; ; after = pieces.at(-1) ?? 0) {
      const piece = await sightedEntries(storage, { scope, after, limit: 7 })
      if (piece.length === 0) break
      pieces.push(...piece.map(({ id }) => id))
    }
    expect(pieces).toEqual(whole.map(({ id }) => id))
  })

  it('writes one line of CSV per theme and territory', async () => {
    const farm = await open()
    const coverage = await read(farm, { actor: await person(farm, 'nadia.belkacem'), kind: 'site', id: 'nievre' })
    const lines = coverageCsv(coverage).trim().split('\r\n')
    expect(lines).toHaveLength(1 + (1 + coverage.themes.length) * (1 + coverage.places.length))
    expect(lines[0]).toBe('theme,label,territory,name,days_30,days_60,days_90,all,latest')
  })
})

async function read(farm: Farm, request: CoverageRequest): Promise<Coverage> {
  const found = await readCoverage(farm, request)
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.value
}

// By hand: every row of every table, put together outside the database.
async function inSight(farm: Farm, { kind, id }: { readonly kind: string; readonly id: string }) {
  const { read, tables } = farm.storage
  const shown = (await read.select().from(tables.deliveries)).filter((one) => one.site === id && one.state === 'live')
  const below = (await farm.memory()).organisations.below(id)
  const byEntry = Map.groupBy(await read.select().from(tables.entryTerms), ({ entry }) => entry)
  return (await read.select().from(tables.entries))
    .filter(({ state }) => state === 'published')
    .filter((one) => (kind === 'site' ? shown.some(({ entry }) => entry === one.id) : below.has(one.organisation)))
    .map((one) => ({
      publishedAt: one.publishedAt ?? 0,
      terms: new Set(byEntry.get(one.id)?.map(({ term }) => term)),
    }))
}
