import { JsonPlace } from '../../../pipeline/model/json-place.ts'
import type { Problem } from '../../../pipeline/model/problem.ts'
import type { Memory } from '../../memory.ts'
import type { Move } from '../../routing/rehearse.ts'
import { rehearseSubscriptions } from '../../sites/change-subscriptions.ts'
import type { ServiceDraft } from '../../sites/check-service.ts'
import { readCondition } from '../../sites/read-condition.ts'
import { numberOption } from '../arguments.ts'
import { type Call, type Command, EXIT, refusal } from '../command.ts'
import { readJsonInput } from '../input-file.ts'
import { table } from '../table.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm rehearse`: what a site would gain and lose, were its services as a file says; nothing is written. */
export const rehearse: Command = {
  name: 'rehearse',
  usage: 'SITE FILE [--days N] [--as PERSON]',
  options: { days: { type: 'string' }, as: { type: 'string' } },
  positionals: ['SITE', 'FILE'],
  json: '{ site, days, read, took, comes, goes, moves: [{ way: "comes"|"goes", section, entry, title, serviceType, publishedAt, waits }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const [site = '', file] = call.positionals
      const services = draftsOf(await readJsonInput(file, call), { site, memory: await farm.memory() })
      const days = numberOption(call, 'days', 90)
      const moves: Move[] = []
      const change = { actor: await actorOf(call, farm), site, services }
      const told = await rehearseSubscriptions(farm, change, { days, onMove: (move) => moves.push(move) })
      if (!told.ok) throw refusal(told.problems)
      const { comes, goes, read, took } = told.value
      const json = { site, days, read, took, comes, goes, moves: moves.map(({ site: _, ...move }) => move) }
      call.out.value(json, textOf(call, moves, { comes, goes }))
      return EXIT.done
    }),
}

const SHOWN = 30

function textOf({ words }: Call, moves: readonly Move[], counts: { readonly comes: number; readonly goes: number }) {
  const heads = ['way', 'section', 'entry', 'title'].map((one) => ({ title: words(`cli.rehearse.${one}`) }))
  const rows = moves
    .slice(0, SHOWN)
    .map(({ way, section, entry, title }) => [words(`cli.rehearse.${way}`), section, String(entry), title])
  const sum = words('cli.rehearse.sum', counts)
  return rows.length === 0 ? sum : `${sum}\n\n${table(heads, rows)}`
}

// One service changes or joins the site's own, a list stands for all of them: as in the site's declaration.
function draftsOf(json: unknown, { site, memory }: { readonly site: string; readonly memory: Memory }): ServiceDraft[] {
  const problems: Problem[] = []
  const held = memory.sites.subscriptions(site)
  const place = new JsonPlace(json, { file: '', problems })
  const places = place.isList ? place.items() : [place]
  const raws: readonly unknown[] = Array.isArray(json) ? json : [json]
  const drafts = places.map((one, i): ServiceDraft => {
    const slug = one.at('slug').text()
    const known = held.find((service) => service.slug === slug)
    const when = readCondition(whenIn(raws[i]))
    if (!when.ok) problems.push(...when.problems)
    const mode = one.at('mode').exists ? one.at('mode').oneOf(['automatic', 'confirm']) : (known?.mode ?? 'automatic')
    const label = known?.label ?? { fr: slug }
    return { ...(known ? { id: known.id } : {}), slug, label, mode, when: when.ok ? when.value : { all: [] } }
  })
  if (problems.length > 0) throw refusal(problems)
  const named = new Set(drafts.map(({ slug }) => slug))
  return place.isList ? drafts : [...held.filter(({ slug }) => !named.has(slug)), ...drafts]
}

function whenIn(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'when') : undefined
}
