/** Number (1 to 12) of a month written in French or English without accents, whole or shortened to three letters; null when it is none. */
export function monthNumber(name: string): number | null {
  return NUMBERS.get(name) ?? null
}

const MONTHS = [
  ['janvier', 'january'],
  ['fevrier', 'february'],
  ['mars', 'march'],
  ['avril', 'april'],
  ['mai', 'may'],
  ['juin', 'june'],
  ['juillet', 'july'],
  ['aout', 'august'],
  ['septembre', 'september'],
  ['octobre', 'october'],
  ['novembre', 'november'],
  ['decembre', 'december'],
]

const NUMBERS: ReadonlyMap<string, number> = shortened()

function shortened(): Map<string, number> {
  const numbers = new Map<string, number>()
  for (const [index, names] of MONTHS.entries()) {
    for (const name of names) {
      for (let length = 3; length <= name.length; length++) numbers.set(name.slice(0, length), index + 1)
    }
  }
  // Neither June nor July.
  numbers.delete('jui')
  return numbers
}
