import { expect, it } from 'vitest'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import { listEntries } from '../../../farm/lists/list-entries.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { readTree } from '../../../farm/storage/knowledge/vocabulary-store.ts'
import { changeThemes } from '../../../farm/themes/change-themes.ts'
import type { VocabularyChange } from '../../../farm/themes/change-vocabulary.ts'
import { countThemes } from '../../../farm/themes/count-themes.ts'
import { loadVocabularies } from '../../../farm/themes/load-vocabularies.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'

async function setting(open: () => Promise<Farm>) {
  const farm = await open()
  const actor = await person(farm, 'camille.ferrand')
  const change = async (asked: VocabularyChange, vocabulary = 'themes') => {
    const done = await changeThemes(farm, { actor, vocabulary, change: asked })
    if (!done.ok) throw new Error(JSON.stringify(done.problems))
    if (done.value.job !== null) await finishJob(farm, done.value.job)
    return done.value
  }
  const tree = (id = 'themes') => readTree(farm.storage.read, farm.storage.tables, id)
  const live = async (code: string) => (await countThemes(farm, await tree())).get(code) ?? 0
  return { farm, actor, change, tree, live }
}

describeFarmOnBoth('Changing themes', (open) => {
  it('moves the entries of a merged theme with it, keeps its code readable, and undoes it whole', async () => {
    const { farm, change, tree, live } = await setting(open)
    const before = await tree()
    const [search, hiring] = [await live('job-search'), await live('recruitment')]
    const deliveries = await deliveryRows(farm)
    expect(search).toBeGreaterThan(0)
    await change({ do: 'merge', code: 'job-search', into: 'recruitment' })
    const { thesaurus } = await farm.memory()
    expect(thesaurus.get('themes', 'job-search')?.code).toBe('recruitment')
    expect(thesaurus.resolve('themes', 'Recherche d’emploi')?.code).toBe('recruitment')
    expect(await live('recruitment')).toBeGreaterThan(Math.max(search, hiring))
    await change({ do: 'undo' })
    expect(await live('job-search')).toBe(search)
    expect(await live('recruitment')).toBe(hiring)
    expect([...(await tree()).concepts]).toEqual([...before.concepts])
    expect(await deliveryRows(farm)).toEqual(deliveries)
    await change({ do: 'undo' })
    expect((await farm.memory()).thesaurus.get('themes', 'job-search')?.code).toBe('recruitment')
  })

  it('tells what would come to sites and leave them, then does just that', async () => {
    const { farm, actor, change } = await setting(open)
    const top = (await farm.memory()).thesaurus.resolve('themes', 'Agriculture')?.code ?? ''
    const under = (await farm.memory()).thesaurus.narrower('themes', top).map((one) => one.code)
    const asked = { do: 'move', code: under[0] ?? '', broader: null } as const
    const before = await deliveryRows(farm)
    const rehearsed = await changeThemes(farm, { actor, vocabulary: 'themes', change: asked, rehearse: true })
    if (!rehearsed.ok) throw new Error(JSON.stringify(rehearsed.problems))
    expect(await deliveryRows(farm)).toEqual(before)
    expect((await farm.memory()).thesaurus.get('themes', asked.code)?.broader).toBe(top)
    await change(asked)
    const after = await deliveryRows(farm)
    const came = [...after].filter((one) => !before.has(one)).length
    const went = [...before].filter((one) => !after.has(one)).length
    expect({ came, went }).toEqual({ came: rehearsed.value.moves.comes, went: rehearsed.value.moves.goes })
    expect(went).toBeGreaterThan(0)
  })

  it('refuses circles, unknown codes and codes given twice, and keeps everything as it was', async () => {
    const { farm, actor, tree } = await setting(open)
    const before = await tree()
    const label = { fr: 'Nouveau' }
    const blank = { label, synonyms: [], notations: {} }
    const cases: readonly (readonly [VocabularyChange, string])[] = [
      [{ do: 'move', code: 'employment', broader: 'job-search' }, 'theme-circle'],
      [{ do: 'move', code: 'employment', broader: 'employment' }, 'theme-circle'],
      [{ do: 'merge', code: 'employment', into: 'job-search' }, 'theme-merge-below'],
      [{ do: 'move', code: 'job-search', broader: 'nowhere' }, 'unknown-term'],
      [{ do: 'merge', code: 'nowhere', into: 'job-search' }, 'unknown-term'],
      [{ do: 'add', code: 'job-search', broader: null, ...blank }, 'theme-code-taken'],
      [{ do: 'add', code: 'é !', broader: null, ...blank }, 'bad-theme-code'],
      [{ do: 'retire', code: 'employment', into: null }, 'theme-heir-needed'],
      [{ do: 'rules', label, rules: { only_on: ['event'], required_on: ['job'] } }, 'vocabulary-needed-elsewhere'],
      [{ do: 'undo' }, 'theme-nothing-to-undo'],
    ]
    for (const [change, code] of cases) {
      const refused = await changeThemes(farm, { actor, vocabulary: 'themes', change })
      expect(refused.ok ? 'done' : refused.problems[0]?.code).toBe(code)
    }
    expect(await tree()).toEqual(before)
  })

  it('is for those who administer the head of the network', async () => {
    const { farm } = await setting(open)
    for (const login of ['lea.bonnard', 'nadia.belkacem', 'francoise.dubreuil']) {
      const actor = await person(farm, login)
      const change = { do: 'shift', code: 'job-search', by: 'down' } as const
      const refused = await changeThemes(farm, { actor, vocabulary: 'themes', change })
      expect(refused.ok ? 'done' : refused.problems[0]?.code).toBe('not-allowed')
    }
  })

  it('keeps what was edited when the folder is read again, and finds by a new synonym what lies under', async () => {
    const { farm, change, tree } = await setting(open)
    const held = (await tree()).concepts.get('employment')
    if (!held) return expect.fail('no employment')
    await change({ ...held, do: 'describe', synonyms: [...held.synonyms, 'gagne-pain'] })
    const json = { id: 'themes', label: { fr: 'Autre' }, concepts: [{ code: 'employment', label: { fr: 'Autre' } }] }
    await loadVocabularies(farm.storage, [{ file: 'themes.json', json }])
    const kept = await tree()
    expect(kept.about.label.fr).toBe('Thèmes')
    expect(kept.concepts.get('employment')?.synonyms).toContain('gagne-pain')
    const { thesaurus, sites } = await farm.memory()
    expect(thesaurus.resolve('themes', 'Gagne-pain')?.code).toBe('employment')
    const subscriptions = sites.subscriptions('nievre').map((one) => one.id)
    const asked = { subscriptions, terms: [], query: 'gagne-pain', upcoming: false, limit: 300 }
    const named = await listEntries(farm.storage, { ...asked, named: 'theme:employment' })
    const under = await listEntries(farm.storage, { ...asked, query: '', terms: ['theme:employment'] })
    expect(named.items.map((one) => one.entry.id)).toEqual(under.items.map((one) => one.entry.id))
    expect(under.items.length).toBeGreaterThan(5)
  })
})

async function deliveryRows({ storage: { read, tables } }: Farm): Promise<ReadonlySet<string>> {
  const rows = await read.select().from(tables.deliveries)
  const shown = rows.filter((row) => row.state === 'live' || row.state === 'pending')
  return new Set(shown.map((row) => `${row.entry} ${row.subscription}`))
}
