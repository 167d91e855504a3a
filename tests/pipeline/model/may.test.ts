import { describe, expect, it } from 'vitest'
import { type Actor, FARM, type Membership, ROLES, VISITOR } from '../../../pipeline/model/actor.ts'
import { ENTRY_STATES, type EntryState } from '../../../pipeline/model/entry.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { House, Question } from '../../../pipeline/model/question.ts'
import type { Site } from '../../../pipeline/model/site.ts'
import { aSite, trees } from '../routing/small-network.ts'

const house: House = trees

/**
 * Everyone asks about the Nièvre body. A letter is a role: c contributor, p proof-reader, m moderator, e editor,
 * a administrator; a letter missing from a list is a no.
 */
const LETTERS = { c: 'contributor', p: 'proof-reader', m: 'moderator', e: 'editor', a: 'administrator' } as const

type Letter = keyof typeof LETTERS

/** About an entry in a state: the roles that may, and whether its author may without any of them. */
const ENTRY_TABLE: readonly [
  action: EntryAction,
  state: EntryState,
  roles: string,
  author: 'author may' | 'by role',
][] = [
  ['read-entry', 'draft', 'm a', 'author may'],
  ['read-entry', 'submitted', 'c p m e a', 'author may'],
  ['read-entry', 'proofread', 'c p m e a', 'author may'],
  ['read-entry', 'changes-requested', 'c p m e a', 'author may'],
  ['read-entry', 'refused', 'c p m e a', 'author may'],
  ['read-entry', 'scheduled', 'c p m e a', 'author may'],
  ['read-entry', 'published', 'c p m e a', 'author may'],
  ['read-entry', 'withdrawn', 'c p m e a', 'author may'],
  ['read-entry', 'expired', 'c p m e a', 'author may'],
  ['read-entry', 'trashed', 'm a', 'author may'],
  ['edit-entry', 'draft', '', 'author may'],
  ['edit-entry', 'submitted', 'p m a', 'author may'],
  ['edit-entry', 'proofread', 'p m a', 'author may'],
  ['edit-entry', 'changes-requested', 'p m a', 'author may'],
  ['edit-entry', 'refused', 'p m a', 'author may'],
  ['edit-entry', 'scheduled', 'p m a', 'author may'],
  ['edit-entry', 'published', 'p m a', 'author may'],
  ['edit-entry', 'withdrawn', 'p m a', 'author may'],
  ['edit-entry', 'expired', 'p m a', 'author may'],
  ['edit-entry', 'trashed', 'm a', 'author may'],
  ['proof-read', 'submitted', 'p m a', 'by role'],
  ['moderate', 'submitted', 'm a', 'by role'],
  ['moderate', 'proofread', 'm a', 'by role'],
  ['withdraw', 'published', 'm a', 'author may'],
  ['withdraw', 'scheduled', 'm a', 'author may'],
  ['recall', 'published', 'm a', 'by role'],
  ['trash', 'draft', 'm a', 'author may'],
  ['trash', 'changes-requested', 'm a', 'author may'],
  ['trash', 'refused', 'm a', 'author may'],
  ['trash', 'submitted', 'm a', 'by role'],
  ['trash', 'proofread', 'm a', 'by role'],
  ['trash', 'withdrawn', 'm a', 'by role'],
  ['trash', 'expired', 'm a', 'by role'],
]

const ORGANISATION_TABLE: readonly [action: OrganisationAction, roles: string][] = [
  ['contribute', 'c p m e a'],
  ['share-list', 'c p m e a'],
  ['import', 'm e a'],
  ['manage-sources', 'm e a'],
  ['manage-organisation', 'a'],
  ['create-site', 'a'],
]

const SITE_TABLE: readonly [action: SiteAction, roles: string][] = [
  ['read-site', 'c p m e a'],
  ['see-past', 'm e a'],
  ['manage-site', 'e a'],
  ['confirm-delivery', 'm e a'],
]

/** Where a role is held, seen from the Nièvre body, and whether it reaches there. */
const PLACES: readonly [where: string, organisation: string, reaches: boolean][] = [
  ['at the body itself', 'nievre', true],
  ['at the body above', 'bourgogne', true],
  ['at the root', 'national', true],
  ['at a body below', 'clamecy', false],
  ['at a sister body', 'yonne', false],
  ['in another region', 'bretagne', false],
  ['at a partner', 'partner', false],
  ['at a body that is no more', 'gone', false],
]

const QUESTIONS: readonly [title: string, question: Question, roles: string][] = [
  ...ENTRY_TABLE.map(([action, state, roles]): [string, Question, string] => [
    `${action} ${state}`,
    { action, entry: { organisation: 'nievre', author: 99, state } },
    roles,
  ]),
  ...ORGANISATION_TABLE.map(([action, roles]): [string, Question, string] => [
    action,
    { action, organisation: 'nievre' },
    roles,
  ]),
  ...SITE_TABLE.map(([action, roles]): [string, Question, string] => [action, { action, site: privateSite() }, roles]),
  ['use-desk', { action: 'use-desk' }, 'anywhere'],
  ['operate-farm', { action: 'operate-farm' }, ''],
  ['assign a term kept for moderators', { action: 'assign-term', organisation: 'nievre', role: 'moderator' }, 'm e a'],
  [
    'assign a term kept for contributors',
    { action: 'assign-term', organisation: 'nievre', role: 'contributor' },
    'c p m e a',
  ],
]

