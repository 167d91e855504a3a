import { hash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { letIn } from '../../farm/partners/partners.ts'
import { createWebhook } from '../../farm/partners/webhooks.ts'
import type { DeskVisitor } from '../farm/web/desk-visitor.ts'
import { servedDesk } from '../farm/web/served-desk.ts'
import { person } from '../farms.ts'
import { type FoundForm, formsIn, linksIn } from './forms-in.ts'

const desk = servedDesk()

/** What changes by coming in and looking around, or by itself. */
const BY_ITSELF = new Set([
  'sessions',
  'tickets',
  'attempts',
  'jobs',
  'feedReads',
  'entryReads',
  'sourceExchanges',
  'meta',
])
const MOST_PAGES = 150

describe('Every button an administrator of the Nièvre has', { timeout: 240_000 }, () => {
  let forms: readonly FoundForm[] = []
  beforeAll(async () => {
    const { farm } = desk()
    const actor = await person(farm, 'francoise.dubreuil')
    const partner = await letIn(farm, actor, { organisation: 'nievre', name: 'Agrégateur', contact: 'a@b.example' })
    if (!partner.ok) throw new Error('no partner')
    const asks = { kinds: ['published'], sites: ['nievre'], serviceTypes: [] } as const
    await createWebhook(farm, { actor, partner: partner.value.id, url: 'https://exemple.org/hook', asks })
    const francoise = await desk().become('francoise.dubreuil')
    await francoise.post('desk', '/entries?type=press-review', { name: 'Presse', for: 'nievre' })
    forms = await buttonsOf(francoise)
  }, 240_000)

  it('are many, of every room of the desk', () => {
    const rooms = new Set(forms.map(({ action }) => action.split(/[/?]/)[1]))
    for (const room of [
      'queue',
      'entries',
      'sites',
      'sources',
      'partners',
      'views',
      'import',
      'mappings',
      'duplicates',
      'confirm',
      'keys',
    ])
      expect(rooms, room).toContain(room)
  })

  it.each(['pierre.lavalette', 'ines.carpentier', 'yann.kerbrat', 'lea.bonnard', undefined])(
    'does nothing for %s, who sends the very same',
    async (login) => {
      const someone = login === undefined ? desk().visitor() : await desk().become(login)
      const before = await everything()
      for (const { action, fields } of forms.filter((one) => !isTheirOwn(one))) {
        const { status } = await someone.post('desk', action, fields)
        expect(status, action).toBeLessThan(500)
        expect(status, action).not.toBe(200)
      }
      expect(await everything()).toEqual(before)
    },
  )

  // Anybody may keep a list for themselves, make a key of their own, and begin an entry of their own body.
  function isTheirOwn({ action, fields }: FoundForm): boolean {
    return (
      /^\/(?:keys|new|become|sign-out)\b/.test(action) ||
      (/^\/entries(?:\?|$)/.test(action) && String(fields.for) === '')
    )
  }

  async function buttonsOf(visitor: DeskVisitor): Promise<readonly FoundForm[]> {
    const [seen, shapes, found] = [new Set<string>(), new Map<string, number>(), new Map<string, FoundForm>()]
    const queue = ['/']
    for (let path = queue.shift(); path !== undefined && seen.size < MOST_PAGES; path = queue.shift()) {
      const shape = path
        .replace(/\d+/g, '0')
        .replace(/=[^&]*/g, '')
        .replace(/^\/(sites|new)\/[a-z-]+/, '/$1/x')
      if (seen.has(path) || (shapes.get(shape) ?? 0) >= 2 || ELSEWHERE.test(path)) continue
      seen.add(path)
      shapes.set(shape, (shapes.get(shape) ?? 0) + 1)
      const { text } = await visitor.get('desk', path)
      queue.push(...linksIn(text))
      for (const form of formsIn(text, path))
        found.set(JSON.stringify([form.action, Object.values(form.fields).at(-1)]), form)
    }
    return [...found.values()]
  }

  async function everything(): Promise<Record<string, string>> {
    const { storage } = desk().farm
    const told: Record<string, string> = {}
    for (const [name, table] of Object.entries(storage.tables)) {
      if (BY_ITSELF.has(name)) continue
      const rows = await storage.read.select().from(table)
      told[name] = `${rows.length} ${hash(
        'sha256',
        rows
          .map((row) => JSON.stringify(row))
          .sort()
          .join('\n'),
      )}`
    }
    return told
  }
})

const ELSEWHERE =
  /^\/(?:en(?:\/|$)|for\/|_astro|api\/|skin-|icon|sign-out|become|.*\.(?:csv|json|xml|rss|atom)(?:\?|$))/
