import { FARM } from '../../../pipeline/model/actor.ts'
import type { LedgerPlace } from '../../../pipeline/model/ledger.ts'
import { ledger as ledgerIn } from '../../sites/ledger.ts'
import { ledgerRow } from '../../web/desk/ledger-files.ts'
import { momentText } from '../../web/present/dates.ts'
import { numberArgument } from '../arguments.ts'
import { type Call, type Command, EXIT, refusal } from '../command.ts'
import { table } from '../table.ts'
import { withFarm } from '../with-farm.ts'

/** `farm ledger`: every place that holds an entry, which revision, since when, and when it last came. */
export const ledger: Command = {
  name: 'ledger',
  usage: 'ENTRY',
  options: {},
  positionals: ['ENTRY'],
  json: '{ entry, title, state, places: [{ kind, site, section, format, reader, holding, revision, since, fetchedAt, acknowledgedAt, reads }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const found = await ledgerIn(farm, { entry: numberArgument(call, 0, 'ENTRY'), actor: FARM })
      if (!found.ok) throw refusal(found.problems)
      const memory = await farm.memory()
      const { entry, places } = found.value
      const rows = places.map((place) => ledgerRow({ memory }, place))
      const text = places.length === 0 ? call.words('cli.ledger.none') : ledgerTable(call, places, rows)
      call.out.value({ entry: entry.id, title: entry.title, state: entry.state, places: rows }, text)
      return EXIT.done
    }),
}

function ledgerTable(
  { words }: Call,
  places: readonly LedgerPlace[],
  rows: readonly ReturnType<typeof ledgerRow>[],
): string {
  const moment = (at: number | null) => (at === null ? '' : momentText(at, words.language))
  const columns = ['kind', 'place', 'holding', 'revision', 'since', 'fetched'].map((one) => ({
    title: words(`ledger.column.${one}`),
    ...(one === 'revision' ? { align: 'right' as const } : {}),
  }))
  return table(
    columns,
    places.map((place, i) => [
      words(`ledger.kind.${place.kind}`),
      [rows[i]?.site, rows[i]?.section, place.reader, place.format].filter((one) => one).join(' '),
      words(`ledger.holding.${place.holding}`),
      String(place.revision ?? ''),
      moment(place.since),
      moment(place.fetchedAt),
    ]),
  )
}
