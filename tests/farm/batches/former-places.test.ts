import { expect, it } from 'vitest'
import { formerPlaces } from '../../../farm/batches/former-places.ts'
import { demoFarm } from '../../farms.ts'

const open = demoFarm()

it('A place written by the code of a former commune is told on its line, with what it is read as; others are not', async () => {
  const farm = await open()
  const { gazetteer, serviceType: kind } = await farm.memory()
  const serviceType = kind('press-review') ?? expect.fail()
  const lines = ['58194', '58194 | 01059', 'Nevers', '75117'].map((territories, i) => {
    return {
      serviceType: 'press-review',
      organisation: 'nievre',
      road: 'csv',
      raw: { territories },
      line: i + 2,
      intent: 'propose',
    } as const
  })
  const found = formerPlaces(lines, { serviceType, gazetteer })
  expect(
    found.map(({ code, line, field, params }) => `${line} ${field} ${code} ${params?.value} ${params?.code}`),
  ).toEqual(['3 territories former-code 01059 01453', '5 territories former-code 75117 75056'])
})
