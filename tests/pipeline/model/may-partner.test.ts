import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../pipeline/model/actor.ts'
import { may } from '../../../pipeline/model/may.ts'
import type { EntrySubject, Question } from '../../../pipeline/model/question.ts'
import { aSite, trees } from '../routing/small-network.ts'

const PARTNER = 71

function key(...scopes: string[]): Actor {
  return { kind: 'partner', key: 72, partner: PARTNER, name: 'Agrégateur', organisation: 'nievre', scopes }
}

function reads(actor: Actor, site: ReturnType<typeof aSite>, serviceType?: string): boolean {
  return may(actor, { action: 'read-site', site, ...(serviceType ? { serviceType } : {}) }, trees).yes
}

const own = aSite({ id: 'nievre', organisation: 'nievre' })
const above = aSite({ id: 'bourgogne', organisation: 'bourgogne' })
const closed = aSite({ id: 'cvtheque', organisation: 'nievre', visibility: 'private' })

describe('A partner’s key', () => {
  it('opens nothing by itself: not even a public site', () => {
    expect(reads(key(), own)).toBe(false)
    expect(reads(key('read:everything', 'read:site', 'write'), own)).toBe(false)
  })

  it('opens the sites it names, and with read:public those of its organisation', () => {
    expect(reads(key('read:site:nievre'), own)).toBe(true)
    expect(reads(key('read:site:nievre'), above)).toBe(false)
    expect(reads(key('read:public'), own)).toBe(true)
    expect(reads(key('read:public'), above)).toBe(false)
  })

  it('opens a private site by the word for private sites alone, of its own organisation', () => {
    expect(reads(key('read:public', 'read:site:cvtheque'), closed)).toBe(false)
    expect(reads(key('read:private:cvtheque'), closed)).toBe(true)
    expect(reads(key('read:private:cvtheque'), { ...closed, organisation: 'yonne' })).toBe(false)
    expect(reads(key('read:private:nievre'), own)).toBe(false)
  })

  it('may be narrowed to kinds of entries', () => {
    expect(reads(key('read:public', 'read:type:job'), own, 'job')).toBe(true)
    expect(reads(key('read:public', 'read:type:job'), own, 'news')).toBe(false)
  })

  it('proposes the kinds it names, to its own organisation', () => {
    const asks = (organisation: string, serviceType?: string): Question => {
      return { action: 'contribute', organisation, ...(serviceType ? { serviceType } : {}) }
    }
    expect(may(key('write:type:job'), asks('nievre', 'job'), trees).yes).toBe(true)
    expect(may(key('write:type:job'), asks('nievre', 'news'), trees).yes).toBe(false)
    expect(may(key('write:type:job'), asks('yonne', 'job'), trees).yes).toBe(false)
    expect(may(key('write:type:job'), asks('nievre'), trees).yes).toBe(false)
  })

  it('sees and changes what it brought itself, and nobody else’s work', () => {
    const brought: EntrySubject = {
      ...{ organisation: 'nievre', author: null, state: 'submitted' },
      ...{ source: PARTNER, serviceType: 'job' },
    }
    for (const action of ['read-entry', 'edit-entry', 'withdraw', 'trash'] as const) {
      const asked = (entry: EntrySubject) => may(key('write:type:job'), { action, entry }, trees).yes
      expect(asked(brought)).toBe(true)
      expect(asked({ ...brought, source: null })).toBe(false)
      expect(asked({ ...brought, source: 99 })).toBe(false)
      expect(asked({ ...brought, serviceType: 'news' })).toBe(false)
      expect(asked({ ...brought, organisation: 'yonne' })).toBe(false)
    }
    for (const action of ['moderate', 'recall', 'proof-read'] as const)
      expect(may(key('write:type:job'), { action, entry: brought }, trees).yes).toBe(false)
  })

  it('is refused every other question of the house', () => {
    const all = key('read:public', 'read:site:nievre', 'read:private:cvtheque', 'write:type:job')
    const organisation = 'nievre'
    const questions: Question[] = [
      { action: 'use-desk' },
      { action: 'operate-farm' },
      { action: 'manage-themes' },
      { action: 'manage-sources', organisation },
      { action: 'manage-organisation', organisation },
      { action: 'create-site', organisation },
      { action: 'see-coverage', organisation },
      { action: 'see-past', site: own },
      { action: 'manage-site', site: own },
      { action: 'confirm-delivery', site: own },
      { action: 'assign-term', organisation, role: 'contributor' },
    ]
    expect(questions.filter((question) => may(all, question, trees).yes)).toEqual([])
  })
})
