import { expect, it } from 'vitest'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { countAsOf } from '../../../farm/sites/list-as-of.ts'
import { changeThemes } from '../../../farm/themes/change-themes.ts'
import type { ChangingVocabulary } from '../../../farm/themes/change-vocabulary.ts'
import { thesaurusThen } from '../../../farm/themes/thesaurus-then.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeFarmOnBoth } from '../../farms.ts'
import { publishSheet } from '../sites/published.ts'

async function change(farm: Farm, what: ChangingVocabulary['change']): Promise<void> {
  const done = await changeThemes(farm, { actor: FARM, vocabulary: 'themes', change: what })
  if (!done.ok) throw new Error(JSON.stringify(done.problems))
  if (done.value.job !== null) await finishJob(farm, done.value.job)
}

describeFarmOnBoth('Themes of a moment', (open) => {
  it('are those before every change since, moved, merged, renamed or new, and filter the past by what it meant then', async () => {
    let now = Date.now()
    const farm = await open({ now: () => now })
    await publishSheet(farm, 'Sous le thème d’alors')
    now += 60_000
    const at = now
    now += 60_000
    await change(farm, { do: 'move', code: 'job-search', broader: 'economy' })
    await change(farm, { do: 'merge', code: 'training', into: 'employment' })
    await change(farm, {
      ...{ do: 'add', code: 'fresh', broader: null },
      ...{ label: { fr: 'Tout neuf' }, synonyms: [], notations: {} },
    })
    now += 60_000
    const memory = await farm.memory()
    const then = await thesaurusThen({ storage: farm.storage, today: memory.thesaurus }, at)
    expect(then.ancestors('themes', 'job-search')).toContain('employment')
    expect(memory.thesaurus.ancestors('themes', 'job-search')).not.toContain('employment')
    expect(then.get('themes', 'training')?.code).toBe('training')
    expect(memory.thesaurus.get('themes', 'training')?.code).not.toBe('training')
    expect([then.get('themes', 'fresh'), memory.thesaurus.get('themes', 'fresh')?.label.fr]).toEqual([
      ...[undefined, 'Tout neuf'],
    ])
    expect(await thesaurusThen({ storage: farm.storage, today: memory.thesaurus }, now)).toBe(memory.thesaurus)
    await change(farm, { do: 'merge', code: 'employment', into: 'economy' })
    const after = await farm.memory()
    const room = {
      ...farm,
      memory: async () => ({
        ...after,
        thesaurus: await thesaurusThen({ storage: farm.storage, today: after.thesaurus }, at),
      }),
    }
    const section = after.sites.subscriptions('nievre').find(({ slug }) => slug === 'revue-de-presse') ?? expect.fail()
    const asked = { section, at, terms: ['theme:economy'], query: '', upcoming: false, limit: 50 }
    const [meantThen, readToday] = [await countAsOf(room, asked), await countAsOf(farm, asked)]
    expect(readToday.total).toBeGreaterThan(meantThen.total ?? 0)
  }, 240_000)
})
