import type { Problem } from '../../../pipeline/model/problem.ts'
import type { Word } from '../../../pipeline/moderation/verdict.ts'
import type { Visit } from '../visit.ts'
import { openItem } from './claims.ts'
import { queueHref, readQueue } from './queue-view.ts'

/** What a post of the queue led to: somewhere else, or the same page with what was wrong and what was typed. */
export type QueueAnswer =
  | { readonly kind: 'go'; readonly to: string }
  | { readonly kind: 'again'; readonly problem: Problem; readonly reason: string; readonly seen: number | undefined }

/** Hears what a moderator posted: a word on one entry, the same word on several, or the wish to take an item over. */
export async function hearQueue(visit: Visit, form: FormData, search: URLSearchParams): Promise<QueueAnswer> {
  const word = String(form.get('word') ?? '')
  const entry = Number(form.get('entry') ?? 0)
  if (word === 'approve-all') return approveAll(visit, form, search)
  if (word === 'take') {
    const decidable = await visit.farm.foresee({ entry, word: 'return', reason: '-', actor: visit.actor })
    if (decidable.ok) await openItem(visit, { entry, takeOver: true })
    return { kind: 'go', to: queueHref(visit, search, { entry }) }
  }
  if (!isWord(word)) return { kind: 'go', to: queueHref(visit, search, { entry }) }
  return decideOne(visit, { word, entry, form, search })
}

function isWord(text: string): text is Word {
  return text === 'approve' || text === 'return' || text === 'refuse'
}

interface OneWord {
  readonly word: Word
  readonly entry: number
  readonly form: FormData
  readonly search: URLSearchParams
}

async function decideOne(visit: Visit, { word, entry, form, search }: OneWord): Promise<QueueAnswer> {
  const next = await nextInQueue(visit, entry, search)
  const reason = String(form.get('reason') ?? '').slice(0, 2_000)
  const version = Number(form.get('version') ?? 0)
  const decided = await visit.farm.decide({ entry, word, reason, actor: visit.actor, version })
  const [problem] = decided.ok ? [] : decided.problems
  if (problem) return { kind: 'again', problem, reason, seen: Number(form.get('revision')) || undefined }
  const said = decided.ok ? decided.value.review : ''
  return { kind: 'go', to: queueHref(visit, search, { entry: next ?? null, view: null, said, on: entry }) }
}

// Read before the decision, while the entry still has its place.
async function nextInQueue(visit: Visit, entry: number, search: URLSearchParams): Promise<number | undefined> {
  const rows = (await readQueue(visit, search))?.rows ?? []
  const at = rows.findIndex((row) => row.entry.id === entry)
  return (rows[at + 1] ?? rows.find((row) => row.entry.id !== entry))?.entry.id
}

// One after the other, each with its own verdict: one that cannot be approved never holds back the rest.
async function approveAll(visit: Visit, form: FormData, search: URLSearchParams): Promise<QueueAnswer> {
  const picked = form.getAll('pick').slice(0, 50)
  const done: number[] = []
  const kept: string[] = []
  for (const pick of picked) {
    const [entry = 0, version = 0] = String(pick).split(':').map(Number)
    const decided = await visit.farm.decide({ entry, word: 'approve', reason: '', actor: visit.actor, version })
    if (decided.ok) done.push(entry)
    else kept.push(`${entry}:${decided.problems[0]?.code ?? 'other'}`)
  }
  const report = { done: done.join('.'), kept: kept.join('.') }
  return { kind: 'go', to: queueHref(visit, search, { entry: null, said: 'bulk', ...report }) }
}
