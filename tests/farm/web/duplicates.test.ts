import { describe, expect, it } from 'vitest'
import { catchUp } from '../../../farm/duplicates/catch-up.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { forum, takeOne, theirForum } from '../duplicates/told.ts'
import { servedDesk } from './served-desk.ts'

describe('Duplicates at the desk', { timeout: 240_000 }, () => {
  const desk = servedDesk()

  it('are shown side by side, decided once, lead to the one kept, and are given back', async () => {
    const { farm } = desk()
    const [ours, theirs] = [await takeOne(farm, forum()), await takeOne(farm, theirForum({}, { externalId: 'y' }))]
    for (const entry of [ours, theirs])
      for (let steps = 0; steps < 2; steps += 1) await farm.decide({ entry, word: 'approve', reason: '', actor: FARM })
    await catchUp(farm)
    const sylvie = await desk().become('sylvie.rollin')
    const list = await sylvie.get('desk', '/duplicates')
    expect(list.text).toContain('Clamecy : le grand forum des métiers du bois')
    expect(list.text).toContain('même jour')
    const entry = await sylvie.get('desk', `/entries/${ours}`)
    expect(entry.text).toContain('C’est la même')

    const shown = (await farm.ports.entries.deliveries([theirs])).filter(({ state }) => state === 'live')
    const site = shown.find((one) => one.site === 'bourgogne-franche-comte') ?? expect.fail()
    const slug = (await farm.memory()).subscriptions.get(site.subscription)?.subscription.slug
    const page = `/${slug}/${theirs}-clamecy-le-grand-forum-des-metiers-du-bois`
    expect((await desk().visitor().get(site.site, page)).status).toBe(200)
    const said = await sylvie.post('desk', '/duplicates', {
      cluster: ours,
      kept: ours,
      with: [String(ours), String(theirs)],
      say: 'same',
    })
    expect([said.status, said.location]).toEqual([303, `/duplicates?said=same&on=${ours}`])
    const led = await desk().visitor().get(site.site, page)
    expect(led.status).toBe(301)
    expect(led.location).toContain(`/${slug}/${ours}-forum-des-metiers-du-bois-de-clamecy`)

    const decided = await sylvie.get('desk', '/duplicates?view=decided')
    expect(decided.text).toMatch(/C’est la même\s: gardée «\sForum des métiers du bois de Clamecy\s»/)
    const alone = await sylvie.get('desk', `/duplicates/${theirs}`)
    expect(alone.text).toContain('Rattachée à une autre')
    const undone = await sylvie.post('desk', `/duplicates/${theirs}`, { kept: ours, with: theirs, say: 'undo' })
    expect(undone.status).toBe(303)
    expect((await desk().visitor().get(site.site, page)).status).toBe(200)
  })

  it('are refused, and said to be, to those who may not decide; the rest of the desk is one’s own', async () => {
    const { farm } = desk()
    const [ours, own] = [
      await takeOne(farm, forum({}, { externalId: 'a' })),
      await takeOne(farm, forum({ title: 'Forum des métiers du bois à Clamecy' }, { externalId: 'b' })),
    ]
    const lea = await desk().become('lea.bonnard')
    const refused = await lea.post('desk', `/duplicates/${ours}`, { kept: ours, with: own, say: 'same' })
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('il faut la modérer')
    expect((await lea.get('desk', '/duplicates/999999999')).status).toBe(404)
    expect((await desk().visitor().get('desk', '/duplicates')).status).not.toBe(200)
    const elsewhere = await lea.post('desk', `/duplicates/${ours}`, { kept: 'x', with: '-1', say: 'same' })
    expect(elsewhere.status).toBe(422)
  })
})
