import { expect, it } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { changePerimeter } from '../../../farm/territories/change-perimeter.ts'
import { changeVintage } from '../../../farm/territories/change-vintage.ts'
import { gazetteerThen } from '../../../farm/territories/gazetteer-then.ts'
import { removePerimeter } from '../../../farm/territories/remove-perimeter.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Result } from '../../../pipeline/model/problem.ts'
import { describeFarmOnBoth } from '../../farms.ts'

const HOUR = 3_600_000
const HEADING = 'DATE_EFF,TYPECOM_AV,COM_AV,TYPECOM_AP,COM_AP,LIBELLE_AP'
const [DECIZE, NEVERS, AROUND] = ['commune:58095', 'commune:58194', 'perimeter:around']

describeFarmOnBoth('The geography of a moment', (open) => {
  it('is that before every change since, and today’s where nothing changed: perimeters made, changed, renamed and removed, communes merged and renamed', async () => {
    let now = Date.now()
    const farm = await open({ now: () => now })
    const moments: number[] = []
    const wait = () => {
      now += HOUR
      moments.push(now)
      now += HOUR
    }
    const seen: unknown[] = []
    const step = async (does: () => Promise<unknown>) => {
      await does()
      wait()
      seen.push(told((await farm.memory()).gazetteer))
    }
    await step(async () => undefined)
    await step(() => perimeter(farm, 'Autour de Decize', [DECIZE]))
    await step(() => perimeter(farm, 'Autour de Nevers', [DECIZE, NEVERS]))
    await step(() =>
      vintage(
        farm,
        ['2027-01-01', DECIZE, NEVERS, 'Nevers-sur-Loire'],
        ['2027-01-01', NEVERS, NEVERS, 'Nevers-sur-Loire'],
      ),
    )
    await step(() => perimeter(farm, 'Autour de Nevers', ['commune:58079']))
    await step(async () => done(await removePerimeter(farm, { actor: FARM, code: 'around' })))
    const { gazetteer: today } = await farm.memory()
    const then = await Promise.all(moments.map((at) => gazetteerThen({ storage: farm.storage, today }, at)))
    expect(then.map(told)).toEqual(seen)
    expect(new Set(seen.map((one) => JSON.stringify(one)))).toHaveProperty('size', seen.length)
    expect(then.at(-1)).toBe(today)
    expect(then[2]?.resolve('Decize', { levels: ['commune'] })).toMatchObject({
      by: 'name',
      territory: { key: DECIZE },
    })
    expect(then[3]?.resolve('58095', { levels: ['commune'] })).toMatchObject({ by: 'former-code' })
    expect(then[2]?.inside(AROUND, 'commune').map(({ name }) => name)).toEqual(['Decize', 'Nevers'])
    expect(today.get(AROUND)).toBeUndefined()
  }, 240_000)
})

function told(gazetteer: {
  get(key: string): { readonly name: string } | undefined
  ancestors(key: string): readonly string[]
}) {
  return [DECIZE, NEVERS, 'commune:58079', AROUND].map((key) => [
    gazetteer.get(key)?.name ?? null,
    [...gazetteer.ancestors(key)].sort(),
  ])
}

async function perimeter(farm: Farm, name: string, members: readonly string[]): Promise<void> {
  done(await changePerimeter(farm, { actor: FARM, perimeter: { code: 'around', name, members } }))
}

async function vintage(farm: Farm, ...lines: readonly (readonly [string, string, string, string])[]): Promise<void> {
  const code = (key: string) => key.slice('commune:'.length)
  const rows = lines.map(([day, was, became, name]) => [day, 'COM', code(was), 'COM', code(became), name].join(','))
  done(await changeVintage(farm, { actor: FARM, bytes: Buffer.from([HEADING, ...rows].join('\n')) }))
}

function done(result: Result<unknown>): void {
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
}
