import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decide } from '../../pipeline/decide.ts'
import { type Actor, FARM } from '../../pipeline/model/actor.ts'
import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { fail, ok, type Problem, type Result } from '../../pipeline/model/problem.ts'
import type { Submission } from '../../pipeline/model/submission.ts'
import type { Ports } from '../../pipeline/ports.ts'
import { submit } from '../../pipeline/submit.ts'
import { withdraw } from '../../pipeline/withdraw.ts'
import type { Farm } from '../open-farm.ts'
import { resolveRelativeDates } from '../sites/demo-dates.ts'
import { addSources, NEW_SOURCE, type Source } from '../storage/gateways/source-store.ts'

/** One entry of `instances/demo/entries/<service-type>.json`: what a person typed, when, and what became of it. */
export interface DemoEntry {
  readonly organisation: string
  readonly author: string
  readonly state: 'published' | 'submitted' | 'proofread' | 'changes-requested' | 'refused' | 'draft' | 'withdrawn'
  readonly published_days_ago: number
  readonly reason?: string
  readonly values: Readonly<Record<string, RawValue>>
  /** Fields corrected since, still waiting for review. */
  readonly correction?: Readonly<Record<string, RawValue>>
}

const DAY = 86_400_000

/** Loads the demo network, its sources, and its entries through the real pipeline, each at its own moment of the past; answers how many. */
export async function loadDemo(farm: Farm, onProgress: (done: number, total: number) => void): Promise<Result<number>> {
  const network = await farm.loadNetwork('demo')
  if (!network.ok) return network
  await loadSources(farm)
  const people = new Map<string, Actor>((await farm.people.all()).map((person) => [person.login, person]))
  return playAll(farm, people, onProgress)
}

async function playAll(
  farm: Farm,
  people: ReadonlyMap<string, Actor>,
  onProgress: (done: number, total: number) => void,
): Promise<Result<number>> {
  const now = farm.now()
  const all = readDemo(join(farm.settings.instances, 'demo', 'entries'))
  all.sort((a, b) => b.entry.published_days_ago - a.entry.published_days_ago)
  const problems: Problem[] = []
  for (const [i, one] of all.entries()) {
    const played = await play(farm, one, { now, author: people.get(one.entry.author) ?? FARM })
    if (!played.ok)
      problems.push(
        ...played.problems.map((problem) => ({ ...problem, params: { ...problem.params, file: one.file } })),
      )
    if (i % 25 === 24) onProgress(i + 1, all.length)
  }
  onProgress(all.length, all.length)
  return problems.length > 0 ? fail(...problems) : ok(all.length)
}

/** One source of `instances/demo/sources.json`. */
interface DemoSource {
  readonly name: string
  readonly url: string
  readonly organisation: string
  readonly service_type: string
  readonly every_minutes: number
  readonly defaults: Readonly<Record<string, string | readonly string[]>>
  readonly state: 'active' | 'troubled'
}

async function loadSources(farm: Farm): Promise<void> {
  const path = join(farm.settings.instances, 'demo', 'sources.json')
  if (!existsSync(path)) return
  const sources: readonly DemoSource[] = JSON.parse(readFileSync(path, 'utf8'))
  const ids = await farm.storage.newIds(sources.length)
  const now = farm.now()
  for (const [
    i,
    { service_type: serviceType, every_minutes: everyMinutes, defaults, ...source },
  ] of sources.entries()) {
    const troubled = source.state === 'troubled'
    const known: Source = {
      ...NEW_SOURCE,
      ...source,
      id: ids[i] ?? 0,
      serviceType,
      everyMinutes,
      defaults: Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, [value].flat().join(' | ')])),
      // Their addresses are invented: the demo shows them at rest rather than failing every minute.
      nextAt: now + 30 * DAY,
      lastAt: now - DAY,
      lastStatus: troubled ? 'dns' : 'imported',
      failures: troubled ? 4 : 0,
      createdAt: now - 60 * DAY,
    }
    await addSources(farm.storage, [known])
  }
}

interface Placed {
  readonly file: string
  readonly serviceType: string
  readonly line: number
  readonly entry: DemoEntry
}

function readDemo(folder: string): Placed[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const entries: readonly DemoEntry[] = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      return entries.map((entry, i) => ({
        file: `demo/entries/${name}`,
        serviceType: name.replace('.json', ''),
        line: i + 1,
        entry,
      }))
    })
}

async function play(
  farm: Farm,
  { entry, serviceType, line }: Placed,
  { now, author }: { now: number; author: Actor },
): Promise<Result<void>> {
  const proposedAt = now - entry.published_days_ago * DAY
  const at = (instant: number): Ports => ({ ...farm.ports, now: () => Math.min(instant, now) })
  const raw = resolveRelativeDates(entry.values, now)
  const submission: Submission = {
    serviceType,
    organisation: entry.organisation,
    road: 'demo',
    raw,
    line,
    duplicateSeen: true,
    intent: entry.state === 'draft' ? 'draft' : 'propose',
  }
  const [arrival] = await submit(at(proposedAt), [submission], { actor: author })
  if (!arrival || arrival.entry === undefined) return fail(...(arrival?.problems ?? []))
  const review = await follow(at(proposedAt + 3 * 3_600_000), arrival.entry, entry)
  if (!review.ok || !entry.correction) return review
  const correction = {
    ...submission,
    entry: arrival.entry,
    raw: { ...raw, ...resolveRelativeDates(entry.correction, now) },
  }
  const [corrected] = await submit(at(now - DAY / 2), [correction], { actor: author })
  return corrected && corrected.problems.length === 0 ? ok(undefined) : fail(...(corrected?.problems ?? []))
}

async function follow(ports: Ports, id: number, { state, reason = '' }: DemoEntry): Promise<Result<void>> {
  if (state === 'draft' || state === 'submitted') return ok(undefined)
  const say = async (word: 'approve' | 'return' | 'refuse') => decide(ports, { entry: id, word, reason, actor: FARM })
  if (state === 'refused' || state === 'changes-requested')
    return done(await say(state === 'refused' ? 'refuse' : 'return'))
  if (state === 'proofread') return done(await say('approve'))
  for (let steps = 0; steps < 2 && (await waits(ports, id)); steps++) {
    const said = await say('approve')
    if (!said.ok) return said
  }
  if (state === 'withdrawn')
    return done(await withdraw(ports, { entry: id, actor: FARM, reason: reason || 'Information périmée' }))
  return ok(undefined)
}

async function waits(ports: Ports, id: number): Promise<boolean> {
  const review = (await ports.entries.get(id))?.review
  return review === 'submitted' || review === 'proofread'
}

function done(result: Result<unknown>): Result<void> {
  return result.ok ? ok(undefined) : result
}