describe('A role', () => {
  for (const [title, question, roles] of QUESTIONS) {
    it(`may ${title}: ${roles === '' ? 'nobody' : roles}`, () => {
      for (const [where, organisation, reaches] of PLACES)
        for (const [letter, role] of letters()) {
          const expected = roles === 'anywhere' || (reaches && roles.includes(letter))
          const { yes } = may(person({ role, organisation }), question, house)
          expect(yes, `${role} ${where}`).toBe(expected)
        }
    })
  }

  it('is named by a yes, and a no says why', () => {
    const question: Question = { action: 'import', organisation: 'nievre' }
    expect(may(person({ role: 'editor', organisation: 'nievre' }), question, house).because).toBe('editor')
    expect(may(person({ role: 'contributor', organisation: 'nievre' }), question, house).because).toBe('no-role-here')
    expect(may(VISITOR, question, house).because).toBe('not-signed-in')
  })
})

describe('Managing themes', () => {
  it('is for those who administer a body at the head of the network, and nobody below', () => {
    for (const [letter, role] of letters())
      for (const organisation of ['national', 'bourgogne', 'nievre']) {
        const { yes } = may(person({ role, organisation }), { action: 'manage-themes' }, house)
        expect(yes, `${role} of ${organisation}`).toBe(letter === 'a' && organisation === 'national')
      }
    const site = person({ role: 'administrator', organisation: 'national', site: 'salle' })
    expect(may(site, { action: 'manage-themes' }, house).yes).toBe(false)
  })
})

describe('An author', () => {
  for (const [action, state, , author] of ENTRY_TABLE) {
    it(`${author === 'author may' ? 'may' : 'may not by that alone'} ${action} their own ${state}`, () => {
      const question: Question = { action, entry: { organisation: 'nievre', author: 7, state } }
      const { yes } = may(person({ role: 'contributor', organisation: 'yonne' }), question, house)
      expect(yes).toBe(author === 'author may')
    })
  }

  it('is nobody where the farm wrote the entry', () => {
    for (const { action, state } of everyEntryQuestion()) {
      const question: Question = { action, entry: { organisation: 'nievre', author: null, state } }
      expect(may(person(), question, house).yes, `${action} ${state}`).toBe(false)
    }
  })
})

describe('A role on one site', () => {
  it('reads that site, and manages it for an editor, but opens no other and no entry of its body', () => {
    for (const [, role] of letters()) {
      const held = person({ role, site: 'salle' })
      const editor = role === 'editor' || role === 'administrator'
      const moderator = editor || role === 'moderator'
      expect(answers(held, privateSite('salle'))).toEqual([true, moderator, editor, moderator])
      expect(answers(held, privateSite('autre'))).toEqual([false, false, false, false])
      for (const { action, state } of everyEntryQuestion())
        expect(may(held, { action, entry: { organisation: 'nievre', author: 99, state } }, house).yes).toBe(false)
      for (const [action] of ORGANISATION_TABLE)
        expect(may(held, { action, organisation: 'nievre' }, house).yes).toBe(false)
    }
  })

  it('holds there only, even where the membership names a body too', () => {
    const held = person({ role: 'administrator', organisation: 'nievre', site: 'salle' })
    expect(may(held, { action: 'manage-organisation', organisation: 'nievre' }, house).yes).toBe(false)
  })
})

describe('Anybody', () => {
  it('reads a public site', () => {
    for (const actor of [VISITOR, person(), person({ role: 'contributor', organisation: 'partner' })])
      expect(may(actor, { action: 'read-site', site: aSite() }, house).yes).toBe(true)
  })

  it('who is a visitor, or a person without a role, or with one that says nowhere, may do nothing else', () => {
    const nowhere = ROLES.filter((role) => role !== 'farm-administrator').map((role) => person({ role }))
    for (const [title, question] of QUESTIONS)
      for (const actor of [VISITOR, person(), ...nowhere]) {
        if (title === 'use-desk' && actor.kind === 'person' && actor.memberships.length > 0) continue
        expect(may(actor, question, house).yes, title).toBe(false)
      }
  })
})

describe('The farm and its administrators', () => {
  it('may do everything everywhere', () => {
    for (const [title, question] of QUESTIONS)
      for (const actor of [FARM, person({ role: 'farm-administrator' })])
        expect(may(actor, question, house).yes, title).toBe(true)
  })
})

type EntryAction = Extract<Question, { entry: unknown }>['action']
type OrganisationAction = Exclude<Extract<Question, { organisation: string }>['action'], 'assign-term'>
type SiteAction = Extract<Question, { site: Site }>['action']

function letters(): readonly (readonly [Letter, (typeof LETTERS)[Letter]])[] {
  return [
    ['c', LETTERS.c],
    ['p', LETTERS.p],
    ['m', LETTERS.m],
    ['e', LETTERS.e],
    ['a', LETTERS.a],
  ]
}

function everyEntryQuestion(): readonly { readonly action: EntryAction; readonly state: EntryState }[] {
  const actions: readonly EntryAction[] = [...new Set(ENTRY_TABLE.map(([action]) => action))]
  return actions.flatMap((action) => ENTRY_STATES.map((state) => ({ action, state })))
}

function person(...memberships: readonly Membership[]): Actor {
  return { kind: 'person', id: 7, login: 'quelqu.un', name: 'Quelqu’un', memberships }
}

function privateSite(id = 'salle'): Site {
  return aSite({ id, visibility: 'private' })
}

function answers(actor: Actor, site: Site): boolean[] {
  return SITE_TABLE.map(([action]) => may(actor, { action, site }, house).yes)
}
