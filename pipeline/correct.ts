import type { Composing, Sound } from './arriving.ts'
import { eventOf } from './changes.ts'
import { mergeSaid, saysSame } from './merge-said.ts'
import type { Entry, Values } from './model/entry.ts'
import type { Problem } from './model/problem.ts'
import type { PastOfEntry } from './ports.ts'
import { answer, type Composed, GONE, revise, reviseFolded } from './revise.ts'

/**
 * What an arrival becomes that was recognised as an entry already here: edits made here win field by field over what its source says,
 * and each clash is told once, on its line (`edited-here`) and in the history. What a person took back stays so; what a batch took back
 * returns; what was folded into another follows its source in silence.
 */
export function correct(sound: Sound, existing: Entry, composing: Composing): Composed {
  if (GONE.has(existing.state)) return comeBack(sound, existing, composing)
  const past = composing.pasts.get(existing.id)
  if (existing.contentHash === sound.identity.contentHash) return heardAgain(sound, existing, past)
  const { values, clashes } = merged(sound, existing, past)
  const problems = clashes.map((field) => problemOf(sound, field))
  const stood = past !== undefined && saysSame(values, past.stands)
  const events = clashes.length === 0 ? [] : [clashed(sound, { existing, composing, clashes })]
  if (stood) {
    const heard = heardAgain(sound, existing, past)
    return { arrival: { ...heard.arrival, problems }, changes: { ...heard.changes, events } }
  }
  const said = saysSame(values, sound.values) ? {} : { said: sound.values }
  const revised = revise({ sound, existing, composing }, { values, known: sound.identity, problems, ...said })
  return { ...revised, changes: { ...revised.changes, events: [...(revised.changes.events ?? []), ...events] } }
}

// Nothing moves, but what is said by now is the base of the next meeting.
function heardAgain(sound: Sound, existing: Entry, past: PastOfEntry | undefined): Composed {
  const same = answer(sound, { outcome: 'same', existing })
  if (past?.last === undefined || saysSame(past.last.said, sound.values)) return same
  return { ...same, changes: { said: [{ revision: existing.workingRevision, said: sound.values }] } }
}

// Of what no batch brought so far, a source only fills the blanks, unless it is its own; a file someone brings is their word.
function merged({ values: says, submission }: Sound, existing: Entry, past: PastOfEntry | undefined) {
  if (past === undefined) return { values: says, clashes: [] }
  const { last, stands } = past
  if (last !== undefined) return mergeSaid({ said: last.said, says, stands })
  const foreign = submission.source !== undefined && submission.source !== existing.source
  return foreign ? mergeSaid({ said: {}, says, stands }) : { values: says, clashes: [] }
}

function problemOf({ submission: { line } }: Sound, field: string): Problem {
  return { code: 'edited-here', field, ...(line === undefined ? {} : { line }) }
}

function clashed(
  { submission }: Sound,
  { existing, composing, clashes }: { existing: Entry; composing: Composing; clashes: readonly string[] },
) {
  const { actor, batch = null, now: at } = composing
  // Of the four numbers of an arrival, one that is recognised leaves the first free.
  const [id = 0] = composing.ids
  const data = { fields: clashes, source: submission.source ?? null }
  return eventOf('clashed', { id, at, actor, entry: existing.id, batch, data })
}

function comeBack(sound: Sound, existing: Entry, composing: Composing): Composed {
  const { submission, identity } = sound
  const taken = composing.taken.get(existing.id)
  if (taken?.how === 'folded') return followFolded(sound, existing, composing)
  const repeats = submission.source !== undefined && existing.contentHash === identity.contentHash
  // A source that repeats what was undone has not heard of it; a person who brings it again means it.
  if (!taken || (taken.how === 'undone' && repeats)) return answer(sound, { outcome: 'same', existing })
  const { values, clashes } = merged(sound, existing, composing.pasts.get(existing.id))
  const asItWas = taken.how === 'gone' && taken.revision === existing.workingRevision
  const unchanged = saysSame(values, standing(sound, existing, composing))
  const back = asItWas && unchanged ? 'live' : 'proposed'
  const said = saysSame(values, sound.values) ? {} : { said: sound.values }
  const problems = clashes.map((field) => problemOf(sound, field))
  return revise({ sound, existing, composing }, { values, known: identity, problems, back, ...said })
}

// Nobody sees it, and nobody is asked: but should it be given back one day, it says what its source says by then.
function followFolded(sound: Sound, existing: Entry, composing: Composing): Composed {
  const past = composing.pasts.get(existing.id)
  if (existing.contentHash === sound.identity.contentHash) return heardAgain(sound, existing, past)
  const { values } = merged(sound, existing, past)
  if (past !== undefined && saysSame(values, past.stands)) return heardAgain(sound, existing, past)
  const said = saysSame(values, sound.values) ? {} : { said: sound.values }
  return reviseFolded({ sound, existing, composing }, { values, known: sound.identity, ...said })
}

function standing({ values, identity }: Sound, existing: Entry, { pasts }: Composing): Values {
  const equal = existing.contentHash === identity.contentHash
  return pasts.get(existing.id)?.stands ?? (equal ? values : {})
}
