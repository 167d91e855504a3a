import { expect, it } from 'vitest'
import type { Farm } from '../../farm/open-farm.ts'
import { changeThemes } from '../../farm/themes/change-themes.ts'
import type { VocabularyRules } from '../../pipeline/model/theme.ts'
import { describeFarmOnBoth, person } from '../farms.ts'

const sheet = {
  serviceType: 'press-review',
  organisation: 'nievre',
  road: 'form',
  intent: 'propose',
} as const
const raw = {
  source_name: 'Le Courrier du Morvan',
  source_date: '2026-11-02',
  rights: 'link',
  summary: 'En quelques lignes bien à nous.',
  territories: ['Decize'],
}

async function ruled(farm: Farm, rules: VocabularyRules, vocabulary = 'themes') {
  const change = { do: 'rules', label: { fr: 'Un vocabulaire' }, rules } as const
  const done = await changeThemes(farm, { actor: await person(farm, 'camille.ferrand'), vocabulary, change })
  if (!done.ok) throw new Error(JSON.stringify(done.problems))
}

async function submitted(farm: Farm, login: string, title: string, themes: readonly string[], entry?: number) {
  const actor = await person(farm, login)
  const [arrival] = await farm.submit(
    [{ ...sheet, ...(entry === undefined ? {} : { entry }), raw: { ...raw, title, themes } }],
    { actor },
  )
  if (!arrival) return expect.fail('no answer')
  const problems = 'problems' in arrival ? arrival.problems.map(({ code, field }) => `${code} ${field}`) : []
  return { arrival, problems }
}

describeFarmOnBoth('The switches of a vocabulary', (open) => {
  it('let one term through, and not two', async () => {
    const farm = await open()
    await ruled(farm, { one: true })
    const two = await submitted(farm, 'lea.bonnard', 'Deux thèmes', ['employment', 'recruitment'])
    expect(two.problems).toEqual(['one-term-only themes'])
    expect((await submitted(farm, 'lea.bonnard', 'Un thème', ['employment'])).problems).toEqual([])
  })

  it('keep the terms for some kinds', async () => {
    const farm = await open()
    await ruled(farm, { only_on: ['drop-in', 'front-desk-statistics', 'grant', 'training'] }, 'publics')
    const event = { title: 'Ailleurs', audience: ['everyone'] }
    const [here] = await farm.submit([{ ...sheet, serviceType: 'event', raw: event }], {
      actor: await person(farm, 'lea.bonnard'),
    })
    expect(here?.problems.map(({ code, field }) => `${code} ${field}`)).toContain('vocabulary-not-here audience')
  })

  it('leave the choice to a role: others send none, and what that role chose stays', async () => {
    const farm = await open()
    await ruled(farm, { assigned_by: 'moderator' })
    const refused = await submitted(farm, 'lea.bonnard', 'Choisi par Léa', ['employment'])
    expect(refused.problems).toEqual(['term-not-yours themes'])
    const { arrival, problems } = await submitted(farm, 'lea.bonnard', 'Sans thème', [])
    expect(problems).toEqual([])
    const entry = arrival.entry ?? expect.fail('no entry')
    expect((await submitted(farm, 'nadia.belkacem', 'Sans thème', ['employment'], entry)).problems).toEqual([])
    expect((await submitted(farm, 'lea.bonnard', 'Sans thème, récrit', [], entry)).problems).toEqual([])
    const kept = await farm.ports.entries.get(entry)
    const revision = await farm.ports.entries.revision(kept?.workingRevision ?? 0)
    expect(revision?.values).toMatchObject({ title: 'Sans thème, récrit', themes: ['employment'] })
  })
})
