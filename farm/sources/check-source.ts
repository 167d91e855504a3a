import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import { readValues } from '../../pipeline/model/read-values.ts'
import { webAddress } from '../../pipeline/model/written/web-address.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { guardHost } from '../fetching/guarded-agent.ts'
import { savedMapping } from '../storage/gateways/mapping-store.ts'
import { listSources, type Source } from '../storage/gateways/source-store.ts'
import type { Gateway } from './gateway.ts'

/** What a person says of a source. */
export interface SourceWishes {
  readonly organisation: string
  readonly serviceType: string
  readonly name: string
  readonly url: string
  /** From a quarter of an hour to a week. */
  readonly everyMinutes: number
  /** Raw values given to items that lack them, by field name. */
  readonly defaults: Readonly<Record<string, string>>
  /** As `Source` tells them; left as they are where nothing is said. */
  readonly mapping?: number | null | undefined
  readonly goneAfter?: number | undefined
  readonly settings?: Readonly<Record<string, string>> | undefined
  /** One of `SOURCE_KINDS`. */
  readonly kind?: string | undefined
}

/** How sources are pulled: any address that gives a file, or a repository (OAI-PMH 2.0). */
export const SOURCE_KINDS = ['feed', 'oai-pmh'] as const

/** Wishes that were found fine; what was left open is not there. */
export type CheckedSource = Pick<
  Source,
  'organisation' | 'serviceType' | 'name' | 'url' | 'everyMinutes' | 'defaults'
> &
  Partial<Pick<Source, 'mapping' | 'goneAfter' | 'settings' | 'kind'>>

/**
 * Reads what is wished of a source, its address in normal form; `self` is what it was: an address it keeps is judged when it is asked. Problems, all at once:
 * `unknown-organisation`, `unknown-service-type`, `required`, `too-long`, `not-a-url`, `unsafe-url`, `private-address`, `source-exists`,
 * `not-a-number`, `too-small`, `too-big`, `unknown-mapping`, `unknown-choice`, `wrong-service-type`, `unknown-field`,
 * and those of the default values (`defaults.themes`).
 */
export async function checkSource(
  gateway: Gateway,
  wishes: SourceWishes,
  self: Pick<Source, 'id' | 'url'> | null,
): Promise<Result<CheckedSource>> {
  const knowledge = await gateway.ports.knowledge()
  const { organisation, serviceType, everyMinutes } = wishes
  const name = wishes.name.trim()
  const address = webAddress(wishes.url.trim())
  const problems: Problem[] = [
    ...(knowledge.organisations.get(organisation) ? [] : [unknown('organisation', organisation)]),
    ...(name === '' ? [{ code: 'required', field: 'name' }] : []),
    ...(name.length > 200 ? [{ code: 'too-long', field: 'name', params: { max: 200, length: name.length } }] : []),
    ...addressProblems(gateway, address, self),
    ...paceProblems(everyMinutes),
    ...(await policyProblems(gateway, wishes)),
    ...kindProblems(wishes),
    ...defaultProblems(wishes, knowledge, gateway.ports.now()),
  ]
  const url = address.ok ? address.href : wishes.url
  const twins = (await listSources(gateway.storage, [organisation])).filter(
    (one) => one.url === url && one.id !== self?.id,
  )
  const twin = twins.find((one) => one.serviceType === serviceType)
  if (twin) problems.push({ code: 'source-exists', field: 'url', params: { source: twin.id, name: twin.name } })
  if (problems.length > 0) return fail(...problems)
  const { defaults, mapping, goneAfter, settings, kind } = wishes
  const open = { mapping, goneAfter, settings, kind }
  const said = Object.fromEntries(Object.entries(open).filter(([, value]) => value !== undefined))
  return ok({ organisation, serviceType, name, url, everyMinutes, defaults, ...said })
}

// LHÉO tells trainings; anything else is told in Dublin Core.
function kindProblems({ kind = 'feed', settings = {}, serviceType }: SourceWishes): readonly Problem[] {
  if (!SOURCE_KINDS.some((one) => one === kind))
    return [{ code: 'unknown-choice', field: 'kind', params: { value: kind } }]
  if (kind !== 'oai-pmh') return []
  const { prefix = 'oai_dc', set = '' } = settings
  const strange = /^[\w.!~*'()-]{1,100}$/.test(prefix) ? [] : [{ code: 'required', field: 'prefix' }]
  const long = set.length > 500 ? [{ code: 'too-long', field: 'set', params: { max: 500, length: set.length } }] : []
  const other = prefix.startsWith('lheo') && serviceType !== 'training'
  const params = { found: 'training', expected: serviceType }
  return [...strange, ...long, ...(other ? [{ code: 'wrong-service-type', field: 'prefix', params }] : [])]
}

function unknown(kind: 'organisation' | 'service-type', value: string): Problem {
  const field = kind === 'organisation' ? 'organisation' : 'serviceType'
  return { code: `unknown-${kind}`, field, params: { value } }
}

// What it already has is guarded each time it is asked: other settings of it may change meanwhile.
function addressProblems(
  gateway: Gateway,
  address: ReturnType<typeof webAddress>,
  self: Pick<Source, 'url'> | null,
): readonly Problem[] {
  if (!address.ok) return [{ code: address.code, field: 'url' }]
  return address.href === self?.url ? [] : reachable(gateway, address.href)
}

function reachable({ allowPrivate = () => false }: Gateway, href: string): readonly Problem[] {
  try {
    guardHost(new URL(href), allowPrivate)
    return []
  } catch {
    return [{ code: 'private-address', field: 'url' }]
  }
}

const [SHORTEST, LONGEST] = [15, 7 * 24 * 60]

function paceProblems(value: number): readonly Problem[] {
  const field = 'everyMinutes'
  if (!Number.isInteger(value)) return [{ code: 'not-a-number', field }]
  if (value < SHORTEST) return [{ code: 'too-small', field, params: { min: SHORTEST, value } }]
  return value > LONGEST ? [{ code: 'too-big', field, params: { max: LONGEST, value } }] : []
}

const MOST_RUNS = 100

async function policyProblems({ storage }: Gateway, wishes: SourceWishes): Promise<readonly Problem[]> {
  const { mapping, goneAfter = 0, organisation, serviceType } = wishes
  const counted = Number.isInteger(goneAfter) && goneAfter >= 0 && goneAfter <= MOST_RUNS
  const runs = counted ? [] : [{ code: 'too-big', field: 'goneAfter', params: { max: MOST_RUNS, value: goneAfter } }]
  if (mapping === undefined || mapping === null) return runs
  const found = await savedMapping(storage, mapping)
  const fits = found?.organisation === organisation && found.serviceType === serviceType
  return fits ? runs : [...runs, { code: 'unknown-mapping', field: 'mapping', params: { value: mapping } }]
}

function defaultProblems(
  { serviceType: asked, defaults }: SourceWishes,
  knowledge: Knowledge,
  now: number,
): readonly Problem[] {
  const serviceType = knowledge.serviceType(asked)
  if (!serviceType) return [unknown('service-type', asked)]
  const names = new Set(serviceType.fields.map(({ name }) => name))
  const strange = Object.keys(defaults).filter((name) => !names.has(name))
  const context = { gazetteer: knowledge.gazetteer, thesaurus: knowledge.thesaurus, now }
  const { problems } = readValues({ serviceType, raw: defaults, context })
  return [
    ...strange.map((name) => ({ code: 'unknown-field', field: `defaults.${name}` })),
    ...problems
      .filter(({ code }) => code !== 'required')
      .map((problem) => ({ ...problem, field: `defaults.${problem.field ?? ''}` })),
  ]
}
