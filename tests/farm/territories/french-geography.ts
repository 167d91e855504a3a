import { buildGazetteer } from '../../../farm/territories/gazetteer.ts'
import { type Geography, readCog } from '../../../farm/territories/read-cog.ts'
import type { Gazetteer, Resolution } from '../../../pipeline/model/territory.ts'

let geography: Geography | undefined
let gazetteer: Gazetteer | undefined

/** The geography of the installed package, read once a test file. */
export function frenchGeography(): Geography {
  geography ??= readCog()
  return geography
}

/** The same, as a gazetteer. */
export function frenchGazetteer(): Gazetteer {
  const { territories, aliases } = frenchGeography()
  gazetteer ??= buildGazetteer(territories, aliases)
  return gazetteer
}

/** Everything in or around one département: some three hundred nodes. */
export function geographyOf(departement: string): Geography {
  const whole = frenchGeography()
  const key = `departement:${departement}`
  const inside = whole.territories.filter((node) => frenchGazetteer().ancestors(node.key).includes(key))
  const needed = new Set(inside.flatMap((node) => frenchGazetteer().ancestors(node.key)))
  const aliases = whole.aliases.filter((alias) => needed.has(alias.key))
  return { ...whole, territories: whole.territories.filter((node) => needed.has(node.key)), aliases }
}

/** A resolution on one line: `commune:58194 by name`, `? commune:11339 commune:30247`, `unknown`. */
export function oneLine(resolution: Resolution): string {
  if (resolution.kind === 'found') return `${resolution.territory.key} by ${resolution.by}`
  if (resolution.kind === 'unknown') return 'unknown'
  return `? ${resolution.candidates.map((node) => node.key).join(' ')}`
}
