import { describe, expect, it } from 'vitest'
import type { Entry, ReviewState } from '../../../pipeline/model/entry.ts'
import type { OrganisationPolicy } from '../../../pipeline/model/organisation.ts'
import { WORKFLOWS, type Workflow } from '../../../pipeline/model/service-type.ts'
import { fourEyes, goesLiveAtOnce, workflowOf } from '../../../pipeline/moderation/policy.ts'
import { screen } from '../../../pipeline/moderation/screen.ts'
import { judge, type Word } from '../../../pipeline/moderation/verdict.ts'
import { aKind } from '../routing/small-network.ts'

/** Who speaks, from the entry: its author, who proof-read this revision, who wrote this revision, anybody else, or the farm. */
const SPEAKERS = { author: 1, 'proof-reader': 2, reviser: 3, other: 4, farm: null } as const

type Speaker = keyof typeof SPEAKERS

/** What each answer is written as: where the revision goes, or why not. */
const ANSWERS = {
  live: { ok: true, value: 'accepted' },
  read: { ok: true, value: 'proofread' },
  back: { ok: true, value: 'changes-requested' },
  no: { ok: true, value: 'refused' },
  own: { ok: false, problems: [{ code: 'own-entry' }] },
  twice: { ok: false, problems: [{ code: 'proof-read-by-you' }] },
} as const

type Answer = keyof typeof ANSWERS

type Table = readonly (readonly [review: ReviewState, word: Word, answers: readonly Answer[]])[]

const COLUMNS: readonly Speaker[] = ['author', 'proof-reader', 'reviser', 'other', 'farm']

const ONE_STEP: Table = [
  // ................................ author, proof-reader, reviser, other, farm
  ['submitted', 'approve', ['own', 'twice', 'live', 'live', 'live']],
  ['submitted', 'return', ['own', 'back', 'back', 'back', 'back']],
  ['submitted', 'refuse', ['own', 'no', 'no', 'no', 'no']],
  ['proofread', 'approve', ['own', 'twice', 'live', 'live', 'live']],
  ['proofread', 'return', ['own', 'back', 'back', 'back', 'back']],
  ['proofread', 'refuse', ['own', 'no', 'no', 'no', 'no']],
]

const TWO_STEPS: Table = [
  ['submitted', 'approve', ['own', 'read', 'read', 'read', 'read']],
  ['submitted', 'return', ['own', 'back', 'back', 'back', 'back']],
  ['submitted', 'refuse', ['own', 'no', 'no', 'no', 'no']],
  ['proofread', 'approve', ['own', 'twice', 'live', 'live', 'live']],
  ['proofread', 'return', ['own', 'back', 'back', 'back', 'back']],
  ['proofread', 'refuse', ['own', 'no', 'no', 'no', 'no']],
]

const ALONE_ONE_STEP: Table = [
  ['submitted', 'approve', ['live', 'live', 'live', 'live', 'live']],
  ['submitted', 'return', ['back', 'back', 'back', 'back', 'back']],
  ['submitted', 'refuse', ['no', 'no', 'no', 'no', 'no']],
]

const ALONE_TWO_STEPS: Table = [
  ['submitted', 'approve', ['read', 'read', 'read', 'read', 'read']],
  ['proofread', 'approve', ['live', 'live', 'live', 'live', 'live']],
  ['proofread', 'refuse', ['no', 'no', 'no', 'no', 'no']],
]

const TABLES: readonly (readonly [title: string, workflow: Workflow, policy: OrganisationPolicy, table: Table])[] = [
  ['no workflow', 'none', {}, ONE_STEP],
  ['after the fact', 'a-posteriori', {}, ONE_STEP],
  ['one moderator', 'a-priori', {}, ONE_STEP],
  ['one moderator, four eyes said aloud', 'a-priori', { four_eyes: true }, ONE_STEP],
  ['one moderator, corrections trusted', 'a-priori', { trusted_corrections: true }, ONE_STEP],
  ['two steps', 'two-step', {}, TWO_STEPS],
  ['one moderator, who may be alone', 'a-priori', { four_eyes: false }, ALONE_ONE_STEP],
  ['two steps, which one may take alone', 'two-step', { four_eyes: false }, ALONE_TWO_STEPS],
]

for (const [title, workflow, policy, table] of TABLES) {
  describe(`A word on a first proposal, ${title}`, () => {
    for (const [review, word, answers] of table) {
      it(`${word} what is ${review}: ${answers.join(', ')}`, () => {
        const found = COLUMNS.map((speaker) => judged({ review, word, speaker, workflow, policy }))
        expect(found).toEqual(answers.map((answer) => ANSWERS[answer]))
      })
    }
  })
}

