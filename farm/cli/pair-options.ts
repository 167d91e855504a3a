import { type Call, misuse } from './command.ts'

/** Reads `--default FIELD=VALUE`, as often as given: raw values for items that lack them. */
export function defaultsOption({ values, words }: Pick<Call, 'values' | 'words'>): Readonly<Record<string, string>> {
  const given = [values.default ?? []].flat().map(String)
  return Object.fromEntries(
    given.map((text) => {
      const [, field, value] = /^([a-z0-9_.]+)=(.*)$/s.exec(text) ?? []
      if (field === undefined || value === undefined) throw misuse(words('cli.bad-default', { value: text }))
      return [field, value]
    }),
  )
}
