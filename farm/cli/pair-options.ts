import { type Call, misuse } from './command.ts'

type Reading = Pick<Call, 'values' | 'words'>

/** Reads `--default FIELD=VALUE`, as often as given: raw values for items that lack them. */
export function defaultsOption(call: Reading): Readonly<Record<string, string>> {
  return pairsOption(call, 'default', /^([a-z0-9_.]+)=(.*)$/s)
}

/** Reads `--map COLUMN=FIELD`, as often as given: the field of a CSV column the farm would not know by its heading. */
export function mappingOption(call: Reading): Readonly<Record<string, string>> {
  return pairsOption(call, 'map', /^(.+)=([a-z0-9_.]+)$/s)
}

/** Reads `--map COLUMN=FIELD` of a table of themes, as often as given: with nothing after the sign the column is not read. */
export function columnsOption(call: Reading): Readonly<Record<string, string>> {
  return pairsOption(call, 'map', /^(.+)=([a-z0-9_.]*)$/s)
}

function pairsOption({ values, words }: Reading, name: string, form: RegExp): Readonly<Record<string, string>> {
  const given = [values[name] ?? []].flat().map(String)
  return Object.fromEntries(
    given.map((text) => {
      const [, left, right] = form.exec(text) ?? []
      if (left === undefined || right === undefined) throw misuse(words(`cli.bad-${name}`, { value: text }))
      return [left, right]
    }),
  )
}
