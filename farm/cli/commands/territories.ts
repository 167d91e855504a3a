import { countPoints } from '../../storage/knowledge/point-store.ts'
import { readChanges } from '../../storage/knowledge/territory-change-store.ts'
import { countTerritories, heldVintage, territoriesOfLevel } from '../../storage/knowledge/territory-store.ts'
import { type Command, EXIT } from '../command.ts'
import { pairs, table } from '../table.ts'
import { withFarm } from '../with-farm.ts'

const SHOWN = 30

/** `farm territories`: vintage, points, perimeters, and what changed from one vintage to the next. */
export const territories: Command = {
  name: 'territories',
  usage: '',
  options: {},
  positionals: [],
  json: '{ vintage, communes, points: { exact, named, approximate }, perimeters: [{ key, name, population }], changes: [{ vintage, kind: "merged"|"split"|"recoded"|"renamed"|"moved"|"replaced", was, became }] }',
  run: (call) =>
    withFarm(call, async ({ storage }) => {
      const { words, out } = call
      const vintage = await heldVintage(storage)
      const communes = await countTerritories(storage, 'commune')
      const points = await countPoints(storage)
      const perimeters = (await territoriesOfLevel(storage, 'perimeter')).map(({ key, name, population }) => {
        return { key, name, population }
      })
      const changes = (await readChanges(storage)).map(({ vintage: year, kind, was, became }) => {
        return { vintage: year, kind, was, became }
      })
      const facts = pairs([
        [words('territories.vintage'), String(vintage ?? '—')],
        [words('cli.territories.communes'), String(communes)],
        ...Object.entries(points).map(([name, count]): [string, string] => [
          words(`territories.points.${name}`),
          String(count),
        ]),
        ...perimeters.map(({ key, name }): [string, string] => [key, name]),
      ])
      const rows = changes
        .slice(0, SHOWN)
        .map(({ vintage: year, kind, was, became }) => [
          String(year),
          words(`territories.kind.${kind}`),
          was,
          became.join(', '),
        ])
      const heads = ['vintage', 'kind', 'was', 'became'].map((one) => ({ title: words(`territories.change.${one}`) }))
      const more = changes.length > SHOWN ? [words('territories.changes.more', { count: changes.length - SHOWN })] : []
      const told = rows.length === 0 ? [words('territories.changes.none')] : [table(heads, rows), ...more]
      out.value({ vintage, communes, points, perimeters, changes }, [facts, '', ...told].join('\n'))
      return EXIT.done
    }),
}