describe('A word on a change to what was public', () => {
  const corrected = { review: 'submitted', publishedAt: 1, workflow: 'a-priori', word: 'approve' } as const

  it('is not given by who wrote the change, whoever wrote the entry', () => {
    expect(judged({ ...corrected, speaker: 'reviser', policy: {} })).toEqual(ANSWERS.own)
    expect(judged({ ...corrected, speaker: 'author', policy: {} })).toEqual(ANSWERS.own)
    expect(judged({ ...corrected, speaker: 'other', policy: {} })).toEqual(ANSWERS.live)
  })

  it('is, where corrections are trusted or one may be alone', () => {
    expect(judged({ ...corrected, speaker: 'reviser', policy: { trusted_corrections: true } })).toEqual(ANSWERS.live)
    expect(judged({ ...corrected, speaker: 'reviser', policy: { four_eyes: false } })).toEqual(ANSWERS.live)
  })

  it('may still send one’s own change back, or proof-read it for a moderator', () => {
    expect(judged({ ...corrected, word: 'refuse', speaker: 'reviser', policy: {} })).toEqual(ANSWERS.no)
    expect(judged({ ...corrected, workflow: 'two-step', speaker: 'reviser', policy: {} })).toEqual(ANSWERS.read)
  })
})

describe('A word', () => {
  it.each(['draft', 'changes-requested', 'refused', 'accepted'] as const)(
    'has nothing to say on what is %s',
    (review) => {
      for (const word of ['approve', 'return', 'refuse'] as const)
        for (const workflow of WORKFLOWS)
          for (const policy of [{}, { four_eyes: false }])
            expect(judged({ review, word, speaker: 'other', workflow, policy })).toMatchObject({
              ok: false,
              problems: [{ code: 'nothing-waits' }],
            })
    },
  )

  it.each(['return', 'refuse'] as const)('to %s always says why', (word) => {
    for (const reason of ['', '  \n'])
      expect(judged({ review: 'submitted', word, speaker: 'other', workflow: 'a-priori', policy: {}, reason })).toEqual(
        {
          ok: false,
          problems: [{ code: 'reason-required', field: 'reason' }],
        },
      )
  })

  it('to approve needs no reason', () => {
    const asked = { review: 'submitted', word: 'approve', speaker: 'other', workflow: 'a-priori', policy: {} } as const
    expect(judged({ ...asked, reason: '' })).toEqual(ANSWERS.live)
  })
})

describe('A policy', () => {
  const kind = (workflow: Workflow) => aKind('news', { workflow })

  it('makes a workflow stricter, never laxer, and for that kind only', () => {
    for (const [i, declared] of WORKFLOWS.entries())
      for (const [j, own] of WORKFLOWS.entries())
        expect(workflowOf(kind(declared), { workflows: { news: own } })).toBe(j > i ? own : declared)
    expect(workflowOf(kind('a-priori'), { workflows: { event: 'two-step' } })).toBe('a-priori')
    expect(workflowOf(kind('a-priori'), {})).toBe('a-priori')
  })

  it('asks for four eyes unless it says otherwise', () => {
    expect([{}, { four_eyes: true }, { four_eyes: false }].map(fourEyes)).toEqual([true, true, false])
  })

  it('lets the two lightest workflows live at once', () => {
    expect(WORKFLOWS.map(goesLiveAtOnce)).toEqual([true, true, false, false])
  })
})

describe('The screen', () => {
  const text = 'Une phrase assez longue pour que personne ne la trouve trop courte à lire.'

  it('points out what a moderator would want to see, and nothing else', () => {
    const links = `${text} ${'https://exemple.fr '.repeat(9)}`
    expect(remarks({ title: 'Un forum à Nevers' }, { body: text })).toEqual([])
    expect(remarks({ title: 'VENEZ TOUS AU GRAND FORUM' }, { body: text })).toEqual(['shouting-title'])
    expect(remarks({ title: 'CV CFA GRETA' }, { body: text })).toEqual([])
    expect(remarks({ title: 'Liens' }, { body: links })).toEqual(['many-links'])
    expect(remarks({ title: 'Passé', validUntil: 9 }, { body: text })).toEqual(['already-over'])
    expect(remarks({ title: 'Court' }, { body: 'Rien.' })).toEqual(['thin-text'])
  })

  function remarks(about: Partial<Entry>, values: Record<string, string>) {
    return screen(anEntry(about), values, 10)
  }
})

interface Spoken {
  readonly review: ReviewState
  readonly word: Word
  readonly speaker: Speaker
  readonly workflow: Workflow
  readonly policy: OrganisationPolicy
  readonly reason?: string
  readonly publishedAt?: number
}

function judged({ review, word, speaker, workflow, policy, reason = 'Parce que', publishedAt }: Spoken) {
  return judge({
    entry: anEntry({ review, publishedAt: publishedAt ?? null }),
    word,
    reason,
    person: SPEAKERS[speaker],
    workflow,
    policy,
    reviser: SPEAKERS.reviser,
    proofReader: SPEAKERS['proof-reader'],
  })
}

function anEntry(more: Partial<Entry> = {}): Entry {
  const identity = { source: null, externalId: null, canonicalUrl: null, fingerprint: '', contentHash: '' }
  const dates = { createdAt: 0, updatedAt: 0, submittedAt: 0, publishedAt: null, validFrom: null, validUntil: null }
  const words = { serviceType: 'news', organisation: 'nievre', title: 'Un titre', language: 'fr' }
  const state = { state: 'submitted', review: 'submitted', liveRevision: null, workingRevision: 1, version: 1 } as const
  return { id: 1, author: SPEAKERS.author, ...words, ...state, ...identity, ...dates, sortAt: 0, ...more }
}
